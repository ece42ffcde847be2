// Questions to begin with, each as its address.

export const EXAMPLES = {
  countries: "of=organizations&by=country",
  fields: "of=salaryRecords&by=field&measure=pay.median(currency(CNY))",
  kinds: "of=organizations&by=kind,country",
  spread: "of=salaryRecords&where=basis.eq(POSTED)&by=country&measure=pay.spread(currency(USD))",
  histogram: "of=salaryRecords&measure=pay.histogram(currency(CNY),bins(12))",
  rates:
    "of=rates&where=kind.eq(EXCHANGE_RATE),currency.eq(CNY)&by=date(YEAR)&measure=value.mean&first=100",
  schools:
    "of=figures&where=dimension.eq(ALMA_MATER)&by=counted,about&measure=value.sum&chart=flow",
} as const;

/** What is asked where the address says nothing. */
export const FIRST_QUESTION = EXAMPLES.countries;
