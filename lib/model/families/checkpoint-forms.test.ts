/**
 * Forms of checkpoints that were read as something else once, against what transformers computes from the same files. The
 * many others are held by hand: scripts/reference/check-checkpoints.ts.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { createRun } from "../../base";
import { expectClose } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { jsonBytes, memoryFiles, tinyFileBytes } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { decode } from "../inference/decode";
import { loadModel } from "../model";

const Forms = z.object({
  forms: z.record(
    z.string(),
    z.object({ config: z.json(), weights: z.base64(), ids: z.array(z.int()), logits: z.base64() }),
  ),
});
const FILE = new URL("../../testing/fixtures/checkpoint-forms.json", import.meta.url);
const { forms } = Forms.parse(JSON.parse(readFileSync(FILE, "utf8")));
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

test.each(Object.entries(forms))("%s has the logits of transformers", async (_, form) => {
  const files = memoryFiles({
    "config.json": jsonBytes(form.config),
    "tokenizer.json": tinyFileBytes("gpt2")["tokenizer.json"],
    "model.safetensors": bytesOf(form.weights),
  });
  const model = await loadModel("form", files, nativeRuntime());
  const at = form.ids.map((__, t) => t);
  const decoded = await decode(createRun(), model, { rows: [form.ids], at: [at] });
  const wanted = new Float32Array(bytesOf(form.logits).buffer);
  const size = wanted.length / at.length;
  expect(size).toBe(model.facts.dimensions.vocabulary);
  for (const t of at)
    expectClose(decoded.logits(0, t), wanted.subarray(t * size, (t + 1) * size), TOLERANCE.backend);
});
