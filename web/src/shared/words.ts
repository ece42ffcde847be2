// What entities, fields and values of the schema are called in both languages. English follows from
// the names; `words.test.ts` sees to it that Chinese has them all.
import type { Locale } from "../texts/dictionary.ts";

const ENTITIES: Record<string, string> = {
  Source: "来源",
  Organization: "机构",
  Person: "人物",
  Education: "学历",
  Employment: "任职",
  Advising: "师承",
  Honor: "荣誉",
  Model: "模型",
  Team: "团队",
  Membership: "团队成员",
  SalaryRecord: "薪酬记录",
  Publication: "论文数",
  Event: "事件",
  Figure: "统计数字",
  Rate: "汇率与物价",
  Redirect: "重定向",
};

const FIELDS: Record<string, string> = {
  about: "关于",
  access: "开放程度",
  adjustedPapers: "折算论文数",
  advisor: "导师",
  aliases: "别名",
  allowance: "津贴",
  announced: "发布日期",
  apiOpened: "接口开放日期",
  area: "领域",
  asOf: "截至日期",
  authors: "作者",
  base: "基础",
  basis: "依据",
  benefits: "福利",
  birthDate: "出生日期",
  birthPlace: "出生地",
  bonus: "奖金",
  category: "类别",
  city: "城市",
  comparedWith: "比较对象",
  confidence: "可信度",
  counted: "被计数者",
  country: "国家或地区",
  currency: "货币",
  date: "日期",
  degree: "学位",
  description: "说明",
  developers: "开发者",
  dimension: "维度",
  domains: "域名",
  employmentType: "用工形式",
  end: "结束",
  ending: "结束方式",
  experienceMax: "经验上限（年）",
  experienceMin: "经验下限（年）",
  externalKeys: "外部标识",
  field: "领域",
  founded: "成立日期",
  headline: "一句话介绍",
  high: "上限",
  institution: "院校",
  key: "键",
  kind: "种类",
  knownFor: "代表成就",
  language: "语言",
  level: "级别",
  licence: "许可",
  low: "下限",
  measure: "指标",
  model: "模型",
  models: "模型",
  months: "月数",
  name: "名称",
  nationality: "国籍",
  note: "备注",
  organization: "机构",
  organizations: "机构",
  origin: "祖籍",
  papers: "论文数",
  parameters: "参数量",
  parent: "上级机构",
  people: "人物",
  period: "计薪周期",
  person: "人物",
  precision: "精确程度",
  publisher: "出版者",
  rank: "名次",
  region: "省或州",
  released: "上线日期",
  remote: "远程办公",
  requiredDegree: "学位要求",
  role: "职责",
  sampleSize: "样本量",
  source: "来源",
  start: "开始",
  statement: "原话",
  status: "状态",
  stock: "股权",
  student: "学生",
  team: "团队",
  title: "标题",
  topic: "主题",
  trainingCompute: "训练算力（FLOP）",
  unit: "单位",
  url: "网址",
  value: "数值",
  venue: "发表处",
  website: "网站",
  year: "年份",
};

/** Of fields that one entity calls otherwise. */
const OF_ENTITY: Record<string, string> = {
  "Person.name": "姓名",
  "Employment.title": "职务",
  "SalaryRecord.title": "职位",
  "Education.field": "专业",
  "SalaryRecord.base": "基本工资",
  "Model.base": "基础模型",
};

const VALUES: Record<string, string> = {
  ABOUT: "约",
  ACTIVE: "存续",
  ADVISOR: "顾问",
  ALMA_MATER: "毕业院校",
  ANNOUNCEMENT: "公告",
  API: "接口",
  APPROVALS: "批准数",
  ARTICLE: "文章",
  AT_LEAST: "至少",
  AT_MOST: "至多",
  BACHELOR: "学士",
  CLOSED: "不开放",
  COMPANY: "公司",
  CONSUMER_PRICES: "消费价格指数",
  CONTRACT: "合同制",
  COST_CHANGE: "成本变化",
  COUNT: "数量",
  CURRENCY: "货币金额",
  CURRENCY_PER_MONTH: "货币/月",
  CURRENCY_PER_THOUSAND_TOKENS: "货币/千词元",
  CURRENCY_PER_YEAR: "货币/年",
  DATASET: "数据集",
  DAY: "日",
  DENIALS: "拒绝数",
  DIALOGUE: "对话",
  DIED: "去世",
  DISCLOSED: "披露",
  DISMISSED: "解聘",
  DOCTORATE: "博士",
  DURATION: "时长",
  EMPLOYER_KIND: "雇主种类",
  ENDED: "期满",
  ENGINEER: "工程师",
  ENTRY: "初级",
  EXACT: "准确",
  EXCHANGE_RATE: "汇率",
  EXECUTIVE: "高管",
  FELLOWSHIP: "会士",
  FORMER_EMPLOYER: "前雇主",
  FOUNDATION: "创立",
  FOUNDER: "创始人",
  FREELANCE: "自由职业",
  FULL_TIME: "全职",
  GAME: "游戏",
  GOVERNMENT: "政府",
  HEADCOUNT: "人数",
  HIGHEST_DEGREE: "最高学位",
  HOUR: "小时",
  HOURS: "小时",
  HYBRID: "混合",
  IMAGE: "图像",
  INACTIVE: "停止运营",
  INSTITUTE: "研究所",
  INTERN: "实习",
  INVESTMENT: "投资",
  LABORATORY: "实验室",
  LANGUAGE: "语言",
  LAUNCH: "上线",
  LEAD: "负责人",
  LEFT: "离开",
  LISTING: "上榜",
  MASTER: "硕士",
  MEAN_AGE: "平均年龄",
  MEAN_PAY: "平均薪酬",
  MEDIA: "媒体",
  MIDDLE: "中级",
  MONTH: "月",
  MORE_THAN: "超过",
  MOVE: "人员流动",
  MOVED: "另就他职",
  MULTIMODAL: "多模态",
  NONPROFIT: "非营利组织",
  OFFER: "录用通知",
  OFFICE: "职位荣誉",
  ON_SITE: "现场",
  OPEN_WEIGHTS: "开放权重",
  ORGANIZATION: "机构",
  ORIGIN: "来源地",
  OTHER: "其他",
  PART_TIME: "兼职",
  PATENTS: "专利",
  PAY: "薪酬",
  PAY_DIFFERENCE: "薪酬差额",
  PAY_HIGH_CONVERTED: "薪酬上限（换算）",
  PAY_LOW_CONVERTED: "薪酬下限（换算）",
  PAY_PREMIUM: "薪酬溢价",
  PAY_STRUCTURE: "薪酬结构",
  PEOPLE: "人",
  PERCENT: "百分比",
  PETITIONS: "申请",
  PETITION_PURPOSE: "申请目的",
  PLACE: "名次或地点",
  POSTDOC: "博士后",
  POSTED: "招聘信息",
  POSTING: "招聘信息",
  PRETRAINED: "预训练",
  PRICE: "价格",
  PRIZE: "奖项",
  PRODUCT: "产品",
  PROFESSOR: "教授",
  PUBLICATION: "发表",
  PURCHASING_POWER: "购买力平价",
  RANK: "排名",
  RECRUITMENT_PLATFORM: "招聘平台",
  REMOTE: "远程",
  REPORT: "报告",
  REQUIRED_DEGREE: "学位要求",
  RESEARCH: "研究用途",
  RESEARCHER: "研究员",
  RESEARCH_COMPANY: "研究型公司",
  RETIRED: "退休",
  SECONDARY: "中学",
  SELF_REPORTED: "自述",
  SENIOR: "高级",
  SHARE: "占比",
  SHORT_CYCLE: "大专",
  SOCIETY: "学会",
  SPEECH: "语音",
  STAFF: "资深",
  STATEMENT: "表态",
  SURVEY: "调查",
  SURVEY_MEAN: "调查均值",
  SYNTHETIC: "合成",
  TALENT_POOL: "人才存量",
  UNIVERSITY: "大学",
  VALUATION: "估值",
  WEBSITE: "网站",
  WEEK: "周",
  WITHDRAWN: "撤销",
  YEAR: "年",
  YEARS: "年",
  // What the API says of changes, duplicates, imports and people.
  ADMIN: "管理员",
  ANALYST: "分析者",
  CONFLICT: "冲突",
  CONFLICTING_EXTERNAL_KEY: "外部标识不同",
  CREATED: "新建",
  DELETED: "删除",
  DIFFERENT_BIRTH_DATE: "出生日期不同",
  DONE: "完成",
  DUPLICATE: "重复",
  EDITOR: "编辑",
  FAILED: "失败",
  FORGOTTEN: "已遗忘",
  INCONSISTENT: "不一致",
  INVALID: "无效",
  LIMIT: "超出限制",
  NOT_FOUND: "不存在",
  PART_OF: "隶属关系",
  QUEUED: "排队中",
  READER: "读者",
  REFERENCED: "被引用",
  REQUIRED: "必填",
  RUNNING: "进行中",
  SAME_ALIAS: "别名相同",
  SAME_BIRTH_DATE: "出生日期相同",
  SAME_COUNTRY: "国家相同",
  SAME_DOMAIN: "域名相同",
  SAME_EXTERNAL_KEY: "外部标识相同",
  SAME_WEBSITE: "网站相同",
  SHARED_EMPLOYER: "曾同一雇主",
  SHARED_SCHOOL: "曾同一院校",
  SIMILAR_NAME: "名称相近",
  TAKEN: "已占用",
  UNCHANGED: "不变",
  UPDATED: "更改",
};

/** Letters that stand for words. */
const CAPITALS: Record<string, string> = { api: "API", url: "URL" };

/** `Birth date` of `birthDate` and `BIRTH_DATE`. */
export function spelled(name: string): string {
  const parts = /^[A-Z0-9_]+$/.test(name) ? name.split("_") : name.split(/(?=[A-Z])/);
  const words = parts.map((it) => it.toLowerCase()).map((it) => CAPITALS[it] ?? it);
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What an entity is called, such as `SalaryRecord` or `SALARY_RECORD`. */
export function entityName(entity: string, locale: Locale): string {
  if (locale === "EN") return spelled(entity);
  const pascal = spelled(entity).split(" ");
  const name = pascal.map((it) => it.charAt(0).toUpperCase() + it.slice(1)).join("");
  return ENTITIES[name] ?? spelled(entity);
}

export function fieldName(entity: string, field: string, locale: Locale): string {
  if (locale === "EN") return spelled(field);
  return OF_ENTITY[`${entity}.${field}`] ?? FIELDS[field] ?? spelled(field);
}

/** What a value of an enum is called. */
export function valueName(value: string, locale: Locale): string {
  return (locale === "ZH" && VALUES[value]) || spelled(value);
}

/** Regions of ISO 3166-1 as browsers know them, by their codes. */
export const COUNTRIES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(
    " ",
  );

const tag = (locale: Locale) => (locale === "ZH" ? "zh-Hans" : "en");

function named(type: "region" | "currency", code: string, locale: Locale): string {
  try {
    return new Intl.DisplayNames([tag(locale)], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

export const countryName = (code: string, locale: Locale) => named("region", code, locale);
export const currencyName = (code: string, locale: Locale) => named("currency", code, locale);
export const CURRENCIES: string[] = Intl.supportedValuesOf("currency");

/** When something happened, as readers write it. */
export function moment(text: string, locale: Locale): string {
  const format = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(tag(locale), format).format(new Date(text));
}
