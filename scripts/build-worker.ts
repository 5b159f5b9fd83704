/**
 * Bundles the process that runs models into dist/worker.mjs. Packages stay outside the bundle: native ones must, and the
 * others load just as well from node_modules.
 */
import { build } from "esbuild";

await build({
  entryPoints: ["lib/server/worker/worker-main.ts"],
  outfile: "dist/worker.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
