/**
 * Weighs the first page: every script that a browser loads before Edit can be used, compressed as the server sends it.
 * Exits with 1 when that is more than the budget. Needs a build (`npm run build`).
 *
 * Not counted: polyfills, which current browsers skip; the worker with onnxruntime, which loads beside the page.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** What is aimed for. React and Next alone are 125 kB of it, and zod, which checks every answer, 33 kB. */
const AIM_KB = 200;
/** What is refused, so that it does not grow on the way there. */
const BUDGET_KB = 375;
const FIRST_PAGE = "(workbench)/edit/page";
const BUILD = path.join(import.meta.dirname, "..", ".next");

const read = (file: string) => readFile(path.join(BUILD, file), "utf8");

/** The manifest is a script that assigns one JSON object. */
async function scriptsOfPage(page: string): Promise<string[]> {
  const text = await read(`server/app/${page}_client-reference-manifest.js`);
  const manifest = JSON.parse(text.slice(text.indexOf("] = {") + 4).replace(/;\s*$/, "")) as {
    entryJSFiles: Record<string, string[]>;
  };
  return manifest.entryJSFiles[`[project]/app/${page}`];
}

const build = JSON.parse(await read("build-manifest.json")) as { rootMainFiles: string[] };
const files = [...new Set([...build.rootMainFiles, ...(await scriptsOfPage(FIRST_PAGE))])];
const sizes = await Promise.all(
  files.map(async (file) => ({ file, bytes: gzipSync(await readFile(path.join(BUILD, file))).length })),
);
const totalKb = sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
const fits = totalKb <= BUDGET_KB;

for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes).slice(0, fits ? 0 : 8)) {
  process.stdout.write(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}\n`);
}
process.stdout.write(
  `First page: ${totalKb.toFixed(1)} kB of compressed script in ${files.length} files; at most ${BUDGET_KB} kB, and ${AIM_KB} kB is the aim.\n`,
);
if (!fits) process.exitCode = 1;
