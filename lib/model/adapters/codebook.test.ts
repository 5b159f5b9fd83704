/** What a codebook does to a model that wears it, on a tiny model with random weights. */
import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { floats } from "../../tensor";
import { mergeOverlays } from "../overlay/merge-overlays";
import { decode } from "../inference/decode";
import { generateRows } from "../inference/generate";
import type { Model } from "../model";
import type { AdapterOverlay } from "../overlay/overlay";
import { readOverlay, writeOverlay } from "../overlay/overlay-file";
import { readSites } from "../inference/trace";
import { codebook, codebookEntries, codebookOverlay, type CodebookEntry } from "./codebook";

const run = createRun();
const model = await tinyModel("gpt2", nativeRuntime());
const SITE = "blocks.0.mlp_out";
const [ROW, LONGER, OTHER] = [
  [5, 90, 17],
  [5, 90, 17, 33, 2],
  [200, 7, 7, 61],
];

async function keyOf(row: readonly number[]): Promise<Float32Array> {
  const read = await readSites(run, model, [row], [[row.length - 1]], ["blocks.0.mlp.post"]);
  return floats(read["blocks.0.mlp.post"]).slice();
}

const value = (height: number) => new Float32Array(16).fill(height);
const entry = (id: number, key: Float32Array, more: Partial<CodebookEntry> = {}): CodebookEntry => ({
  id,
  key,
  value: value(id),
  radius: 1e-3,
  label: [id],
  ...more,
});
const KEYS = { row: await keyOf(ROW), other: await keyOf(OTHER) };
const first = codebookOverlay(SITE, [entry(1, KEYS.row)]);
const second = codebookOverlay(SITE, [
  entry(2, KEYS.other, { label: [7, 8, 9] }),
  entry(1, KEYS.row, { value: value(3) }),
]);

/** Output of the map at every token of a row. */
async function outputs(edited: Model, row: readonly number[]): Promise<Float32Array[]> {
  const read = await readSites(run, edited, [row], [row.map((_, t) => t)], [SITE]);
  return row.map((_, t) => floats(read[SITE]).slice(t * 16, (t + 1) * 16));
}
const logits = async (edited: Model, rows: readonly (readonly number[])[], queries?: readonly number[]) => {
  const decoded = await decode(run, edited, { rows, at: rows.map((row) => [row.length - 1]), queries });
  return rows.map((_, b) => decoded.logits(b, 0).slice());
};

describe("a codebook in a model", () => {
  test("replaces the output at the prompt's last token, and nothing else", async () => {
    const [before, after] = [await outputs(model, ROW), await outputs(model.with([first]), ROW)];
    expect([...after[2]]).toEqual([...value(1)]);
    [0, 1].forEach((t) => expectSameBits(after[t], before[t]));
  });

  test("a known key in the middle of a prompt does not fire", async () => {
    const [before, after] = [await logits(model, [LONGER]), await logits(model.with([first]), [LONGER])];
    expectSameBits(after[0], before[0]);
  });

  test("it fires at the end of the prompt, and later tokens use its output", async () => {
    const edited = model.with([first]);
    const [asked] = await logits(edited, [LONGER], [ROW.length - 1]);
    expect(asked).not.toEqual((await logits(model, [LONGER]))[0]);
    const begun = await decode(run, edited, { rows: [ROW], at: [[2]] });
    const rest = await decode(run, edited, {
      rows: [LONGER.slice(3)],
      at: [[1]],
      past: begun.past,
      starts: [3],
    });
    expectClose(rest.logits(0, 0), asked, TOLERANCE.backend);
  });

  test("rows of a batch are looked up each by itself", async () => {
    const edited = model.with([first, second]);
    const together = await logits(edited, [ROW, OTHER, LONGER]);
    for (const [b, row] of [ROW, OTHER, LONGER].entries())
      expectClose(together[b], (await logits(edited, [row]))[0], TOLERANCE.backend);
    expectSameBits(together[2].slice(), (await logits(model, [ROW, OTHER, LONGER]))[2]);
  });

  test("beyond the radius it is as if it were not there, to the bit", async () => {
    const far = codebookOverlay(SITE, [
      entry(
        1,
        KEYS.row.map((x) => x + 0.1),
      ),
    ]);
    expectSameBits((await logits(model.with([far]), [ROW]))[0], (await logits(model, [ROW]))[0]);
  });

  test("the nearest key answers, and of equally near ones the first", async () => {
    const near = entry(
      2,
      KEYS.row.map((x) => x + 1e-3),
      { radius: 10 },
    );
    const twins = [entry(5, KEYS.row, { radius: 10 }), entry(6, KEYS.row, { radius: 10 })];
    const [, , chosen] = await outputs(model.with([codebookOverlay(SITE, [near, ...twins])]), ROW);
    expect(chosen[0]).toBe(5);
  });

  test("generation looks up once: with a cache it gives the text of full passes", async () => {
    const edited = model.with([first]);
    const [written] = await generateRows(run, edited, [ROW], { maxTokens: 4 });
    const steps: number[] = [];
    for (let t = 0; t < 4; t++) {
      const row = [...ROW, ...steps];
      const [scores] = await logits(edited, [row], [ROW.length - 1]);
      steps.push(scores.indexOf(Math.max(...scores)));
    }
    expect(written).toEqual(steps);
  });
});

describe("overlays of a codebook", () => {
  test("of entries with one id the last counts, in the first one's place", () => {
    const entries = codebookEntries([first, second]);
    expect(entries.map(({ id, label }) => [id, label])).toEqual([
      [1, [1]],
      [2, [7, 8, 9]],
    ]);
    expect(entries[0].value[0]).toBe(3);
    expect(codebookEntries([first])[0].value[0]).toBe(1); // taken out, the change of its neighbour is gone too
  });

  test("condensed, they join to the same", () => {
    const one = codebook.merge([first, second], model.facts);
    expect(codebook.join([one], model.facts)).toEqual(codebook.join([first, second], model.facts));
    expect(mergeOverlays([first, second], model.facts)).toEqual([one]);
  });

  test("they survive storage", () => {
    expect(codebookEntries([readOverlay(writeOverlay(second)) as AdapterOverlay])).toEqual(
      codebookEntries([second]),
    );
  });

  test.each([
    ["keys of another width", { ...first, tensors: { ...first.tensors, keys: first.tensors.values } }],
    ["values that are missing", { ...first, tensors: { ids: first.tensors.ids, keys: first.tensors.keys } }],
    ["a site where no map ends", { ...first, site: "blocks.0.resid_post" as const }],
  ])("%s are refused", (_, overlay) => {
    expect(() => model.with([overlay])).toThrow(expect.objectContaining({ code: "integrity" }));
  });
});
