import { describe, expect, test } from "vitest";
import { createRun, seededRandom, shuffled } from "../../base";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { float32, floats, type Tensor } from "../../tensor";
import { mergeOverlays } from "./merge-overlays";
import { decode } from "../inference/decode";
import type { Model } from "../model";
import type { Overlay, WeightDelta, WeightOverlay } from "./overlay";
import { writeOverlay } from "./overlay-file";

const random = seededRandom("condense");
const matrix = (rows: number, columns: number): Tensor =>
  float32(
    [rows, columns],
    Float32Array.from({ length: rows * columns }, () => 0.05 * random.normal()),
  );

const model = await tinyModel("gpt2", nativeRuntime());
const [{ name: LOW }, { name: HIGH }] = [0, 1].map((layer) => model.parameter("mlp.down", layer));
const lowRank = (parameter: string, rank = 1): WeightDelta => ({
  parameter,
  form: "low-rank",
  left: matrix(16, rank),
  right: matrix(rank, 64),
});
const dense = (parameter: string): WeightDelta => ({ parameter, form: "dense", delta: matrix(16, 64) });
const weights = (...deltas: WeightDelta[]): WeightOverlay => ({ kind: "weights", deltas });
const remembering = (value: number): WeightOverlay => ({
  ...weights(lowRank(LOW)),
  memory: { method: "keeper", tensors: { rows: float32([1, 2], [value, -value]) } },
});

/** Past rank 8, half of the width, factors become a sum: twelve edits go through both. */
const EDITS: Overlay[] = Array.from({ length: 12 }, (_, i) =>
  weights(lowRank(LOW, 1 + (i % 2)), ...(i % 3 === 0 ? [lowRank(HIGH)] : [])),
);

const bytesOf = (overlays: readonly Overlay[]) => overlays.map((overlay) => [...writeOverlay(overlay)]);
const condensed = (overlays: readonly Overlay[]) => mergeOverlays(overlays, model.facts);

async function logitsOf(dressed: Model): Promise<Float32Array> {
  const rows = [dressed.tokenizer.encode("The capital of Paris is").ids];
  return (await decode(createRun(), dressed, { rows, at: [[rows[0].length - 1]] })).logits(0, 0).slice();
}

describe("condensing", () => {
  test.each([
    ["low rank", EDITS.slice(0, 4)],
    ["past the rank of factors", EDITS],
    ["dense among low rank", [...EDITS.slice(0, 3), weights(dense(LOW)), ...EDITS.slice(3, 6)]],
  ])("edit by edit gives the bits of all at once: %s", (_, edits) => {
    const stepwise = edits.reduce<Overlay[]>((state, edit) => condensed([...state, edit]), []);
    expect(bytesOf(stepwise)).toEqual(bytesOf(condensed(edits)));
    expect(stepwise).toHaveLength(1);
  });

  test("cut anywhere, the parts give the bits of the whole", () => {
    for (let cut = 1; cut < EDITS.length; cut++) {
      const parts = [...condensed(EDITS.slice(0, cut)), ...EDITS.slice(cut)];
      expect(bytesOf(condensed(parts))).toEqual(bytesOf(condensed(EDITS)));
    }
  });

  test.each([4, 12])(
    "a model says the same with %i edits and with what they leave, to the bit",
    async (count) => {
      const edits = EDITS.slice(0, count);
      expect(await logitsOf(model.with(condensed(edits)))).toEqual(await logitsOf(model.with(edits)));
    },
  );

  test("removing an edit from the middle gives the result of the others alone", async () => {
    for (const gone of shuffled([...EDITS.keys()], seededRandom("gone")).slice(0, 4)) {
      const left = EDITS.filter((_, i) => i !== gone);
      expect(await logitsOf(model.with(condensed(left)))).toEqual(await logitsOf(model.with(left)));
      expect(bytesOf(condensed(left))).not.toEqual(bytesOf(condensed(EDITS)));
    }
  });

  test("past half of the width a change is a sum, and stays of that size", () => {
    const [few] = condensed(EDITS.slice(0, 4)) as WeightOverlay[];
    const [many] = condensed(EDITS) as WeightOverlay[];
    expect(few.deltas.map(({ form }) => form)).toEqual(["low-rank", "low-rank"]);
    expect(many.deltas.map(({ parameter, form }) => [parameter, form])).toEqual([
      [LOW, "dense"],
      [HIGH, "low-rank"],
    ]);
    expect(bytesOf(condensed([...EDITS, ...EDITS]))[0].length).toBeLessThan(2 * bytesOf([many])[0].length);
  });

  test("memories stay in order: joined as their method joins them, or apart", () => {
    const overlays = [1, 2, 3].map(remembering);
    const [joined, ...rest] = mergeOverlays(overlays, model.facts, () => (memories) => ({
      rows: float32(
        [memories.length, 2],
        memories.flatMap(({ rows }) => [...floats(rows)]),
      ),
    })) as WeightOverlay[];
    expect(rest).toEqual([]);
    expect([...floats(joined.memory?.tensors.rows as Tensor)]).toEqual([1, -1, 2, -2, 3, -3]);
    const apart = condensed(overlays) as WeightOverlay[];
    expect(apart.map(({ memory }) => memory?.tensors.rows.data[0])).toEqual([1, 2, 3]);
    expect(apart.map(({ deltas }) => deltas.length)).toEqual([1, 0, 0]);
  });

  test("overlays without weights stay unchanged, after the weights", () => {
    const prompt: Overlay = { kind: "prompt", promptAdapter: "none", tensors: {}, settings: { text: "a" } };
    expect(condensed([prompt, EDITS[1], EDITS[2]]).map(({ kind }) => kind)).toEqual(["weights", "prompt"]);
    expect(condensed([])).toEqual([]);
  });
});
