import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { CompleteRowsDocument, type SearchType } from "../../generated/graphql.ts";
import { ask } from "../data/ask.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import "./shared.css";
import { shared } from "./texts.ts";
import { entityName } from "./words.ts";

export interface Found {
  id: string;
  text: string;
  hint?: string | null;
  type?: string;
}

/** How long somebody must not type before the server is asked. */
const PAUSE = 150;

/** What rows complete the text, some time after it was typed. */
function useFound(text: string, types: SearchType[] | undefined): Found[] | undefined {
  const { locale } = useLanguage();
  const t = useTexts(shared);
  const [found, setFound] = useState<{ of: string; rows: Found[] }>();
  const wanted = JSON.stringify(types ?? null);
  useEffect(() => {
    if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
    const abort = new AbortController();
    const isId = /^[A-Z]\w+:\S+$/.test(text.trim());
    const typed = isId ? [{ id: text.trim(), text: text.trim(), hint: t.byId }] : [];
    const wait = setTimeout(() => {
      const types = JSON.parse(wanted) as SearchType[] | null;
      ask(CompleteRowsDocument, { text, types }, abort.signal).then(
        ({ autocomplete }) => {
          const rows = autocomplete.map((it) => ({
            id: it.row.id,
            text: it.text,
            hint: it.hint,
            type: entityName(it.type, locale),
          }));
          setFound({ of: text, rows: [...typed, ...rows] });
        },
        () => {
          if (!abort.signal.aborted) setFound({ of: text, rows: typed });
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(wait);
      abort.abort();
    };
  }, [text, wanted, locale, t]);
  return found?.of === text ? found.rows : undefined;
}

interface Props {
  label: string;
  /** Whether the label is only for those who hear the page. */
  hidden?: boolean;
  types?: SearchType[];
  placeholder?: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  onChoose: (row: Found) => void;
}

/** A search box that completes names of rows, and gives the one that is chosen. */
export function RowSearch(props: Props) {
  const { label, hidden, types, placeholder, describedBy, invalid, onChoose } = props;
  const t = useTexts(shared);
  const id = useId();
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = useFound(text, types);
  const rows = (isOpen && found) || [];
  const choose = (row: Found | undefined) => {
    if (!row) return;
    onChoose(row);
    setText("");
    setOpen(false);
  };
  const onKey = (event: KeyboardEvent) => {
    // The keys of an input method are its own.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length > 0) setAt((it) => (it + step + rows.length) % rows.length);
    else if (event.key === "Enter" && (rows.length > 0 || text !== "")) choose(rows[at]);
    else if (event.key === "Escape" && isOpen) setOpen(false);
    else return;
    event.preventDefault();
  };
  return (
    <div className="row-search">
      <label htmlFor={id} className={hidden ? "only-heard" : undefined}>
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={placeholder}
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={onKey}
        onBlur={() => setOpen(false)}
      />
      <Options id={id} label={label} rows={rows} at={at} choose={choose} />
      <span className="only-heard" role="status">
        {isOpen && found && (found.length === 0 ? t.noneFound : t.found(found.length))}
      </span>
      {isOpen && found?.length === 0 && <p className="hint">{t.noneFound}</p>}
    </div>
  );
}

interface Offered {
  id: string;
  label: string;
  rows: Found[];
  at: number;
  choose: (row: Found) => void;
}

function Options({ id, label, rows, at, choose }: Offered) {
  return (
    <div
      id={`${id}-list`}
      className="row-search-list"
      role="listbox"
      aria-label={label}
      hidden={rows.length === 0}
    >
      {rows.map((row, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box above.
        <div
          key={`${row.id} ${row.text}`}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          // The box keeps the focus, or the list would close before the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(row)}
        >
          <b>{row.text}</b> <small>{[row.type, row.hint].filter(Boolean).join(" · ")}</small>
        </div>
      ))}
    </div>
  );
}
