// What the closed sets of the schema are called.
import type {
  Access,
  Degree,
  Ending,
  EventKind,
  HonorKind,
  ModelKind,
  OrganizationKind,
  OrganizationStatus,
  PayBasis,
  PayPeriod,
  Precision,
  Role,
} from "../../generated/graphql.ts";
import { dictionary } from "./dictionary.ts";

interface Names {
  role: Record<Role, string>;
  degree: Record<Degree, string>;
  ending: Record<Ending, string>;
  organization: Record<OrganizationKind, string>;
  status: Record<OrganizationStatus, string>;
  model: Record<ModelKind, string>;
  access: Record<Access, string>;
  honor: Record<HonorKind, string>;
  event: Record<EventKind, string>;
  basis: Record<PayBasis, string>;
  period: Record<PayPeriod, string>;
  precision: Record<Precision, string>;
}

const EN: Names = {
  role: {
    FOUNDER: "Founder",
    EXECUTIVE: "Executive",
    LEAD: "Lead",
    PROFESSOR: "Professor",
    RESEARCHER: "Researcher",
    POSTDOC: "Postdoc",
    ENGINEER: "Engineer",
    ADVISOR: "Advisor",
    OTHER: "Other",
  },
  degree: {
    SECONDARY: "Secondary school",
    SHORT_CYCLE: "Associate degree",
    BACHELOR: "Bachelor",
    MASTER: "Master",
    DOCTORATE: "Doctorate",
  },
  ending: {
    MOVED: "moved on",
    LEFT: "left",
    DISMISSED: "dismissed",
    RETIRED: "retired",
    DIED: "died",
    ENDED: "ended",
  },
  organization: {
    UNIVERSITY: "University",
    LABORATORY: "Laboratory or department",
    INSTITUTE: "Research institute",
    SOCIETY: "Learned society",
    GOVERNMENT: "Public body",
    NONPROFIT: "Nonprofit",
    COMPANY: "Company",
    RESEARCH_COMPANY: "Research company",
    RECRUITMENT_PLATFORM: "Recruitment platform",
    MEDIA: "Media",
    OTHER: "Other",
  },
  status: {
    ACTIVE: "Active",
    INACTIVE: "No longer exists",
    WITHDRAWN: "Withdrawn from its register",
  },
  model: {
    PRETRAINED: "Pre-trained models",
    LANGUAGE: "Language model",
    DIALOGUE: "Dialogue system",
    IMAGE: "Image model",
    SPEECH: "Speech model",
    MULTIMODAL: "Multimodal model",
    GAME: "Game player",
    OTHER: "Other",
  },
  access: {
    OPEN_WEIGHTS: "Open weights",
    RESEARCH: "Weights for researchers",
    API: "Through an API",
    PRODUCT: "As a product only",
    CLOSED: "Not offered",
  },
  honor: { PRIZE: "Prize", FELLOWSHIP: "Fellowship", OFFICE: "Office" },
  event: {
    ANNOUNCEMENT: "Announcement",
    LAUNCH: "Launch",
    STATEMENT: "Statement",
    MOVE: "Move",
    FOUNDATION: "Foundation",
    INVESTMENT: "Investment",
    PUBLICATION: "Publication",
    OTHER: "Event",
  },
  basis: {
    DISCLOSED: "Disclosed by the payer",
    POSTED: "Posted",
    OFFER: "Offered",
    SURVEY_MEAN: "Mean of a survey",
    SELF_REPORTED: "Self-reported",
  },
  period: { YEAR: "a year", MONTH: "a month", WEEK: "a week", DAY: "a day", HOUR: "an hour" },
  precision: {
    EXACT: "",
    ABOUT: "about ",
    AT_LEAST: "at least ",
    MORE_THAN: "more than ",
    AT_MOST: "at most ",
  },
};

const ZH: Names = {
  role: {
    FOUNDER: "创始人",
    EXECUTIVE: "高管",
    LEAD: "负责人",
    PROFESSOR: "教授",
    RESEARCHER: "研究员",
    POSTDOC: "博士后",
    ENGINEER: "工程师",
    ADVISOR: "顾问",
    OTHER: "其他",
  },
  degree: {
    SECONDARY: "高中",
    SHORT_CYCLE: "大专",
    BACHELOR: "本科",
    MASTER: "硕士",
    DOCTORATE: "博士",
  },
  ending: {
    MOVED: "转任他处",
    LEFT: "离职",
    DISMISSED: "被解职",
    RETIRED: "退休",
    DIED: "去世",
    ENDED: "结束",
  },
  organization: {
    UNIVERSITY: "大学",
    LABORATORY: "实验室或院系",
    INSTITUTE: "研究院所",
    SOCIETY: "学会",
    GOVERNMENT: "政府机构",
    NONPROFIT: "非营利机构",
    COMPANY: "公司",
    RESEARCH_COMPANY: "研究型公司",
    RECRUITMENT_PLATFORM: "招聘平台",
    MEDIA: "媒体",
    OTHER: "其他",
  },
  status: { ACTIVE: "存续", INACTIVE: "已不存在", WITHDRAWN: "已从登记册撤销" },
  model: {
    PRETRAINED: "预训练模型",
    LANGUAGE: "语言模型",
    DIALOGUE: "对话系统",
    IMAGE: "图像模型",
    SPEECH: "语音模型",
    MULTIMODAL: "多模态模型",
    GAME: "博弈模型",
    OTHER: "其他",
  },
  access: {
    OPEN_WEIGHTS: "开放权重",
    RESEARCH: "向研究者提供权重",
    API: "通过API",
    PRODUCT: "仅作为产品",
    CLOSED: "不对外提供",
  },
  honor: { PRIZE: "奖项", FELLOWSHIP: "会士", OFFICE: "职务" },
  event: {
    ANNOUNCEMENT: "公布",
    LAUNCH: "发布",
    STATEMENT: "言论",
    MOVE: "人员流动",
    FOUNDATION: "成立",
    INVESTMENT: "投资",
    PUBLICATION: "出版",
    OTHER: "事件",
  },
  basis: {
    DISCLOSED: "支付方披露",
    POSTED: "招聘启事",
    OFFER: "录用开价",
    SURVEY_MEAN: "调查均值",
    SELF_REPORTED: "本人自述",
  },
  period: { YEAR: "每年", MONTH: "每月", WEEK: "每周", DAY: "每日", HOUR: "每小时" },
  precision: {
    EXACT: "",
    ABOUT: "约",
    AT_LEAST: "至少",
    MORE_THAN: "超过",
    AT_MOST: "至多",
  },
};

type Group = { [Key in keyof Names]: Names[Key] & { [value: string]: string } };

export const names = dictionary(EN as Group, ZH as Group);
