// What entities, fields and values are called where one of them stands alone, as a label does. Chinese
// words are those of `schemaWords.ts`; `words.test.ts` sees to it that none is missing.
import type { Locale } from "../texts/dictionary.ts";
import { wordsOf } from "./schemaWords.ts";

/** Fields that another entity means something else by. */
const OF_ENTITY: Record<string, string> = {
  "Person.name": "姓名",
  "Employment.title": "职务",
  "SalaryRecord.title": "职位",
  "Source.title": "标题",
  "Education.field": "专业",
  "SalaryRecord.base": "基本工资",
  "Model.base": "基础模型",
  "SavedQuestion.document": "查询文本",
};

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
  const words = spelled(entity).split(" ");
  return wordsOf(words.map((it) => it.charAt(0).toUpperCase() + it.slice(1)).join(""), locale);
}

export function fieldName(entity: string, field: string, locale: Locale): string {
  if (locale === "EN") return spelled(field);
  return OF_ENTITY[`${entity}.${field}`] ?? wordsOf(field, locale);
}

/** What a value of an enum is called. */
export function valueName(value: string, locale: Locale): string {
  return locale === "EN" ? spelled(value) : wordsOf(value, locale);
}

/** Regions of ISO 3166-1 as browsers know them, by their codes. */
export const COUNTRIES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(
    " ",
  );

const tag = (locale: Locale) => (locale === "ZH" ? "zh-Hans" : "en");

export function currencyName(code: string, locale: Locale): string {
  try {
    return new Intl.DisplayNames([tag(locale)], { type: "currency" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export const CURRENCIES: string[] = Intl.supportedValuesOf("currency");

/** When something happened, as readers write it. */
export function moment(text: string, locale: Locale): string {
  const format = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(tag(locale), format).format(new Date(text));
}
