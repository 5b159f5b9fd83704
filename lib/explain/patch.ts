/**
 * Putting activations of one run into another. A part of the model (the stream after a block, an MLP, attention, or a head's
 * mixed values) takes given values at given tokens, and everything above computes. Ablation is the same with zeros, with means,
 * or with the values of another prompt.
 *
 * Only deeper layers at this and later tokens can change: nothing flows sideways within a layer, nor back.
 */
import { because, checkCancelled, invalidField, type Run } from "../base";
import { plainFeeds, selection, type BlockSite, type Model, type Row } from "../model";
import { add, float32, floats, matmul, multiply, reshape, subtract, type Tensor } from "../tensor";
import { sharedValues, type WeightConvention } from "./circuits/shared-parts";

export type PatchPart = "state" | "mlp" | "attention" | "head";

const SITES: Readonly<Record<PatchPart, BlockSite>> = {
  state: "resid_post",
  mlp: "mlp_out",
  attention: "attn_out",
  head: "attn.z",
};

/** A part of one layer at some tokens of the target, and the values that it takes there. */
export interface Patch {
  readonly part: PatchPart;
  readonly layer: number;
  /** Of the part "head". */
  readonly head?: number;
  /** All tokens when absent. */
  readonly tokens?: readonly number[];
  /** By token of the target: [T, D], or [T, K] of a head. */
  readonly values: Float32Array;
}

/** Rows of one pass. */
const ROWS_A_PASS = 32;

/** What a part holds in a run, [T, D], or [T, K] of each head. */
export interface PartValues {
  readonly tokens: number;
  of(part: PatchPart, layer: number, head?: number): Float32Array;
}

/** All parts of one run. */
export async function readParts(run: Run, model: Model, ids: Row): Promise<PartValues> {
  checkCancelled(run.signal);
  const { headWidth } = model.facts.dimensions;
  const program = await model.program("parts", ({ graph, forward }) => {
    forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(site, value) {
        const part = site.replace(/^blocks\.\d+\./, "");
        if (Object.values(SITES).some((wanted) => wanted === part)) graph.output(site, add(value, 0));
        return value;
      },
    });
  });
  const results = await program.run(plainFeeds([ids]), { signal: run.signal });
  return {
    tokens: ids.length,
    of(part, layer, head = 0) {
      const all = floats(results[`blocks.${layer}.${SITES[part]}`]);
      if (part !== "head") return all;
      const size = ids.length * headWidth;
      return all.subarray(head * size, (head + 1) * size);
    },
  };
}

/** Logits at the last token with each patch alone, [V] each. */
export async function patchedLogits(
  run: Run,
  model: Model,
  ids: Row,
  patches: readonly Patch[],
): Promise<Float32Array[]> {
  const { layers, heads, headWidth, width, vocabulary } = model.facts.dimensions;
  const tokens = ids.length;
  const parts = [...new Set(patches.map(({ part }) => part))].sort();
  const program = await model.program(`patched:${parts.join()}`, ({ graph, forward, unembed }) => {
    const hidden = forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(site, value) {
        const [, layer, place] = /^blocks\.(\d+)\.(.+)$/.exec(site) ?? [];
        const part = parts.find((one) => SITES[one] === place);
        if (part === undefined) return value;
        const name = `${part}.${layer}`;
        const given = (what: string, last: number) =>
          part === "head"
            ? graph.input(`${name}.${what}`, "float32", ["B", heads, "T", last])
            : graph.input(`${name}.${what}`, "float32", ["B", "T", last]);
        const taken = given("taken", 1);
        const values = given("values", part === "head" ? headWidth : width);
        return add(multiply(value, subtract(1, taken)), values);
      },
    });
    const last = matmul(graph.input("select", "float32", ["B", 1, "T"]), hidden); // [B, 1, D]
    graph.output("logits", reshape(unembed(last), ["B", vocabulary]));
  });
  const found: Float32Array[] = [];
  for (let start = 0; start < patches.length; start += ROWS_A_PASS) {
    checkCancelled(run.signal);
    run.progress({ phase: "Patching", step: start, steps: patches.length });
    const some = patches.slice(start, start + ROWS_A_PASS);
    const rows = some.length;
    const feeds: Record<string, Tensor> = {
      ...plainFeeds(new Array<Row>(rows).fill(ids)),
      select: selection(new Array<number[]>(rows).fill([tokens - 1]), tokens),
    };
    for (const part of parts)
      for (let layer = 0; layer < layers; layer++) {
        const [groups, size] = part === "head" ? [heads, headWidth] : [1, width];
        const taken = new Float32Array(rows * groups * tokens);
        const values = new Float32Array(rows * groups * tokens * size);
        some.forEach((patch, row) => {
          if (patch.part !== part || patch.layer !== layer) return;
          for (const t of patch.tokens ?? ids.keys()) {
            const place = (row * groups + (patch.head ?? 0)) * tokens + t;
            taken[place] = 1;
            values.set(patch.values.subarray(t * size, (t + 1) * size), place * size);
          }
        });
        const shape = part === "head" ? [rows, heads, tokens] : [rows, tokens];
        feeds[`${part}.${layer}.taken`] = float32([...shape, 1], taken);
        feeds[`${part}.${layer}.values`] = float32([...shape, size], values);
      }
    const logits = floats((await program.run(feeds, { signal: run.signal })).logits);
    for (let row = 0; row < rows; row++) found.push(logits.slice(row * vocabulary, (row + 1) * vocabulary));
  }
  return found;
}

export interface PartAblation {
  readonly kind: "zero" | "mean" | "corrupt";
  /** What zero ablation of a head leaves, which belongs to no head. */
  readonly convention: WeightConvention;
  /** The prompt whose values stand in, of as many tokens. */
  readonly corrupt?: Row;
}

/** The removal of each head, layer by layer, and then of each MLP. */
export async function ablationsOf(
  run: Run,
  model: Model,
  ids: Row,
  { kind, convention, corrupt }: PartAblation,
): Promise<Patch[]> {
  const { layers, heads, headWidth, width } = model.facts.dimensions;
  if (corrupt && corrupt.length !== ids.length)
    throw invalidField(
      "question.other",
      `The prompt has ${ids.length} tokens, and ${corrupt.length} with the other subject.`,
      "Choose another subject with as many tokens as the first.",
      because("lengthsDiffer", { one: ids.length, other: corrupt.length }),
    );
  const own = kind === "mean" ? await readParts(run, model, ids) : undefined;
  const others = corrupt && (await readParts(run, model, corrupt));
  const shared = kind === "zero" ? await sharedValues(run, model, convention) : undefined;
  const values = (part: "head" | "mlp", layer: number, head = 0) => {
    if (others) return others.of(part, layer, head);
    if (own) return everywhere(meanVector(own.of(part, layer, head), ids.length), ids.length);
    if (part === "mlp") return new Float32Array(ids.length * width);
    const left = (shared as Float32Array[])[layer].subarray(head * headWidth, (head + 1) * headWidth);
    return everywhere(left, ids.length);
  };
  const all = (count: number) => Array.from({ length: count }, (_, i) => i);
  return [
    ...all(layers).flatMap((layer) =>
      all(heads).map((head) => ({ part: "head" as const, layer, head, values: values("head", layer, head) })),
    ),
    ...all(layers).map((layer) => ({ part: "mlp" as const, layer, values: values("mlp", layer) })),
  ];
}

/** The same vector at every token. */
function everywhere(vector: Float32Array, tokens: number): Float32Array {
  const all = new Float32Array(tokens * vector.length);
  for (let t = 0; t < tokens; t++) all.set(vector, t * vector.length);
  return all;
}

function meanVector(vectors: Float32Array, tokens: number): Float32Array {
  const size = vectors.length / tokens;
  const mean = new Float32Array(size);
  vectors.forEach((value, i) => (mean[i % size] += value / tokens));
  return mean;
}
