// What addresses write conditions, keys and measures in: `country.eq(CN)`, `or(a.eq(1),b.eq(2))`.

/** A name in parts, and what stands in its parentheses: values, and terms within it. */
export interface Term {
  head: string[];
  values: string[];
  of: Term[];
}

export const term = (head: string, values: string[] = [], of: Term[] = []): Term => ({
  head: head.split("."),
  values,
  of,
});

/** Texts that can't be read; `at` is where what is wrong begins. */
export class Unread extends Error {
  readonly at: number;

  constructor(text: string, at: number) {
    super(text.slice(at, at + 30));
    this.at = at;
  }
}

const PLAIN = /^[^\s"(),]+$/;

const written = (value: string) => (PLAIN.test(value) ? value : JSON.stringify(value));

/** Terms with commas between them. */
export function write(terms: readonly Term[]): string {
  return terms.map((it) => one(it, false)).join(",");
}

/** Among values only parentheses tell that something is a term. */
function one({ head, values, of }: Term, isInner: boolean): string {
  const inner = [...values.map(written), ...of.map((it) => one(it, true))].join(",");
  return inner === "" && !isInner ? head.join(".") : `${head.join(".")}(${inner})`;
}

/** The terms of a text. Throws `Unread`. */
export function read(text: string): Term[] {
  if (text.trim() === "") return [];
  const reader = new Reader(text);
  const terms = [reader.term()];
  while (reader.takes(",")) terms.push(reader.term());
  reader.ends();
  return terms;
}

/** Terms within each other: more is no question that somebody asks. */
const DEPTH_MAX = 16;

class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  takes(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  ends(): void {
    if (this.at < this.text.length) throw new Unread(this.text, this.at);
  }

  term(): Term {
    const name = this.match(/[A-Za-z_]\w*(?:\.\w+)*/y);
    if (name === undefined) throw new Unread(this.text, this.at);
    return this.rest(name);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** What stands behind a name. */
  private rest(name: string): Term {
    const found = term(name);
    if (!this.takes("(")) return found;
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw new Unread(this.text, this.at);
    if (!this.takes(")")) {
      do this.entry(found);
      while (this.takes(","));
      if (!this.takes(")")) throw new Unread(this.text, this.at);
    }
    this.depth -= 1;
    return found;
  }

  private entry(into: Term): void {
    const begin = this.at;
    const quoted = this.match(/"(?:[^"\\]|\\.)*"/y);
    if (quoted !== undefined) {
      into.values.push(this.unquoted(quoted, begin));
      return;
    }
    const plain = this.match(/[^\s"(),]+/y);
    if (plain === undefined) throw new Unread(this.text, begin);
    if (this.text[this.at] !== "(") into.values.push(plain);
    else if (/^[A-Za-z_]\w*(\.\w+)*$/.test(plain)) into.of.push(this.rest(plain));
    else throw new Unread(this.text, begin);
  }

  private unquoted(text: string, at: number): string {
    try {
      return JSON.parse(text) as string;
    } catch {
      throw new Unread(this.text, at);
    }
  }
}
