/** The sentence encoder of the golden files (see fixtures/README.md). A test may replace some of its files. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { openSentenceEncoder, type SentenceEncoder } from "../../model";
import type { Runtime } from "../../runtime";
import { memoryFiles } from "../tiny";

export const TINY_ENCODER = path.resolve(import.meta.dirname, "../fixtures/tiny-encoder");

export function tinyEncoderBytes(): Record<string, Uint8Array> {
  const names = readdirSync(TINY_ENCODER).filter((name) => name !== "embeddings.json");
  return Object.fromEntries(
    names.map((name) => [name, new Uint8Array(readFileSync(path.join(TINY_ENCODER, name)))]),
  );
}

export function tinyEncoder(
  runtime: Runtime,
  changed: Readonly<Record<string, Uint8Array>> = {},
): Promise<SentenceEncoder> {
  return openSentenceEncoder("tiny-encoder", memoryFiles({ ...tinyEncoderBytes(), ...changed }), runtime);
}
