import { dictionary } from "../texts/dictionary.ts";

export const search = dictionary(
  {
    label: "Search people, organizations and models",
    hint: "Search: name, 名字, pinyin",
    found: (count: number) => (count === 1 ? "1 name fits." : `${count} names fit.`),
    nothing: "Nothing is called so.",
    failed: "The server gives no names.",
    suggestions: "Names that fit",
    inList: {
      people: (text: string) => `People who have to do with “${text}”`,
      institutions: (text: string) => `Institutions that have to do with “${text}”`,
      companies: (text: string) => `Companies that have to do with “${text}”`,
      models: (text: string) => `Models that have to do with “${text}”`,
    },
    types: {
      PERSON: "Person",
      INSTITUTION: "Institution",
      COMPANY: "Company",
      MODEL: "Model",
      OTHER: "",
    },
    byPinyin: "pinyin",
    byTypo: "similar",
    at: (title: string, employer: string) => `${title}, ${employer}`,
  },
  {
    label: "搜索人物、机构和模型",
    hint: "搜索：姓名、name、拼音",
    found: (count: number) => `${count}个名称符合。`,
    nothing: "没有这样的名称。",
    failed: "服务器未能给出名称。",
    suggestions: "符合的名称",
    inList: {
      people: (text: string) => `与“${text}”有关的人物`,
      institutions: (text: string) => `与“${text}”有关的院校机构`,
      companies: (text: string) => `与“${text}”有关的公司`,
      models: (text: string) => `与“${text}”有关的模型`,
    },
    types: {
      PERSON: "人物",
      INSTITUTION: "院校机构",
      COMPANY: "公司",
      MODEL: "模型",
      OTHER: "",
    },
    byPinyin: "拼音",
    byTypo: "近似",
    at: (title: string, employer: string) => `${employer}${title}`,
  },
);
