/** Parity of a GGUF file: every tensor to the bit, as the file and as the hub have it, and the logits on those weights. */
import path from "node:path";
import { z } from "zod";
import { createRun, PalimpsestError } from "../../lib/base";
import {
  createTokenizer,
  decode,
  openModel,
  openCheckpoint,
  readTokenizer,
  type CheckpointFiles,
} from "../../lib/model";
import { openFolder, type StoredTensor } from "../../lib/model/checkpoint/formats";
import { keysOf, readGgufHeader, type GgufKey } from "../../lib/model/checkpoint/formats/gguf/header";
import { tokenizerFiles } from "../../lib/model/checkpoint/formats/gguf/tokenizer-files";
import type { Runtime } from "../../lib/runtime";
import { localFiles } from "../../lib/server/files/folder-files";
import { check, decodeFloats, type Check } from "./report";

const Numbers = z.object({
  shape: z.array(z.int()),
  sum: z.number(),
  sum_squares: z.number(),
  first: z.array(z.number()),
});

export const GgufFixture = z.object({
  kind: z.literal("gguf-model"),
  file: z.string(),
  tensors: z.array(Numbers.extend({ name: z.string(), type: z.string() })),
  hub: z.record(z.string(), Numbers),
  rows: z.array(z.object({ name: z.string(), row: z.int(), base64: z.string() })),
  ids: z.array(z.int()),
  logits: z.object({ shape: z.array(z.int()), base64: z.string() }),
});
export type GgufFixture = z.infer<typeof GgufFixture>;

/** Logits differ from transformers' in float32 by the order of sums. */
const LOGITS_TOLERANCE = 1e-4;

export async function checkGguf(
  fixture: GgufFixture,
  folder: string,
  runtime: Runtime,
): Promise<readonly Check[]> {
  const files = localFiles(path.join(folder, fixture.file));
  const { tensors } = await (await openFolder(files)).tensors();
  const checks: Check[] = [];
  for (const [name, expected] of Object.entries(fixture.hub)) {
    const tensor = tensors.get(name);
    if (!tensor) {
      checks.push(check(name, "tensors that are missing", 1, 0, "tensors"));
      continue;
    }
    const values = await valuesOf(files, tensor);
    checks.push(check(name, "numbers that differ", differing(values, tensor.shape, expected), 0, "numbers"));
  }
  const model = openModel(await openCheckpoint(fixture.file, files), await tokenizerOf(files), runtime);
  const decoded = await decode(createRun(), model, {
    rows: [fixture.ids],
    at: [fixture.ids.map((_, token) => token)],
  });
  const expected = decodeFloats(fixture.logits.base64);
  const [, vocabulary] = fixture.logits.shape;
  let worst = 0;
  fixture.ids.forEach((_, token) =>
    decoded
      .logits(0, token)
      .forEach((logit, v) => (worst = Math.max(worst, Math.abs(logit - expected[token * vocabulary + v])))),
  );
  checks.push(check("forward", "logits", worst, LOGITS_TOLERANCE, "nats"));
  return checks;
}

const tokenizerOf = async (files: CheckpointFiles) => readTokenizer((await openFolder(files)).files);

async function valuesOf(files: CheckpointFiles, tensor: StoredTensor): Promise<Float32Array> {
  const { file, start, end, arrange, decode } = tensor;
  const values = decode?.(await files.read(file, start, end)) ?? new Float32Array();
  return arrange?.(values) ?? values;
}

/** Of the first numbers, the shape and both sums (in float64, in the order of the numbers), how many differ. */
function differing(
  values: Float32Array,
  shape: readonly number[],
  expected: z.infer<typeof Numbers>,
): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  return (
    expected.first.filter((value, i) => values[i] !== value).length +
    (String(shape) === String(expected.shape) ? 0 : 1) +
    (near(sum, expected.sum) ? 0 : 1) +
    (near(squares, expected.sum_squares) ? 0 : 1)
  );
}

const Setting = z.object({
  add_bos: z.boolean(),
  ids_parse_special: z.array(z.array(z.int())),
});

/** A vocabulary without tensors, and llama.cpp's ids of some texts under each splitting, or with a key changed. */
export const GgufVocabularyFixture = z.object({
  kind: z.literal("gguf-vocab"),
  file: z.string(),
  texts: z.array(z.string()),
  by_pre: z.record(z.string(), Setting).optional(),
  by_setting: z.record(z.string(), Setting).optional(),
});

const [STRING, BOOL] = [8, 7];
const ABSENT = "(key absent)";

/** What a name of `by_pre` or of `by_setting` changes in the keys; undefined takes a key out. */
function changesOf(name: string, isSplitting: boolean): Readonly<Record<string, GgufKey | undefined>> {
  if (isSplitting) {
    const pre = name === ABSENT ? undefined : { type: STRING, value: name };
    return { "tokenizer.ggml.pre": pre, "tokenizer.ggml.add_bos_token": undefined };
  }
  const [key, value] = name.split(" ");
  return value === undefined ? {} : { [`tokenizer.ggml.${key}`]: { type: BOOL, value: value === "true" } };
}

/** Splittings that are refused by name are listed as missing. */
export async function checkGgufVocabulary(
  fixture: z.infer<typeof GgufVocabularyFixture>,
  folder: string,
): Promise<{ readonly checks: readonly Check[]; readonly missing: readonly string[] }> {
  const file = path.join(folder, fixture.file);
  const header = await readGgufHeader(localFiles(file), [fixture.file]);
  const checks: Check[] = [];
  const missing: string[] = [];
  for (const [name, expected] of Object.entries(fixture.by_pre ?? fixture.by_setting ?? {})) {
    const keys = new Map(header.keys);
    for (const [key, value] of Object.entries(changesOf(name, fixture.by_pre !== undefined))) {
      if (value) keys.set(key, value);
      else keys.delete(key);
    }
    try {
      const { tokenizer: json, tokenizerConfig } = tokenizerFiles(keysOf({ ...header, keys }));
      const tokenizer = createTokenizer(json, { tokenizerConfig });
      const ids = fixture.texts.map((text) => String(tokenizer.encode(text).ids));
      const wrong = ids.filter((found, i) => found !== String(expected.ids_parse_special[i])).length;
      checks.push(check(name, "texts with other ids", wrong, 0, "texts"));
      const begins = tokenizer.encode("a", { special: true }).ids[0] === tokenizer.special.bos;
      checks.push(check(name, "begins with BOS", begins === expected.add_bos ? 0 : 1, 0, ""));
    } catch (error) {
      if (!(error instanceof PalimpsestError)) throw error;
      missing.push(name);
    }
  }
  return { checks, missing };
}
