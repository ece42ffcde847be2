// Files are sent as they lie in the binary: packed once here, not for each who asks.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Smaller files gain nothing. */
const BYTES_MIN = 512;

/** What is packed already. */
const PACKED = /\.(png|jpg|webp|woff2?)$/;

/** Writes `NAME.br` and `NAME.gz` beside each file of the bundle that is smaller so. */
export function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const source = Buffer.from(file.type === "chunk" ? file.code : file.source);
          if (source.length < BYTES_MIN || PACKED.test(fileName)) continue;
          const params = {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: source.length,
          };
          const forms = [
            [".br", brotliCompressSync(source, { params })],
            [".gz", gzipSync(source, { level: 9 })],
          ] as const;
          for (const [ending, bytes] of forms) {
            if (bytes.length >= source.length) continue;
            this.emitFile({ type: "asset", fileName: fileName + ending, source: bytes });
          }
        }
      },
    },
  };
}
