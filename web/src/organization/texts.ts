import { dictionary } from "../texts/dictionary.ts";

export const organization = dictionary(
  {
    kicker: { Institution: "Institution", Company: "Company" },
    kind: "Kind",
    parent: "Part of",
    region: "Region",
    founded: "Founded",
    status: "Status",
    domains: "Domains",
    contents: "On this page",
    people: {
      title: "People",
      name: "Name",
      what: "As what",
      dates: "When",
      all: (count: string) => `All who work or worked here: ${count} jobs on record`,
      studied: "All who studied here",
    },
    pay: {
      years: "Pay by year",
      titles: "Pay by title",
      year: "Year",
      title: "Title",
      everyYear: "All years",
      everyTitle: "All titles",
      noYear: "no year",
      noTitle: "no title",
      statements: "Statements",
      p10: (currency: string) => `10th percentile, ${currency} a year`,
      p50: (currency: string) => `Median, ${currency} a year`,
      p90: (currency: string) => `90th percentile, ${currency} a year`,
      says: (count: string, currency: string) =>
        `${count} statements, each for a whole year and in ${currency}. A bar goes from the 10th to the 90th percentile, the dot is the median, behind it, in brackets, how many statements there are.`,
      missing: (count: string, reason: string) => `${count} could not be converted: ${reason}`,
      none: "No statement about pay here is in the graph, or none that may be told.",
      more: (shown: string, all: string) => `The ${shown} most frequent of ${all} titles.`,
    },
    almaMaters: {
      title: "Where its people studied",
      university: "Institution",
      people: "People",
      says: (shown: string, all: string) =>
        shown === all
          ? `Those who work or worked here studied at ${all} institutions.`
          : `Those who work or worked here studied at ${all} institutions; these are the ${shown} of most.`,
      none: "Of nobody who works or worked here is it known where they studied.",
    },
    country: "Country",
    alumni: {
      title: "Where those who studied here work",
      employer: "Employer",
      says: (shown: string, all: string) =>
        shown === all
          ? `Those who studied here work or worked at ${all} organizations.`
          : `Those who studied here work or worked at ${all} organizations; these are the ${shown} of most.`,
      none: "Of nobody who studied here is it known where they work.",
    },
    counted: "Statistics in which it is counted",
    flows: {
      title: "Where people came from, and where they went",
      direction: "Direction",
      into: "In",
      out: "Out",
      place: "From or to",
      people: "Moves",
      says: (into: string, out: string) =>
        `People came from ${into} other places, and went to ${out}; the largest flows are drawn.`,
      none: "No move here or from here is dated well enough to be counted.",
    },
    models: "Models",
    model: "Model",
    access: "Access",
    released: "Released",
    papers: {
      title: "Papers",
      year: "Year",
      venue: "Venue",
      area: "Field",
      papers: "Papers",
      by: "By",
    },
    children: { title: "Its parts", name: "Name", kind: "Kind", country: "Country" },
  },
  {
    kicker: { Institution: "院校机构", Company: "公司" },
    kind: "类型",
    parent: "隶属于",
    region: "地区",
    founded: "成立",
    status: "状态",
    domains: "域名",
    contents: "本页内容",
    people: {
      title: "人物",
      name: "姓名",
      what: "身份",
      dates: "时间",
      all: (count: string) => `所有现任与曾任者：任职记录${count}条`,
      studied: "所有曾在此求学的人",
    },
    pay: {
      years: "各年薪酬",
      titles: "各职位薪酬",
      year: "年份",
      title: "职位",
      everyYear: "所有年份",
      everyTitle: "所有职位",
      noYear: "无年份",
      noTitle: "无职位名称",
      statements: "记录数",
      p10: (currency: string) => `第10百分位，${currency}/年`,
      p50: (currency: string) => `中位数，${currency}/年`,
      p90: (currency: string) => `第90百分位，${currency}/年`,
      says: (count: string, currency: string) =>
        `共${count}条记录，均折算为全年、以${currency}计。横条自第10至第90百分位，圆点为中位数，其后括号内为记录数。`,
      missing: (count: string, reason: string) => `${count}条无法换算：${reason}`,
      none: "图谱中没有关于此处薪酬的记录，或没有可公开的记录。",
      more: (shown: string, all: string) => `共${all}种职位，此处为最多的${shown}种。`,
    },
    almaMaters: {
      title: "其成员毕业于哪里",
      university: "院校",
      people: "人数",
      says: (shown: string, all: string) =>
        shown === all
          ? `现任与曾任者曾就读于${all}所院校。`
          : `现任与曾任者曾就读于${all}所院校，此处为人数最多的${shown}所。`,
      none: "现任与曾任者的求学经历均不详。",
    },
    country: "国家",
    alumni: {
      title: "毕业生在哪里工作",
      employer: "雇主",
      says: (shown: string, all: string) =>
        shown === all
          ? `曾在此求学者现在或曾经任职于${all}个机构。`
          : `曾在此求学者现在或曾经任职于${all}个机构，此处为人数最多的${shown}个。`,
      none: "曾在此求学者的任职情况均不详。",
    },
    counted: "计入此机构的统计",
    flows: {
      title: "人才从哪里来，到哪里去",
      direction: "方向",
      into: "流入",
      out: "流出",
      place: "来自或去往",
      people: "人次",
      says: (into: string, out: string) =>
        `人才来自${into}处，去往${out}处；图中为最大的几股流动。`,
      none: "没有日期足够明确、可以计数的流动。",
    },
    models: "模型",
    model: "模型",
    access: "开放程度",
    released: "发布",
    papers: {
      title: "论文",
      year: "年份",
      venue: "发表处",
      area: "领域",
      papers: "篇数",
      by: "作者",
    },
    children: { title: "下属机构", name: "名称", kind: "类型", country: "国家" },
  },
);

export type Texts = (typeof organization)["EN"];
