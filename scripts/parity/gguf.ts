/** Parity of a GGUF file: every tensor to the bit, as the file and as the hub have it, and the logits on those weights. */
import path from "node:path";
import { z } from "zod";
import { createRun } from "../../lib/base";
import { decode, openModel, openCheckpoint, readTokenizer, type CheckpointFiles } from "../../lib/model";
import { openFolder, type StoredTensor } from "../../lib/model/formats";
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
