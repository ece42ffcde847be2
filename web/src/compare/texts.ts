import { dictionary } from "../texts/dictionary.ts";

export const compareTexts = dictionary(
  {
    title: "Compare pay",
    lead: "Who earns more, and by how much? Say whom to compare with whom; pay of every currency, period and year is stated alike before anything is summed up.",
    presets: "For example",
    preset: {
      aigc: "AIGC and artificial intelligence as a whole",
      dialogue: "Dialogue bots and pre-trained models",
      countries: "Postings in the United States and in China",
      internet: "Artificial intelligence and the internet industry",
    },
    sides: { of: "Those who are compared", over: "Those they are compared with" },
    names: { of: "Group A", over: "Group B" },
    quick: "Often asked for:",
    stated: "Pay is stated",
    brokenDown: "Broken down by",
    brokenSays: (known: number, all: number) =>
      known === all
        ? `How much more group A earns than group B at the median, in each of ${all}.`
        : `How much more group A earns than group B at the median, in the ${known} of ${all} in which both have pay.`,
    countOf: (side: string) => `Records, ${side}`,
    medianOf: (side: string) => `Median, ${side}`,
    premiumOf: "Premium of the median, %",
    missingSide: "Say of each group at least one thing that tells it from others.",
    answer: "The comparison",
    more: (share: string, amount: string) =>
      `At the median, group A earns ${share} more than group B: a difference of ${amount}.`,
    less: (share: string, amount: string) =>
      `At the median, group A earns ${share} less than group B: a difference of ${amount}.`,
    same: "At the median, both groups earn the same.",
    none: (side: string) => `The graph has no pay of ${side} that can be stated so.`,
    published:
      "Of the internet industry the article gives no pay, only how much artificial intelligence is above it; the audit of that figure stands there.",
    premium: "Premium",
    premiums: {
      median: "of the median",
      mean: "of the mean",
    },
    error: (amount: string) => `± ${amount} (standard error, as of two samples)`,
    noError: "A spread of the means takes two records of each group at least.",
    measure: "Measure",
    rows: {
      count: "Records with pay",
      missing: "Records whose pay is not known so",
      min: "Least",
      max: "Most",
      mean: "Mean",
      stddev: "Standard deviation",
      place: (percent: number) => (percent === 50 ? "Median (50 %)" : `${percent} %`),
    },
    spread: "The spread of pay",
    spreadSays: (low: number, high: number) =>
      `The box holds the middle half, the lines reach from ${low} % to ${high} %, and the line in the box is the median.`,
    distribution: "How many earn how much",
    few: (count: number) =>
      count === 1
        ? "A group of one record says what one was paid, no more."
        : `A group of ${count} records says little of others.`,
    records: "Records",
    pay: "Pay for a year",
    bin: (from: string, to: string) => `${from}–${to}`,
    notKnown: (side: string) => `Pay of ${side} that is not known so`,
    held: "Held back:",
    method: "How it is computed:",
  },
  {
    title: "比较薪酬",
    lead: "谁挣得更多，多多少？选定两组人或职位，不同货币、周期和年份的薪酬先折算一致，再作统计。",
    presets: "例如",
    preset: {
      aigc: "AIGC与人工智能整体",
      dialogue: "对话机器人与预训练模型",
      countries: "美国与中国的招聘启事",
      internet: "人工智能与互联网行业",
    },
    sides: { of: "被比较的一组", over: "作为参照的一组" },
    names: { of: "甲组", over: "乙组" },
    quick: "常用条件：",
    stated: "薪酬的口径",
    brokenDown: "细分依据",
    brokenSays: (known: number, all: number) =>
      known === all
        ? `各组中甲组按中位数比乙组高多少，共${all}组。`
        : `共${all}组，其中${known}组两边都有薪酬：甲组按中位数比乙组高多少。`,
    countOf: (side: string) => `记录数，${side}`,
    medianOf: (side: string) => `中位数，${side}`,
    premiumOf: "中位数溢价，%",
    missingSide: "请为每一组至少设定一个条件。",
    answer: "比较结果",
    more: (share: string, amount: string) => `按中位数，甲组比乙组高${share}，差额${amount}。`,
    less: (share: string, amount: string) => `按中位数，甲组比乙组低${share}，差额${amount}。`,
    same: "按中位数，两组相同。",
    none: (side: string) => `图谱中没有可这样折算的${side}薪酬。`,
    published: "文中没有给出互联网行业的薪酬，只给出人工智能高出多少；该数字的复算见报道页。",
    premium: "溢价",
    premiums: {
      median: "中位数",
      mean: "均值",
    },
    error: (amount: string) => `± ${amount}（标准误，按两个独立样本计）`,
    noError: "两组各有至少两条记录，才能说明均值差的误差。",
    measure: "指标",
    rows: {
      count: "有薪酬的记录",
      missing: "无法这样折算的记录",
      min: "最低",
      max: "最高",
      mean: "均值",
      stddev: "标准差",
      place: (percent: number) => (percent === 50 ? "中位数（50%）" : `${percent}%`),
    },
    spread: "薪酬的分布",
    spreadSays: (low: number, high: number) =>
      `箱体为中间一半，两端线为${low}%至${high}%，箱内线为中位数。`,
    distribution: "各档薪酬的记录数",
    few: (count: number) =>
      count === 1 ? "一组只有一条记录，只能说明这一条。" : `一组只有${count}条记录，难以推及其他。`,
    records: "记录数",
    pay: "年薪",
    bin: (from: string, to: string) => `${from}–${to}`,
    notKnown: (side: string) => `${side}中无法这样折算的薪酬`,
    held: "不予显示：",
    method: "计算方法：",
  },
);

export type Texts = (typeof compareTexts)["EN"];
