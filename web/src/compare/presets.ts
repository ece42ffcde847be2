// Comparisons to begin with, each as its address.

export const PRESETS = {
  aigc: "of=field.eq(AIGC)&over=field.eq(%22Artificial+intelligence%22)&currency=CNY",
  dialogue: "of=field.eq(%22Dialogue+bots%22)&over=field.eq(%22Pre-trained+models%22)&currency=CNY",
  countries: "of=basis.eq(POSTED),country.eq(US)&over=basis.eq(POSTED),country.eq(CN)&currency=USD",
  internet:
    "of=field.eq(%22Artificial+intelligence%22)&over=field.contains.ignoreCase(internet)&currency=CNY",
} as const;

/** The one of whose other side the article gives a figure, and no record. */
export const PUBLISHED = PRESETS.internet;

/** What groups are often told by, as it begins: nothing to compare with is typed yet. */
export const QUICK = [
  "field.contains.ignoreCase",
  "title.contains.ignoreCase",
  "organization",
  "country.eq",
  "requiredDegree.eq",
  "experienceMin.gte",
];
