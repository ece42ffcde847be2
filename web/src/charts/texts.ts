import { dictionary } from "../texts/dictionary.ts";

export const charts = dictionary(
  {
    table: "As a table",
    query: "Open this query in GraphiQL",
    csv: "CSV",
    csvOf: (title: string) => `CSV: ${title}`,
    png: "PNG",
    pngOf: (title: string) => `PNG: ${title}`,
    sources: "Sources: ",
    contradicted: "Does not add up",
    consistent: (count: number) =>
      count === 1
        ? "1 figure recomputed, and it agrees"
        : `${count} figures recomputed, and they agree`,
    empty: "The graph holds nothing that this question asks for.",
  },
  {
    table: "以表格查看",
    query: "在 GraphiQL 中打开此查询",
    csv: "CSV",
    csvOf: (title: string) => `CSV:${title}`,
    png: "PNG",
    pngOf: (title: string) => `PNG:${title}`,
    sources: "来源：",
    contradicted: "数字对不上",
    consistent: (count: number) => `${count}项复算一致`,
    empty: "图谱中没有此问题所问的内容。",
  },
);
