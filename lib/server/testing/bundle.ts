/** Bundles a program for a child process of a test, as scripts/build-worker.ts does for the real one. */
import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/** Returns the path of the bundle. It is under node_modules, so that Node finds the packages that are not bundled. */
export async function bundle(entry: string): Promise<string> {
  const folder = await mkdtemp(path.resolve("node_modules/.palimpsest-"));
  const outfile = path.join(folder, "program.mjs");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  return outfile;
}
