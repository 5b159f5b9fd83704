/** Which memory answers, and what its overlays add up to, on a tiny model with random weights. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { MERGE_METHODS } from "../../merge";
import { float32, floats, norm } from "../../tensor";
import { mergeOverlays } from "../overlay/merge-overlays";
import { decode } from "../inference/decode";
import { generateRows } from "../inference/generate";
import type { Model } from "../model";
import type { AdapterOverlay } from "../overlay/overlay";
import { computePrefix } from "../inference/suffix";
import { readSites } from "../inference/trace";
import { nextShard, routedMemory, routedOverlay, sideShards, type RoutedSettings } from "./routed-memory";

const run = createRun();
const model = await tinyModel("gpt2", nativeRuntime());
const SITE = "blocks.1.mlp_out";
const { name: DOWN } = model.parameter("mlp.down", 1);
const SETTINGS: RoutedSettings = {
  shardEdits: 2,
  groupShards: 2,
  ratio: 0.5,
  merge: { algorithm: "sign", density: 1, weight: 1 },
};
const random = seededRandom("routed");
const change = (scale: number) =>
  float32(
    [16, 64],
    Float32Array.from({ length: 16 * 64 }, () => scale * random.normal()),
  );
const STRONG = change(0.5);

const memory = (shard: number, activation: number, delta = change(0.1), edits = 1): AdapterOverlay =>
  routedOverlay(SITE, [{ shard, shards: 1, edits, activation, delta }], SETTINGS);
const answers = async (edited: Model, rows: readonly (readonly number[])[]) => {
  const decoded = await decode(run, edited, { rows, at: rows.map((row) => [row.length - 1]) });
  return rows.map((_, b) => decoded.logits(b, 0).slice());
};
const changed = (delta: AdapterOverlay["tensors"][string]) =>
  model.with([{ kind: "weights", deltas: [{ parameter: DOWN, form: "dense", delta }] }]);

const mergedBy = (id: string, both: readonly Float32Array[], base: () => Float32Array) =>
  MERGE_METHODS.get(id).merge({ deltas: both, density: 1, weight: 1 / both.length, base });

const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

/** D of a row's tokens under the strong change, on the host. */
async function distancesOf(row: readonly number[]): Promise<number[]> {
  const everywhere = [row.map((_, t) => t)];
  const read = async (asked: Model) => floats((await readSites(run, asked, [row], everywhere, [SITE]))[SITE]);
  const [before, after] = [await read(model), await read(changed(STRONG))];
  const gaps = before.map((value, i) => gelu(value) - gelu(after[i]));
  return row.map((_, t) => norm(gaps.subarray(t * 16, (t + 1) * 16)));
}

async function distanceOf(row: readonly number[]): Promise<number> {
  return (await distancesOf(row)).reduce((sum, one) => sum + one / row.length, 0);
}

const ROWS = [
  [5, 90, 17, 33, 2],
  [200, 7, 7],
];

describe("who answers", () => {
  test("below its threshold a memory does not change the model, to the bit", async () => {
    const plain = await answers(model, ROWS);
    (await answers(model.with([memory(0, 1e6, STRONG)]), ROWS)).forEach((answer, b) =>
      expectSameBits(answer, plain[b]),
    );
  });

  test("above it the side weight answers for all tokens", async () => {
    const side = await answers(changed(STRONG), ROWS);
    const edited = model.with([memory(0, 1e-3, STRONG)]);
    (await answers(edited, ROWS)).forEach((answer, b) => expectClose(answer, side[b], TOLERANCE.backend));
  });

  test("each row decides for itself, by the mean distance of its tokens", async () => {
    const [plain, side] = [await answers(model, ROWS), await answers(changed(STRONG), ROWS)];
    const distances = [await distanceOf(ROWS[0]), await distanceOf(ROWS[1])];
    const between = (distances[0] + distances[1]) / 2;
    const routed = await answers(model.with([memory(0, between / SETTINGS.ratio, STRONG)]), ROWS);
    routed.forEach((logits, b) =>
      expectClose(logits, (distances[b] > between ? side : plain)[b], TOLERANCE.backend),
    );
  });

  test("the largest distance is not diluted by other tokens of a text", async () => {
    const [short] = ROWS;
    const row = [...short, 11, 12, 13];
    const each = await distancesOf(row);
    const mean = each.reduce((sum, one) => sum + one / each.length, 0);
    const between = (mean + Math.max(...each)) / 2;
    const over = (reading: "mean" | "largest") =>
      model.with([
        routedOverlay(
          SITE,
          [{ shard: 0, shards: 1, edits: 1, activation: between / SETTINGS.ratio, delta: STRONG }],
          { ...SETTINGS, over: reading },
        ),
      ]);
    expectClose((await answers(over("mean"), [row]))[0], (await answers(model, [row]))[0], TOLERANCE.backend);
    expectClose(
      (await answers(over("largest"), [row]))[0],
      (await answers(changed(STRONG), [row]))[0],
      TOLERANCE.backend,
    );
  });

  test("a closed memory answers instead of the open one when its distance is larger", async () => {
    const weak = change(0.05);
    const edited = model.with([memory(0, 1e-3, STRONG, 2), memory(1, 1e-3, weak)]);
    const [answer] = await answers(edited, ROWS.slice(0, 1));
    expectClose(answer, (await answers(changed(STRONG), ROWS.slice(0, 1)))[0], TOLERANCE.backend);
    const turned = model.with([memory(0, 1e-3, weak, 2), memory(1, 1e-3, STRONG)]);
    expectClose((await answers(turned, ROWS.slice(0, 1)))[0], answer, TOLERANCE.backend);
  });

  test("a text that ends takes its decision along, and the others keep theirs", async () => {
    const distances = [await distanceOf(ROWS[0]), await distanceOf(ROWS[1])];
    const between = (distances[0] + distances[1]) / 2;
    const routed = model.with([memory(0, between / SETTINGS.ratio, STRONG)]);
    const rows = [ROWS[0], ROWS[1], ROWS[0], Array.from({ length: 30 }, (_, i) => 40 + i)];
    const maxTokens = [2, 9, 6, 4];
    const together = await generateRows(run, routed, rows, { maxTokens });
    for (const [b, row] of rows.entries())
      expect(await generateRows(run, routed, [row], { maxTokens: maxTokens[b] })).toEqual([together[b]]);
  });

  test("the decision of the prompt applies to later tokens", async () => {
    for (const activation of [1e-3, 1e6]) {
      const edited = model.with([memory(0, activation, STRONG)]);
      const wanted = activation === 1e6 ? model : changed(STRONG);
      const chain = async (asked: Model) => {
        const begun = await decode(run, asked, { rows: ROWS, at: ROWS.map((row) => [row.length - 1]) });
        const next = await decode(run, asked, {
          rows: [[9], [9]],
          at: [[0], [0]],
          past: begun.past,
          starts: ROWS.map((row) => row.length),
        });
        return [0, 1].map((b) => next.logits(b, 0).slice());
      };
      const [actual, expected] = [await chain(edited), await chain(wanted)];
      actual.forEach((logits, b) => expectClose(logits, expected[b], TOLERANCE.backend));
    }
  });

  test("the ends of texts below it are refused, since it must see the whole of them", async () => {
    const edited = model.with([memory(0, 1)]);
    const from = (start: number) =>
      computePrefix(run, edited, { layer: 1, part: "mlp.post" }, ROWS, [start, start]);
    await expect(from(1)).rejects.toMatchObject({ code: "unsupported" });
    expect((await from(0)).lengths).toEqual(ROWS.map((row) => row.length));
  });
});

describe("shards", () => {
  const edits = Array.from({ length: 5 }, (_, i) => memory(Math.floor(i / 2), 5 - i));
  const deltas = edits.map(({ tensors }) => floats(tensors["delta.0"]));
  const sum = (...some: readonly number[]) =>
    deltas[0].map((_, j) => some.reduce((total, i) => total + deltas[i][j], 0));

  test("edits of a shard add up, and the least distance counts", () => {
    const [first] = sideShards(edits.slice(0, 2));
    expect(first.activation).toBe(4);
    expect(first.edits).toBe(2);
    expectClose(floats(first.delta), sum(0, 1), TOLERANCE.op);
  });

  test("taking an edit out is joining the rest", () => {
    const [first] = sideShards([edits[1], edits[2]]);
    expectSameBits(floats(first.delta), deltas[1]);
    expect(first.activation).toBe(4);
  });

  test("the next edit goes into the open shard, and into a new one when it is full", () => {
    expect([0, 1, 2, 3, 4, 5].map((count) => nextShard(sideShards(edits.slice(0, count)), 2))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    // A shard that was closed stays so when one of its edits goes.
    expect(nextShard(sideShards([edits[0], edits[2]]), 2)).toBe(1);
  });

  test("the shards of a full group are merged into one memory", () => {
    const { tensors, structure } = routedMemory.join(edits, model.facts);
    expect(Array.from(floats(tensors.isOpen))).toEqual([1, 0]);
    const size = deltas[4].length;
    expectSameBits(floats(tensors.deltas).slice(0, size), deltas[4]);
    const merged = mergedBy("sign", [sum(0, 1), sum(2, 3)], () => deltas[0]);
    expectClose(floats(tensors.deltas).slice(size), merged, TOLERANCE.op);
    expectClose(floats(tensors.thresholds), [0.5 * 1, 0.5 * 2], TOLERANCE.op);
    const before = routedMemory.join(edits.slice(0, 3), model.facts);
    expect(Array.from(floats(before.tensors.isOpen))).toEqual([1, 0]);
    // One graph for any number of memories: the executable stays as edits come.
    expect(before.structure).toEqual(structure);
  });

  test("linear keeps the first shard alone, with its share of the weight", () => {
    const merge = { algorithm: "linear", density: 1, weight: 1 };
    const kept = edits.map((edit) => ({ ...edit, settings: { ...edit.settings, merge } }));
    const { tensors } = routedMemory.join(kept, model.facts);
    const half = sum(0, 1).map((value) => value / 2);
    expectClose(floats(tensors.deltas).slice(half.length), half, TOLERANCE.op);
  });

  test("a merge that looks at the original weight finds it in any of its edits, and is refused without", () => {
    const settings = { ...SETTINGS, merge: { algorithm: "slerp", density: 1, weight: 1 } } as const;
    const origin = change(0.1);
    const kept = edits.map(({ tensors }, i) =>
      routedOverlay(
        SITE,
        [{ shard: Math.floor(i / 2), shards: 1, edits: 1, activation: 1, delta: tensors["delta.0"] }],
        settings,
        i === 2 ? origin : undefined,
      ),
    );
    const { tensors } = routedMemory.join(kept, model.facts);
    const merged = mergedBy("slerp", [sum(0, 1), sum(2, 3)], () => floats(origin));
    expectClose(floats(tensors.deltas).slice(merged.length), merged, TOLERANCE.op);
    const condensed = routedMemory.merge(kept.slice(0, 4), model.facts);
    expect(routedMemory.join([condensed, kept[4]], model.facts).tensors.deltas).toEqual(tensors.deltas);
    const without = kept.filter((_, i) => i !== 2);
    expect(() => routedMemory.join(without, model.facts)).toThrow(
      expect.objectContaining({ code: "integrity" }),
    );
  });

  test("condensed edit by edit, they join to the same", () => {
    const stepwise = edits.reduce<AdapterOverlay[]>(
      (state, edit) => mergeOverlays([...state, edit], model.facts) as AdapterOverlay[],
      [],
    );
    expect(stepwise).toHaveLength(1);
    expect(routedMemory.join(stepwise, model.facts)).toEqual(routedMemory.join(edits, model.facts));
  });

  test.each([
    [
      "a change of another size",
      routedOverlay(
        SITE,
        [{ shard: 0, shards: 1, edits: 1, activation: 1, delta: float32([2, 2], [1, 2, 3, 4]) }],
        SETTINGS,
      ),
    ],
    ["settings of another kind", { ...edits[0], settings: {} }],
  ])("%s is refused", (_, overlay) => {
    expect(() => model.with([overlay])).toThrow(expect.objectContaining({ code: "integrity" }));
  });
});
