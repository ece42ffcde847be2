// Which parts of a name are what was typed.

export interface Part {
  text: string;
  /** Whether it was typed. */
  typed: boolean;
}

/** Without case and accents, letter by letter, so that places stay what they are. */
function folded(text: string): string {
  return [...text]
    .map((letter) => {
      const plain = letter.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
      return plain.length === letter.length ? plain : letter;
    })
    .join("");
}

/** Whether a word may begin here: at the start, behind what is no letter, or in Chinese. */
function begins(text: string, at: number): boolean {
  if (at === 0) return true;
  const around = text.slice(at - 1, at + 1);
  return !/^[\p{L}\p{N}]/u.test(around) || /\p{Script=Han}/u.test(around);
}

/** The name in parts; each word that was typed is marked where a word of the name begins so. */
export function marked(name: string, typed: string): Part[] {
  const text = folded(name);
  const marks = new Array<boolean>(name.length).fill(false);
  for (const word of folded(typed).split(/[\s,.·]+/u)) {
    for (let at = word ? text.indexOf(word) : -1; at >= 0; at = text.indexOf(word, at + 1)) {
      if (begins(text, at)) marks.fill(true, at, at + word.length);
    }
  }
  const parts: Part[] = [];
  for (let at = 0; at < name.length; at += 1) {
    const last = parts.at(-1);
    const is = marks[at] ?? false;
    if (last?.typed === is) last.text += name[at];
    else parts.push({ text: name[at] ?? "", typed: is });
  }
  return parts;
}
