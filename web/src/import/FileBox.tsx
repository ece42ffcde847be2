import { type DragEvent, useId, useState } from "react";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { number } from "../texts/numbers.ts";
import { imports } from "./texts.ts";

const size = (bytes: number, locale: "EN" | "ZH") =>
  bytes < 1_000_000
    ? `${number(Math.ceil(bytes / 1000), locale)} kB`
    : `${number(bytes / 1_000_000, locale, 1)} MB`;

/** Where a file is dropped, or chosen. */
export function FileBox({
  file,
  onFile,
}: {
  file: File | undefined;
  onFile: (file: File) => void;
}) {
  const t = useTexts(imports);
  const { locale } = useLanguage();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onFile(dropped);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the box within is what the keys reach.
    <div
      className={`drop${isOver ? " is-over" : ""}`}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id}>{t.file}</label>
      <p>{file ? t.fileIs(file.name, size(file.size, locale)) : t.drop}</p>
      <input
        id={id}
        type="file"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onFile(chosen);
        }}
      />
    </div>
  );
}
