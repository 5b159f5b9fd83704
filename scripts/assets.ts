/** Copies the onnxruntime binaries that the app serves to public/ort, so that a page loads nothing from elsewhere. */
import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The WASM build, and the one with WebGPU inside. */
const BINARIES = [
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
  "ort-wasm-simd-threaded.asyncify.mjs",
  "ort-wasm-simd-threaded.asyncify.wasm",
];

const source = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
const target = join(import.meta.dirname, "..", "public", "ort");

await mkdir(target, { recursive: true });
for (const name of BINARIES) await copyFile(join(source, name), join(target, name));

const sizes = await Promise.all(
  (await readdir(target)).map(async (name) => (await stat(join(target, name))).size),
);
process.stdout.write(
  `${BINARIES.length} files in public/ort, ${(sizes.reduce((a, b) => a + b, 0) / 1e6).toFixed(1)} MB\n`,
);
