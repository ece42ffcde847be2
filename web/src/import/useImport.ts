// One import of a page: the file on its way, and the job that it becomes.
import { useRef, useState } from "react";
import { ImportJobsDocument } from "../../generated/graphql.ts";
import { ask, NoAnswer } from "../data/ask.ts";
import { useJob } from "./Job.tsx";
import { address, end, type How, type Sending, send } from "./send.ts";

/** How often it is looked which job a file has become that is still being sent. */
const LOOK = 1000;

export type Progress =
  | { is: "none" }
  /** How much of the file has gone, as a share of 1. */
  | { is: "sending"; share: number }
  | { is: "sent" }
  | { is: "stopped" }
  | { is: "refused"; error: NoAnswer };

/** The job of the file among those under way; the server answers when it has taken the file. */
async function jobOf(how: How, after: Set<string>): Promise<string | undefined> {
  const { importJobs } = await ask(ImportJobsDocument, {});
  const found = importJobs.filter((it) => !after.has(it.id) && it.file === how.file);
  return found.find((it) => it.source === how.source && it.dryRun === how.dryRun)?.id;
}

export function useImport() {
  const [progress, setProgress] = useState<Progress>({ is: "none" });
  const [id, setId] = useState<string>();
  const [isStopping, setStopping] = useState(false);
  const sending = useRef<Sending>(undefined);
  const job = useJob(id);

  const start = async (how: How, file: File) => {
    setId(undefined);
    setStopping(false);
    setProgress({ is: "sending", share: 0 });
    let isUnderWay = true;
    try {
      const { importJobs: before } = await ask(ImportJobsDocument, {});
      const known = new Set(before.map((it) => it.id));
      const sent = send(address(how), file, (share) => {
        if (isUnderWay) setProgress({ is: "sending", share });
      });
      sending.current = sent;
      const look = setInterval(() => {
        jobOf(how, known).then(
          (found) => found && isUnderWay && setId(found),
          () => undefined,
        );
      }, LOOK);
      setId(await sent.job.finally(() => clearInterval(look)));
      setProgress({ is: "sent" });
    } catch (reason) {
      const error = reason instanceof NoAnswer ? reason : new NoAnswer(String(reason), "UNKNOWN");
      setProgress(error.code === "STOPPED" ? { is: "stopped" } : { is: "refused", error });
    } finally {
      isUnderWay = false;
    }
  };
  /** Ends it, whether the file is on its way or all there. */
  const stop = async () => {
    setStopping(true);
    sending.current?.stop();
    try {
      if (id !== undefined) await end(id);
    } catch (reason) {
      const error = reason instanceof NoAnswer ? reason : new NoAnswer(String(reason), "UNKNOWN");
      setProgress({ is: "refused", error });
    }
  };
  const reset = () => {
    setProgress({ is: "none" });
    setId(undefined);
  };
  return { progress, job, isStopping, start, stop, reset };
}
