// A server of its own for the tests: built before, with the seed, at a port that is free.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Server {
  address: string;
  /** The program that runs. */
  program: string;
  /** Its data directory. */
  data: string;
  stop: () => Promise<void>;
}

/** How it is to be started. */
export interface How {
  /** Settings, as the environment has them. */
  settings?: Record<string, string>;
  /** A made-up graph of so many people, where it is not to be the seed. */
  people?: number;
}

/** Starts it; it has said where it listens when this is done. */
export async function serve({ settings, people }: How = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "bole-pages-"));
  const data = join(folder, "data");
  const program = process.env.BOLE ?? join(root, "target/debug/bole");
  if (people) execFileSync(program, ["--data", data, "generate", "--people", String(people)]);
  const child = spawn(program, ["--data", data], {
    cwd: root,
    env: { ...process.env, BOLE_LISTEN: "127.0.0.1:0", ...settings },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const address = await greeted(child);
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { address, program, data, stop };
}

function greeted(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (part: Buffer) => {
      said += part;
      const found = /endpoint\s+(http:\/\/[\d.:]+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
}

/** Asks as whoever the secret says. Any shape may come: tests name what they look at. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
export async function ask(server: Server, query: string, secret?: string): Promise<any> {
  const response = await fetch(`${server.address}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(secret && { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as { data: unknown; errors?: unknown };
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** The secret of a new token. */
export function token(server: Server, name: string, role: string): string {
  const create = ["--data", server.data, "token", "create", "--name", name, "--role", role];
  const said = execFileSync(server.program, create).toString();
  const [secret] = /bole_[\w-]+/.exec(said) ?? [];
  if (!secret) throw new Error(`there is no secret in: ${said}`);
  return secret;
}
