/**
 * Bundles the programs that the server runs beside itself: the process that runs models, and the thread that reads large
 * requests. Packages stay outside the bundles: native ones must, and the others load just as well from node_modules.
 */
import { build } from "esbuild";

await build({
  entryPoints: {
    worker: "lib/server/worker/worker-main.ts",
    reader: "lib/server/worker/reader-main.ts",
  },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
