import { dictionary } from "../texts/dictionary.ts";

const periods = { YEAR: "a year", MONTH: "a month", WEEK: "a week", DAY: "a day", HOUR: "an hour" };

export const article = dictionary(
  {
    kicker: "The talent behind large models, March 2023",
    title: "Who can build large models, and what are they paid?",
    lead: "In March 2023 a Chinese news article asked whom the race for large models would be won with. These charts ask its numbers again: each is computed from the graph when you open this page, names its sources, and says where the published figures do not add up.",
    contents: "The charts",
    people: "People",
    country: "Country",
    field: "Field",
    rank: "Place",
    ranked: (rank: number) => `No. ${rank}`,
    notPublished: "number not published",
    facts: {
      title: "The ChatGPT team in numbers",
      HEADCOUNT: "people, as OpenAI listed them",
      MEAN_AGE: "years old, on average",
      about: "about",
    },
    degrees: {
      title: "Degrees of the ChatGPT team",
      degree: "Highest degree",
      share: "Share as printed, %",
      printed: (share: string) => `(printed: ${share})`,
      says: (sum: number, doubted: boolean) =>
        `The counts by degree are those of ${sum} people.${doubted ? " The share printed beside a hatched bar follows from none of them." : ""}`,
    },
    almaMaters: {
      title: "Where they studied",
      university: "University",
      says: (sum: number, all: number, american: number) =>
        `${sum} members come from ${all} universities, ${american} of them American.`,
    },
    employers: {
      title: "Where they worked before",
      team: "the team",
      from: "From",
      to: "To",
      says: (most: string, count: number, others: number) =>
        `${count} came from ${most}. Of ${others} other companies it is only said that members came from there; their lines have no width that means anything.`,
    },
    required: {
      title: "What postings in China ask for",
      share: (degree: string) => `${degree}, % of postings`,
      says: (field: string, least: string, most: string) =>
        `In ${field}, ${least} of postings ask for a bachelor's degree or more; in no field do more than ${most} ask for a master's or a doctorate.`,
    },
    pay: {
      title: "Pay by field, against the internet industry",
      yuan: "Mean pay in postings, CNY a year",
      derived: "(derived)",
      premium: "premium",
      says: (difference: string, premium: string, top: string) =>
        `Artificial intelligence pays ${difference} a year, or ${premium}, more than the internet industry; ${top} pays most.`,
    },
    ranges: {
      title: "What postings offer",
      posting: "Posting",
      printed: "As printed",
      low: (currency: string) => `From, ${currency} a year`,
      high: (currency: string) => `To, ${currency} a year`,
      noRate: "no rate",
      currency: "Currency",
      says: (count: number, currency: string) =>
        `${count} postings, each for a whole year and in ${currency}, at the rate of its own year.`,
    },
    periods,
    papers: {
      title: "Who publishes most",
      organization: "Organization",
      among: "Among",
      says: (years: string) =>
        `Places by papers at the leading venues of machine learning and language processing, ${years}. An organization may be placed among all, or among the Chinese ones only.`,
    },
    places: {
      title: "Where the talent is in China",
      place: "Place",
      words: "In words",
      says: (listed: string) => `Most positions for ChatGPT are in ${listed}.`,
    },
    models: {
      title: "The models, and who makes them",
      model: "Model",
      maker: "Maker",
      event: "What happened",
      date: "Date",
      announced: "announced",
      released: "released",
      apiOpened: "API opened",
      noMaker: "no maker named",
      noDate: "no date given",
      says: (all: number, dated: number) =>
        `${all} models, ${dated} of them with a date. A pale bar is as long as its date is open: a whole month. Red are Chinese makers, blue American ones.`,
    },
  },
  {
    kicker: "大模型背后的人才，2023年3月",
    title: "谁能造大模型，他们的薪酬是多少？",
    lead: "2023年3月，一篇中文报道追问：大模型之争要靠谁来赢。这里的图表把报道中的数字重新问了一遍：每张图都在打开页面时由图谱现算，注明来源，并指出已发表的数字在哪里对不上。",
    contents: "图表",
    people: "人数",
    country: "国家",
    field: "领域",
    rank: "名次",
    ranked: (rank: number) => `第${rank}名`,
    notPublished: "人数未公布",
    facts: {
      title: "数字中的ChatGPT团队",
      HEADCOUNT: "人，据OpenAI官网名单",
      MEAN_AGE: "岁，平均年龄",
      about: "约",
    },
    degrees: {
      title: "ChatGPT团队的学历",
      degree: "最高学历",
      share: "文中占比，%",
      printed: (share: string) => `（文中：${share}）`,
      says: (sum: number, doubted: boolean) =>
        `按学历统计的人数合计为${sum}人。${doubted ? "斜纹条旁所印的占比无法由这些人数得出。" : ""}`,
    },
    almaMaters: {
      title: "他们毕业于哪里",
      university: "大学",
      says: (sum: number, all: number, american: number) =>
        `${sum}名成员来自${all}所大学，其中${american}所在美国。`,
    },
    employers: {
      title: "他们此前在哪里工作",
      team: "团队",
      from: "来自",
      to: "去往",
      says: (most: string, count: number, others: number) =>
        `${count}人来自${most}。另有${others}家公司，文中只说有成员来自那里，人数未公布，其线条宽度没有含义。`,
    },
    required: {
      title: "国内职位的学历要求",
      share: (degree: string) => `${degree}，占职位的%`,
      says: (field: string, least: string, most: string) =>
        `${field}职位中有${least}要求本科以上；要求硕士、博士的，各领域均不超过${most}。`,
    },
    pay: {
      title: "各领域薪酬与互联网行业的比较",
      yuan: "平均招聘年薪，元",
      derived: "（推算）",
      premium: "溢价",
      says: (difference: string, premium: string, top: string) =>
        `人工智能的年薪比互联网行业高${difference}，即${premium}；${top}最高。`,
    },
    ranges: {
      title: "职位开出的薪酬",
      posting: "职位",
      printed: "原文",
      low: (currency: string) => `下限，${currency}/年`,
      high: (currency: string) => `上限，${currency}/年`,
      noRate: "无汇率",
      currency: "货币",
      says: (count: number, currency: string) =>
        `${count}个职位，均折算为全年、以${currency}计，按各自年份的汇率。`,
    },
    periods: { YEAR: "每年", MONTH: "每月", WEEK: "每周", DAY: "每日", HOUR: "每小时" },
    papers: {
      title: "谁发表的论文最多",
      organization: "机构",
      among: "范围",
      says: (years: string) =>
        `${years}年机器学习与自然语言处理顶级期刊和会议论文数的名次；有的是在所有机构中，有的只在中国机构中。`,
    },
    places: {
      title: "国内人才在哪里",
      place: "地区",
      words: "文中所述",
      says: (listed: string) => `ChatGPT相关职位集中在${listed}。`,
    },
    models: {
      title: "各家大模型",
      model: "模型",
      maker: "研发者",
      event: "事件",
      date: "日期",
      announced: "公布",
      released: "发布",
      apiOpened: "开放API",
      noMaker: "文中未提研发者",
      noDate: "文中无日期",
      says: (all: number, dated: number) =>
        `共${all}个模型，其中${dated}个有日期。浅色条的长度是日期未定的范围，即整月。红色为中国研发者，蓝色为美国研发者。`,
    },
  },
);

export type Texts = (typeof article)["EN"];
