/** When the linear model answers, and what overlays add up to, on a tiny model with random weights. */
import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { float32, floats } from "../../tensor";
import { mergeOverlays } from "../overlay/merge-overlays";
import { decode } from "../inference/decode";
import type { Model } from "../model";
import type { AdapterOverlay } from "../overlay/overlay";
import { readOverlay, writeOverlay } from "../overlay/overlay-file";
import { computePrefix } from "../inference/suffix";
import { readSites } from "../inference/trace";
import { deferral, deferralOverlay, deferralParts, eachPart, type DeferralParts } from "./deferral";

const run = createRun();
const model = await tinyModel("gpt2", nativeRuntime());
const [SITE, READ] = ["blocks.0.mlp_out", "blocks.0.mlp.post"] as const;
const [READS, YIELDS] = [64, 16];
const SETTINGS = { threshold: 0.5, seed: 7 };
const START = deferralParts([], { seed: 7, reads: READS, yields: YIELDS });
const [ROW, OTHER] = [
  [5, 90, 17],
  [200, 7, 7, 61],
];

async function values(edited: Model, row: readonly number[], site: typeof SITE | typeof READ) {
  const read = await readSites(run, edited, [row], [row.map((_, t) => t)], [site]);
  const width = site === SITE ? YIELDS : READS;
  return row.map((_, t) => floats(read[site]).slice(t * width, (t + 1) * width));
}
const KEYS = {
  row: (await values(model, ROW, READ))[ROW.length - 1],
  other: (await values(model, OTHER, READ))[OTHER.length - 1],
};
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** An overlay after which the gate is g·x + c and the linear model V x + b, with V = 0 where only b is given. */
const exactly = (wanted: DeferralParts, settings = SETTINGS) =>
  deferralOverlay(
    SITE,
    eachPart((name) => wanted[name].map((value, i) => value - START[name][i])),
    settings,
  );
const wanted = (changed: Partial<DeferralParts>): DeferralParts => ({
  gate: new Float32Array(READS),
  gateBias: new Float32Array(1),
  values: new Float32Array(YIELDS * READS),
  bias: new Float32Array(YIELDS),
  ...changed,
});
/** A gate that is t for the row and −t for the other, before its sigmoid. */
function between(t: number): Pick<DeferralParts, "gate" | "gateBias"> {
  const gap = KEYS.row.map((x, i) => x - KEYS.other[i]);
  const gate = gap.map((x) => (2 * t * x) / dot(gap, gap));
  return { gate, gateBias: Float32Array.of(t - dot(gate, KEYS.row)) };
}

describe("a deferral in a model", () => {
  test("where the gate opens, V x + b of the prompt's end replaces the output at every token", async () => {
    const map = Float32Array.from({ length: YIELDS * READS }, (_, i) => Math.sin(i));
    const bias = Float32Array.from({ length: YIELDS }, (_, i) => i);
    const edited = model.with([exactly(wanted({ ...between(1), values: map, bias }))]);
    const said = bias.map((b, y) => b + dot(map.subarray(y * READS, (y + 1) * READS), KEYS.row));
    for (const output of await values(edited, ROW, SITE)) expectClose(output, said, TOLERANCE.backend);
    const [plain, shut] = [await values(model, OTHER, SITE), await values(edited, OTHER, SITE)];
    shut.forEach((output, t) => expectSameBits(output, plain[t]));
  });

  test("it opens where σ(g·x + c) reaches the threshold", async () => {
    const opens = async (threshold: number) => {
      const overlay = exactly(wanted(between(1)), { ...SETTINGS, threshold });
      const [output] = await values(model.with([overlay]), ROW, SITE);
      return Math.max(...output.map(Math.abs)) < 1e-3; // V and b are zero
    };
    const gate = 1 / (1 + Math.exp(-1)); // 0.731
    expect([await opens(gate - 0.001), await opens(gate + 0.001)]).toEqual([true, false]);
  });

  test("the decision at the prompt's end applies to the tokens that follow, row by row", async () => {
    const edited = model.with([
      exactly(wanted({ ...between(1), bias: new Float32Array(YIELDS).fill(2).fill(-1, 3) })),
    ]);
    const rows = [ROW, OTHER];
    const begun = await decode(run, edited, { rows, at: rows.map((row) => [row.length - 1]) });
    const rest = await decode(run, edited, {
      rows: [[9], [9]],
      at: [[0], [0]],
      past: begun.past,
      starts: rows.map((row) => row.length),
    });
    const whole = async (asked: Model, row: readonly number[]) => {
      const queries = [row.length - 1];
      const decoded = await decode(run, asked, { rows: [[...row, 9]], at: [[row.length]], queries });
      return decoded.logits(0, 0).slice();
    };
    expectClose(rest.logits(0, 0), await whole(edited, ROW), TOLERANCE.backend);
    expectClose(rest.logits(1, 0), await whole(model, OTHER), TOLERANCE.backend);
    expect(await whole(edited, ROW)).not.toEqual(await whole(model, ROW));
  });

  test("the ends of texts below it are refused, since it answers for whole ones", async () => {
    const edited = model.with([exactly(wanted(between(1)))]);
    const below = computePrefix(run, edited, { layer: 0, part: "mlp.post" }, [ROW], [1]);
    await expect(below).rejects.toMatchObject({ code: "unsupported" });
  });
});

describe("overlays of a deferral", () => {
  const change = (by: number): DeferralParts => eachPart((name) => START[name].map(() => by));
  const edits = [1, 2, 4].map((by) => deferralOverlay(SITE, change(by), SETTINGS));
  const of = (parts: readonly AdapterOverlay[]) =>
    deferralParts(parts, { seed: 7, reads: READS, yields: YIELDS });

  test("the start is uniform within 1/√X, the same for a seed, and each edit adds its change", () => {
    const sizes = START.values.map(Math.abs);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1 / 8);
    expect(Math.max(...sizes)).toBeGreaterThan(0.99 / 8);
    expect(deferralParts([], { seed: 8, reads: READS, yields: YIELDS }).gate).not.toEqual(START.gate);
    expectClose(
      of(edits).bias,
      START.bias.map((x) => x + 7),
      TOLERANCE.op,
    );
    // Taken out of the middle, the second is gone and the start is still there.
    expectClose(
      of([edits[0], edits[2]]).gate,
      START.gate.map((x) => x + 5),
      TOLERANCE.op,
    );
  });

  test("the graph is the same from the first edit on", () => {
    const { structure } = deferral.join(edits.slice(0, 1), model.facts);
    expect(deferral.join(edits, model.facts).structure).toEqual(structure);
  });

  test("condensed edit by edit, they join to the same; the last threshold counts", () => {
    const strict = deferralOverlay(SITE, change(8), { threshold: 0.9, seed: 1 });
    const stepwise = [...edits, strict].reduce<AdapterOverlay[]>(
      (state, edit) => mergeOverlays([...state, edit], model.facts) as AdapterOverlay[],
      [],
    );
    expect(stepwise).toHaveLength(1);
    expect(stepwise[0].settings).toEqual({ threshold: 0.9, seed: 7 });
    expect(deferral.join(stepwise, model.facts)).toEqual(deferral.join([...edits, strict], model.facts));
  });

  test("they survive storage", async () => {
    const stored = readOverlay(writeOverlay(edits[0])) as AdapterOverlay;
    expect(of([stored])).toEqual(of([edits[0]]));
  });

  test.each([
    ["a gate of another width", { ...edits[0], tensors: { ...edits[0].tensors, gate: float32([1], [1]) } }],
    ["settings of another kind", { ...edits[0], settings: {} }],
    ["a site where no map ends", { ...edits[0], site: "blocks.0.resid_post" as const }],
  ])("%s are refused", (_, overlay) => {
    expect(() => model.with([overlay])).toThrow(expect.objectContaining({ code: "integrity" }));
  });
});
