import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { entities } from "./build/entities.ts";
import { examples } from "./build/examples.ts";
import { fontless } from "./build/fontless.ts";
import { manifest } from "./build/manifest.ts";
import { packed } from "./build/packed.ts";
import { world } from "./build/world.ts";

// `cargo build` names the folder; by hand, it is the ignored `dist`.
const outDir = process.env.BOLE_WEB_OUT ?? "dist";
// `npm run dev` passes on what it does not know to a server that runs.
const server = process.env.BOLE_SERVER ?? "http://127.0.0.1:8080";

// That of the package around this one, so that it is said once.
const version = /^version = "(.+)"$/m.exec(readFileSync("../Cargo.toml", "utf8"))?.[1];

export default defineConfig({
  define: { "import.meta.env.BOLE_VERSION": JSON.stringify(version) },
  plugins: [
    react(),
    fontless(),
    examples("../README.md"),
    manifest("../schema.graphql"),
    entities("../schema.graphql"),
    world(),
    packed(),
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    // Data in addresses would be a second origin for the content security policy.
    assetsInlineLimit: 0,
    // The polyfill is for browsers that the other code is too new for, too.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: { input: ["index.html", "graphiql.html"] },
  },
  server: {
    proxy: { "/graphql": { target: server, ws: true }, "/export": server, "/import/": server },
  },
  test: { include: ["src/**/*.test.ts", "build/**/*.test.ts"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
