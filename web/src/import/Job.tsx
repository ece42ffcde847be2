import { useEffect, useState } from "react";
import { type JobFragment, WatchImportDocument } from "../../generated/graphql.ts";
import { moment, valueName } from "../shared/words.ts";
import { useLanguage, useTexts } from "../texts/language.tsx";
import { imports } from "./texts.ts";

/** Whether nothing more becomes of an import. */
export const isOver = (job: JobFragment): boolean => job.state === "DONE" || job.state === "FAILED";

/** An import as it goes on, until it is over. */
export function useJob(id: string | undefined, first?: JobFragment): JobFragment | undefined {
  const [told, setTold] = useState<JobFragment>();
  const isDone = first !== undefined && isOver(first);
  useEffect(() => {
    if (id === undefined || isDone) return undefined;
    let stop: (() => void) | undefined;
    let isGone = false;
    import("../data/live.ts").then(({ watch }) => {
      if (isGone) return;
      stop = watch(WatchImportDocument, { id }, ({ importJob }) => setTold(importJob));
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [id, isDone]);
  return told?.id === id ? told : first;
}

/** An import in one line, as it goes on. */
export function JobLine({ first }: { first: JobFragment }) {
  const t = useTexts(imports);
  const { locale } = useLanguage();
  const job = useJob(first.id, first) ?? first;
  const counts = (["created", "updated", "skipped"] as const).filter((it) => job[it] > 0);
  return (
    <>
      <b>{job.file}</b>{" "}
      <small>
        {job.source} · {valueName(job.state, locale).toLowerCase()}
        {job.dryRun && ` (${t.dry})`} · {moment(job.askedAt, locale)} · {job.by}
        {counts.map((it) => ` · ${job[it]} ${t.counts[it]}`)}
      </small>
      {job.failure && (
        <span className="fault" lang="en">
          {" "}
          {job.failure}
        </span>
      )}
    </>
  );
}
