import { dictionary } from "../texts/dictionary.ts";

export const model = dictionary(
  {
    kicker: "Model",
    kind: "Kind",
    developers: "Developed by",
    authors: "Authors",
    base: "Built on",
    announced: "Announced",
    released: "Released",
    apiOpened: "API opened",
    access: "Access",
    parameters: "Parameters",
    compute: "Training compute",
    operations: (count: string) => `${count} operations`,
    dates: {
      title: "When it came",
      what: "What happened",
      date: "Date",
      says: (count: number) =>
        `${count === 1 ? "1 date" : `${count} dates`}. Pale is what a date leaves open, such as a whole month.`,
      none: "No date of this model is in the graph.",
    },
    derived: "Built on it",
    model: "Model",
    makers: "Developers",
    team: (name: string) => `The team: ${name}`,
    members: (listed: string) => `Named members: ${listed}`,
  },
  {
    kicker: "模型",
    kind: "类型",
    developers: "研发者",
    authors: "作者",
    base: "基于",
    announced: "公布",
    released: "发布",
    apiOpened: "开放API",
    access: "开放程度",
    parameters: "参数量",
    compute: "训练算力",
    operations: (count: string) => `${count}次运算`,
    dates: {
      title: "时间",
      what: "事件",
      date: "日期",
      says: (count: number) => `共${count}个日期。浅色为日期未定的范围，如整月。`,
      none: "图谱中没有此模型的日期。",
    },
    derived: "基于它的模型",
    model: "模型",
    makers: "研发者",
    team: (name: string) => `团队：${name}`,
    members: (listed: string) => `已知成员：${listed}`,
  },
);

export type Texts = (typeof model)["EN"];
