// Asks a server of its own what the draft on GraphQL over HTTP demands, with the audits of the package
// `graphql-http`. Every MUST, SHOULD and MAY has to hold.
//
//   node tests/audit/graphql_over_http.mjs BOLE FOLDER
//
// BOLE is the program; FOLDER is where `npm install --prefix FOLDER graphql-http graphql` was run.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// Fewer would mean that the package has changed, and asks for less than it did.
const AUDITS_MIN = 60;

const [bole, folder] = process.argv.slice(2);
if (!bole || !folder) {
  console.error("write: node graphql_over_http.mjs BOLE FOLDER");
  process.exit(2);
}

const library = resolve(folder, "node_modules/graphql-http/lib/index.mjs");
const { auditServer } = await import(pathToFileURL(library));
const data = mkdtempSync(join(tmpdir(), "bole-audit-"));
const words = ["serve", "--data", data, "--seed", "none", "--listen", "127.0.0.1:0"];
const server = spawn(bole, words, { stdio: ["ignore", "pipe", "ignore"] });
const ended = new Promise((done) => server.on("exit", done));

let failed = true;
try {
  let url;
  for await (const line of createInterface({ input: server.stdout })) {
    url = line.match(/endpoint +(\S+)/)?.[1];
    if (url) break;
  }
  if (!url) throw new Error("the server did not start");
  const results = await auditServer({ url });
  const broken = results.filter((it) => it.status !== "ok");
  for (const { id, name, status, reason } of broken) {
    console.error(`${id} ${name}: ${status}: ${reason}`);
  }
  console.log(`${results.length - broken.length} of ${results.length} audits hold`);
  failed = broken.length > 0 || results.length < AUDITS_MIN;
} finally {
  server.kill("SIGTERM");
  await ended;
  rmSync(data, { recursive: true });
}
process.exit(failed ? 1 : 0);
