// Files on their way to the server, and where they are sent.
import { NoAnswer } from "../data/ask.ts";
import { authorization } from "../data/token.ts";

/** What is asked of an import, as the form has it. */
export interface How {
  /** The name of an open data set, or `csv` or `jsonl`. */
  source: string;
  file: string;
  dryRun: boolean;
  strict: boolean;
  asOf: string;
  /** For files of any columns: what their rows are. */
  entity?: string;
  /** By field: the column that holds it. */
  map: Readonly<Record<string, string>>;
  /** By field: what it is where the file does not say it. */
  set: Readonly<Record<string, string>>;
  /** The key of the source that rows rest on; one is made for the file where it is empty. */
  rests: string;
}

/** Whether the columns of a file are told by whoever imports it. */
export const isTable = (source: string): boolean => source === "csv" || source === "jsonl";

/** The address that a file is sent to. */
export function address(how: How): string {
  const asked = new URLSearchParams({ file: how.file });
  if (how.dryRun) asked.set("dryRun", "true");
  if (how.strict) asked.set("strict", "true");
  if (how.asOf.trim()) asked.set("asOf", how.asOf.trim());
  if (isTable(how.source)) {
    asked.set("entity", how.entity ?? "");
    for (const name of ["map", "set"] as const) {
      for (const [field, value] of Object.entries(how[name])) {
        if (value.trim()) asked.append(name, `${field}=${value}`);
      }
    }
    if (how.rests) asked.set("source", how.rests);
  }
  return `/import/${encodeURIComponent(how.source)}?${asked}`;
}

export interface Sending {
  /** The id of the job. */
  job: Promise<string>;
  stop: () => void;
}

/** Sends a file; tells how much of it has gone, as a share of 1. */
export function send(path: string, file: File, progress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const job = new Promise<string>((resolve, reject) => {
    request.open("POST", path);
    const { authorization: given } = authorization();
    if (given) request.setRequestHeader("authorization", given);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (request.status === 202 && answer.id) resolve(answer.id);
      else reject(refused(answer));
    });
    const broken = () => reject(new NoAnswer("The file could not be sent.", "UNREACHABLE"));
    request.addEventListener("error", broken);
    request.addEventListener("abort", () => reject(new NoAnswer("", "STOPPED")));
    request.send(file);
  });
  return { job, stop: () => request.abort() };
}

interface Answer {
  id?: string;
  errors?: { message: string; extensions?: { code?: string } }[];
}

function parsed(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

function refused({ errors }: Answer): NoAnswer {
  const [first] = errors ?? [];
  return new NoAnswer(
    first?.message ?? "The server's answer is none that is understood.",
    first?.extensions?.code ?? "UNKNOWN",
  );
}

/** Ends an import that is under way. */
export async function end(job: string): Promise<void> {
  const path = `/import/${encodeURIComponent(job)}`;
  const response = await fetch(path, { method: "DELETE", headers: authorization() });
  // One that is over needs no end.
  if (!response.ok && response.status !== 404) throw refused(parsed(await response.text()));
}
