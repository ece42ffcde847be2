// Pay at an organization: by year for a title, and by title for a year.
import { useMemo, useState } from "react";
import {
  OrganizationPayByTitleDocument,
  OrganizationPayByYearDocument,
  OrganizationPayKeysDocument,
} from "../../generated/graphql.ts";
import { ChartBlock } from "../charts/ChartBlock.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { CurrencyChoice, currencyOf } from "../shared/CurrencyChoice.tsx";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { payByTitle, payByYear, payFilter } from "./pay.ts";
import { organization as texts } from "./texts.ts";

export function PayBlocks({ organization }: { organization: string }) {
  const t = useTexts(texts);
  const { locale } = useLanguage();
  const [currency, setCurrency] = useState(currencyOf(locale));
  const [title, setTitle] = useState("");
  const [year, setYear] = useState("");
  const keys = useAnswer(OrganizationPayKeysDocument, { key: organization, locale });
  const known = keys.is === "ready" ? keys.data.salaryRecords : undefined;
  const titles = (known?.titles.nodes ?? []).flatMap(({ key, rows }) =>
    key.title === null ? [] : [[key.title, rows.nodes[0]?.title ?? key.title] as const],
  );
  const years = (known?.years.nodes ?? []).flatMap(({ key }) =>
    key.year === null ? [] : [[String(key.year), String(key.year)] as const],
  );
  const views = useMemo(
    () => ({ year: payByYear(currency), title: payByTitle(currency) }),
    [currency],
  );
  const common = { texts, exportable: false, none: t.pay.none };
  const choice = <CurrencyChoice value={currency} choose={setCurrency} />;
  return (
    <>
      <ChartBlock
        {...common}
        id="pay-by-year"
        title={t.pay.years}
        document={OrganizationPayByYearDocument}
        variables={{ where: payFilter(organization, { title }), currency, locale }}
        view={views.year}
      >
        <p className="choose">
          <Select
            label={t.pay.title}
            all={t.pay.everyTitle}
            options={titles}
            value={title}
            choose={setTitle}
          />
          {choice}
        </p>
      </ChartBlock>
      <ChartBlock
        {...common}
        id="pay-by-title"
        title={t.pay.titles}
        document={OrganizationPayByTitleDocument}
        variables={{ where: payFilter(organization, { year }), currency, locale }}
        view={views.title}
      >
        <p className="choose">
          <Select
            label={t.pay.year}
            all={t.pay.everyYear}
            options={years}
            value={year}
            choose={setYear}
          />
          {choice}
        </p>
      </ChartBlock>
    </>
  );
}

function Select(props: {
  label: string;
  all: string;
  options: (readonly [value: string, label: string])[];
  value: string;
  choose: (value: string) => void;
}) {
  return (
    <label>
      {props.label}{" "}
      <select value={props.value} onChange={(event) => props.choose(event.target.value)}>
        <option value="">{props.all}</option>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
