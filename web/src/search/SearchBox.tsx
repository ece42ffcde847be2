// The search box of all pages: a combobox, as the ARIA Authoring Practices have it, whose options are
// names that complete what is typed, and the lists.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useLocation } from "wouter";
import { type List, listPath, pathOfId } from "../app/paths.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { CompletionOption } from "./CompletionOption.tsx";
import "./search.css";
import { search } from "./texts.ts";
import { type Completions, LETTERS_MAX, useCompletion } from "./useCompletion.ts";

const LISTS: List[] = ["people", "institutions", "companies", "models"];

export function SearchBox() {
  const t = useTexts(search);
  const { locale } = useLanguage();
  const box = useBox();
  const { text, open, active } = box;
  const completions = useCompletion(text, locale);
  const found = completions?.found ?? [];
  const id = useId();
  const isOpen = open && completions !== undefined;
  // What the keys move to must be seen.
  useEffect(() => {
    if (active >= 0)
      document.getElementById(`${id}${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, id]);
  const paths = [
    ...found.map((it) => pathOfId(it.row.id) ?? "/"),
    ...LISTS.map((list) => `${listPath(list)}?${new URLSearchParams({ q: text.trim() })}`),
  ];
  // Who presses Enter before the names are there wants what the first list has.
  const best = completions?.of === text.trim() ? paths[0] : paths[found.length];
  const keys = (event: KeyboardEvent) =>
    box.press(event, isOpen ? paths : [], text.trim() === "" ? undefined : best);
  return (
    // Where the focus goes elsewhere, the options are closed.
    <search className="search" onBlur={box.left}>
      <label htmlFor={`${id}box`} className="only-heard">
        {t.label}
      </label>
      <input
        id={`${id}box`}
        ref={box.input}
        type="search"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 ? `${id}${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={LETTERS_MAX}
        placeholder={t.hint}
        value={text}
        onChange={(event) => box.type(event.target.value)}
        onFocus={box.enter}
        onKeyDown={keys}
      />
      <div id={`${id}list`} role="listbox" aria-label={t.suggestions} hidden={!isOpen}>
        {isOpen && (
          <Options completions={completions} box={box} id={id} paths={paths} text={text.trim()} />
        )}
      </div>
      <p role="status" className="only-heard">
        {isOpen && said(completions, t)}
      </p>
    </search>
  );
}

function said(completions: Completions, t: (typeof search)["EN"]): string {
  if (completions.failed) return t.failed;
  return completions.found.length > 0 ? t.found(completions.found.length) : t.nothing;
}

function Options(props: {
  completions: Completions;
  box: ReturnType<typeof useBox>;
  id: string;
  paths: string[];
  text: string;
}) {
  const { completions, box, id, paths, text } = props;
  const t = useTexts(search);
  const option = (at: number) => ({
    id: `${id}${at}`,
    role: "option",
    tabIndex: -1,
    "aria-selected": box.active === at,
    // The press of a button takes the focus from the box before the click comes.
    onPointerDown: (event: { preventDefault: () => void }) => event.preventDefault(),
    onClick: () => box.go(paths[at]),
    onPointerMove: () => box.point(at),
  });
  const { found, failed } = completions;
  return (
    <>
      {found.map((it, at) => (
        <div key={it.row.id} className="option" {...option(at)}>
          <CompletionOption completion={it} typed={completions.of} />
        </div>
      ))}
      {found.length === 0 && (
        <p className="search-none" role="presentation">
          {failed ? t.failed : t.nothing}
        </p>
      )}
      {LISTS.map((list, at) => (
        <div key={list} className="option is-list" {...option(found.length + at)}>
          {t.inList[list](text)}
        </div>
      ))}
    </>
  );
}

/** What is typed, whether the options are open, and which one is meant. */
function useBox() {
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const go = (path: string | undefined) => {
    if (!path) return;
    close();
    setText("");
    input.current?.blur();
    navigate(path);
  };
  /** `best` is where to go where no option is meant. */
  const press = (event: KeyboardEvent, paths: string[], best: string | undefined) => {
    // The keys of an input method are its own.
    if (event.nativeEvent.isComposing) return;
    const count = paths.length;
    switch (event.key) {
      case "ArrowDown":
        setActive((it) => (it + 1 >= count ? -1 : it + 1));
        break;
      case "ArrowUp":
        setActive((it) => (it < 0 ? count - 1 : it - 1));
        break;
      case "Enter":
        go(paths[active] ?? best);
        break;
      case "Escape":
        if (count === 0) setText("");
        break;
      default:
        return;
    }
    event.preventDefault();
    if (event.key.startsWith("Arrow")) setOpen(true);
    else if (event.key === "Escape") close();
  };
  return {
    input,
    text,
    open,
    active,
    go,
    press,
    point: setActive,
    enter: () => setOpen(true),
    left: close,
    type: (typed: string) => {
      setText(typed);
      setOpen(true);
      setActive(-1);
    },
  };
}
