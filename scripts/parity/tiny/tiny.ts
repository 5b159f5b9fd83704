/**
 * The golden file of editing on a generated model: a three-layer GPT-2 whose weights are a linear congruential sequence, with
 * a tokenizer of numbered words. Small enough to hold intermediate values of every method. tiny-entries.ts says what is held
 * against which entry.
 */
import { z } from "zod";
import { createRun, hashJson, PalimpsestError, type Run } from "../../../lib/base";
import type { EditRequest } from "../../../lib/data";
import { decode, openCheckpoint, openModel, type Model, type Tokenizer } from "../../../lib/model";
import type { Runtime } from "../../../lib/runtime";
import { float32, sizeOf, writeSafetensors, type Tensor } from "../../../lib/tensor";
import { ENTRIES, type TinyEntry } from "./entries";
import { MEMORY_ENTRIES } from "./memory";
import { VALUE_ENTRIES } from "./values";
import type { Check } from "../report";

const TinyRequest = z.object({ prompt: z.string(), subject: z.string(), target_new: z.string() });

export const TinySpec = z.object({
  config: z.object({
    vocab: z.int(),
    n_positions: z.int(),
    n_embd: z.int(),
    n_layer: z.int(),
    n_head: z.int(),
    n_inner: z.int(),
  }),
  edit_request_1: TinyRequest.extend({ ground_truth: z.string() }),
  edit_request_2: TinyRequest.extend({ ground_truth: z.string() }),
  rome_templates: z.array(z.string()),
  memit_templates: z.array(z.array(z.string())),
  covariance_sequences: z.array(z.array(z.int())),
});
export type TinySpec = z.infer<typeof TinySpec>;

export const TinyFixture = z.object({ spec: TinySpec }).and(z.record(z.string(), z.json()));
export type TinyFixture = z.infer<typeof TinyFixture>;

/** What an entry's check works with. */
export interface TinyContext {
  readonly run: Run;
  readonly model: Model;
  readonly spec: TinySpec;
  readonly requests: readonly [EditRequest, EditRequest];
  /** The entry itself, to be parsed by its check. */
  readonly entry: unknown;
  readonly fixture: TinyFixture;
}

/** By the name of the entry, from all tables. A function, since the tables need this file too. */
export function tinyEntries(): Readonly<Record<string, TinyEntry>> {
  return { ...ENTRIES, ...VALUE_ENTRIES, ...MEMORY_ENTRIES };
}

/** Runs every entry that has a check, or those of the given method ids; the rest is named in `missing`. */
export async function checkTiny(
  fixture: TinyFixture,
  runtime: Runtime,
  only?: readonly string[],
): Promise<{ readonly checks: readonly Check[]; readonly missing: readonly string[] }> {
  const model = await openTiny(fixture.spec, runtime);
  const context = {
    run: createRun(),
    model,
    spec: fixture.spec,
    requests: tinyRequests(fixture.spec),
    fixture,
  };
  const entries = tinyEntries();
  const checks: Check[] = [];
  const missing: string[] = [];
  for (const [name, entry] of Object.entries(fixture)) {
    if (name === "spec") continue;
    const known = entries[name];
    if (known && (!only || only.includes(known.method))) {
      checks.push(...(await known.check(name, { ...context, entry })));
    } else if (!known && !only) missing.push(name);
  }
  return { checks, missing };
}

function tinyRequests({ edit_request_1, edit_request_2 }: TinySpec): [EditRequest, EditRequest] {
  const requestOf = (raw: TinySpec["edit_request_1"], id: string): EditRequest => ({
    id,
    subject: raw.subject,
    prompt: raw.prompt,
    targetNew: raw.target_new,
    targetTrue: raw.ground_truth,
  });
  return [requestOf(edit_request_1, "0"), requestOf(edit_request_2, "1")];
}

/** The model of the file, built in memory and opened as any checkpoint is. */
async function openTiny(spec: TinySpec, runtime: Runtime): Promise<Model> {
  const { vocab, n_positions, n_embd, n_layer, n_head, n_inner } = spec.config;
  const config = { model_type: "gpt2", vocab_size: vocab, n_positions, n_embd, n_layer, n_head, n_inner };
  const files: Readonly<Record<string, Uint8Array>> = {
    "config.json": new TextEncoder().encode(JSON.stringify(config)),
    "model.safetensors": writeSafetensors(weightsOf(spec)),
  };
  const checkpoint = await openCheckpoint("golden-edit-tiny", {
    list: async () => Object.entries(files).map(([name, bytes]) => ({ name, sizeBytes: bytes.byteLength })),
    read: async (name, start = 0, end) => files[name].slice(start, end),
  });
  return openModel(checkpoint, wordTokenizer(vocab), runtime);
}

/** Logits of the last of the given ids, [V]. */
export async function lastLogits(run: Run, model: Model, ids: readonly number[]): Promise<Float32Array> {
  return (await decode(run, model, { rows: [ids], at: [[ids.length - 1]] })).logits(0, 0);
}

function weightsOf({ config }: TinySpec): Record<string, Tensor<"float32">> {
  const { vocab, n_positions, n_embd: width, n_layer, n_inner } = config;
  let state = 12345;
  const draw = (shape: readonly number[], scale: number) =>
    float32(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, () => {
        state = (Math.imul(1664525, state) + 1013904223) >>> 0;
        return (state / 2 ** 32 - 0.5) * scale;
      }),
    );
  const weights: Record<string, Tensor<"float32">> = {
    "transformer.wte.weight": draw([vocab, width], 2),
    "transformer.wpe.weight": draw([n_positions, width], 0.5),
  };
  const norm = (name: string) => {
    weights[`${name}.weight`] = float32([width], new Float32Array(width).fill(1));
    weights[`${name}.bias`] = float32([width], new Float32Array(width));
  };
  for (let layer = 0; layer < n_layer; layer++) {
    const block = `transformer.h.${layer}`;
    for (const [name, from, to] of [
      ["attn.c_attn", width, 3 * width],
      ["attn.c_proj", width, width],
      ["mlp.c_fc", width, n_inner],
      ["mlp.c_proj", n_inner, width],
    ] as const) {
      weights[`${block}.${name}.weight`] = draw([from, to], 1);
      weights[`${block}.${name}.bias`] = draw([to], 0.2);
    }
    norm(`${block}.ln_1`);
    norm(`${block}.ln_2`);
  }
  norm("transformer.ln_f");
  return weights;
}

/** Words divided by spaces: "w7" is 7, "is" is 29, "a" is 30; 31 ends a text and pads. Every id is written back as " w7". */
function wordTokenizer(size: number): Tokenizer {
  const named: Readonly<Record<string, number>> = { is: 29, a: 30 };
  const idOf = (word: string): number => {
    const id = named[word] ?? (/^w\d+$/.test(word) ? Number(word.slice(1)) : NaN);
    if (id < size) return id;
    throw new PalimpsestError("invalid_input", `The word "${word}" is not in this vocabulary.`);
  };
  return {
    size,
    special: { eos: [31] },
    encode(text) {
      const words = [...text.matchAll(/\S+/g)];
      return {
        ids: words.map(([word]) => idOf(word)),
        offsets: words.map(({ index, 0: word }) => [index, index + word.length] as const),
      };
    },
    decode: (ids) => ids.map((id) => ` w${id}`).join(""),
    continuation: (ids) => ids.map((id) => ` w${id}`).join(""),
    piece: (id) => ` w${id}`,
    fingerprint: () => hashJson({ words: size }),
  };
}
