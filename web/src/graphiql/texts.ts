import { dictionary } from "../texts/dictionary.ts";

export const graphiql = dictionary(
  {
    title: "GraphiQL",
    query: "Query",
    variables: "Variables",
    response: "Answer",
    examples: "Examples",
    saved: "Saved questions",
    examplesHelp: "The questions of the README. Each opens in a tab of its own.",
  },
  {
    title: "GraphiQL",
    query: "查询",
    variables: "变量",
    response: "回答",
    examples: "示例",
    saved: "已存问题",
    examplesHelp: "README 中的问题，点击后在新标签页中打开。",
  },
);
