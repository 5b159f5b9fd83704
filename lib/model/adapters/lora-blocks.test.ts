/** Which block answers, and what overlays of blocks add up to, on a tiny model with random weights. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { float32, floats, matmul } from "../../tensor";
import { mergeOverlays } from "../overlay/merge-overlays";
import { decode } from "../inference/decode";
import { generateRows } from "../inference/generate";
import type { Model } from "../model";
import type { AdapterOverlay } from "../overlay/overlay";
import { readOverlay, writeOverlay } from "../overlay/overlay-file";
import type { Site } from "../site";
import { computePrefix, forwardSuffix } from "../inference/suffix";
import { readSites } from "../inference/trace";
import {
  joinedLoraBlocks,
  loraBlocks,
  loraBlocksOverlay,
  type LoraBlock,
  type LoraFactors,
  type LoraPoint,
} from "./lora-blocks";

const run = createRun();
const model = await tinyModel("gpt2", nativeRuntime());
const INDEX = "blocks.0.mlp.in";
const MAPS = ["blocks.0.mlp.pre", "blocks.1.mlp.pre"] as const;
const [ROW, LONGER, OTHER] = [
  [5, 90, 17],
  [5, 90, 17, 33, 2],
  [200, 7, 7, 61],
];
const KEYS = { row: await keyOf(ROW), other: await keyOf(OTHER) };
const GAP = Math.hypot(...KEYS.row.map((x, i) => x - KEYS.other[i]));

async function keyOf(row: readonly number[]): Promise<Float32Array> {
  const read = await readSites(run, model, [row], [[row.length - 1]], [INDEX]);
  return floats(read[INDEX]).slice();
}

const random = seededRandom("blocks");
const normals = (shape: readonly [number, number]) =>
  float32(
    shape,
    Float32Array.from({ length: shape[0] * shape[1] }, () => 0.5 * random.normal()),
  );
const factors = (rank = 2): LoraFactors => ({ left: normals([64, rank]), right: normals([rank, 16]) });
const block = (sites: readonly Site[] = MAPS, rank = 2): LoraBlock =>
  new Map(sites.map((site) => [site, factors(rank)]));
const point = (key: Float32Array, changed: Partial<LoraPoint> = {}): LoraPoint => ({
  key,
  label: [1],
  radius: 1e-3,
  block: 0,
  ...changed,
});
const BLOCKS = { row: block(), other: block() };
const first = loraBlocksOverlay(INDEX, [point(KEYS.row)], [BLOCKS.row]);
const second = loraBlocksOverlay(INDEX, [point(KEYS.other, { label: [7, 8] })], [BLOCKS.other]);

/** The model with a block's products added to its weights, wherever it is asked. */
const changed = (block: LoraBlock): Model =>
  model.with([
    {
      kind: "weights",
      deltas: [...block].map(([site, { left, right }]) => ({
        parameter: model.parameter("mlp.up", Number(site.split(".")[1])).name,
        form: "low-rank",
        left,
        right,
      })),
    },
  ]);
/** Logits at every token of each row. */
const logits = async (edited: Model, rows: readonly (readonly number[])[], queries?: readonly number[]) => {
  const decoded = await decode(run, edited, { rows, at: rows.map((row) => row.map((_, t) => t)), queries });
  return rows.map((row, b) => Float32Array.from(row.flatMap((_, t) => [...decoded.logits(b, t)])));
};

describe("blocks in a model", () => {
  test("the block of a known prompt applies at every token; other prompts use no block", async () => {
    const edited = model.with([first, second]);
    const [row, other, longer] = await logits(edited, [ROW, OTHER, LONGER]);
    expectClose(row, (await logits(changed(BLOCKS.row), [ROW]))[0], TOLERANCE.backend);
    expectClose(other, (await logits(changed(BLOCKS.other), [OTHER]))[0], TOLERANCE.backend);
    expectSameBits(longer, (await logits(model, [ROW, OTHER, LONGER]))[2]);
  });

  test("it is routed by the last token of the prompt", async () => {
    const [asked] = await logits(model.with([first]), [LONGER], [ROW.length - 1]);
    expectClose(asked, (await logits(changed(BLOCKS.row), [LONGER]))[0], TOLERANCE.backend);
  });

  test("the choice of the prompt applies to the tokens that follow", async () => {
    const edited = model.with([first]);
    const options = { maxTokens: 5 };
    const written = await generateRows(run, edited, [ROW, OTHER], options);
    expect(written[0]).toEqual((await generateRows(run, changed(BLOCKS.row), [ROW], options))[0]);
    expect(written[1]).toEqual((await generateRows(run, model, [OTHER], options))[0]);
    expect(written[0]).not.toEqual((await generateRows(run, model, [ROW], options))[0]);
  });

  test("within a cluster the nearest member's block answers", async () => {
    const near = KEYS.row.map((x, i) => x + 0.1 * (KEYS.other[i] - x));
    const wide = { radius: GAP };
    const cluster = loraBlocksOverlay(
      INDEX,
      [point(KEYS.other, { ...wide, block: 1 }), point(near, wide)],
      [BLOCKS.row, BLOCKS.other],
    );
    expect(joinedLoraBlocks([cluster]).clusters).toHaveLength(1);
    const [row, other] = await logits(model.with([cluster]), [ROW, OTHER]);
    expectClose(row, (await logits(changed(BLOCKS.row), [ROW]))[0], TOLERANCE.backend);
    expectClose(other, (await logits(changed(BLOCKS.other), [OTHER]))[0], TOLERANCE.backend);
  });

  test("in a cluster whose members were put out no block answers", async () => {
    const [forth, back] = [0.2, -0.2].map((by) => KEYS.row.map((x, i) => x + by * (KEYS.other[i] - x)));
    const near = KEYS.row.map((x, i) => x + 0.3 * (KEYS.other[i] - x));
    const emptied = loraBlocksOverlay(
      INDEX,
      [point(forth, { radius: GAP }), point(back), point(near, { radius: GAP, label: [2] })],
      [BLOCKS.other],
    );
    expect(joinedLoraBlocks([emptied]).clusters.map(({ members }) => members)).toEqual([[], [2]]);
    expectSameBits((await logits(model.with([emptied]), [ROW]))[0], (await logits(model, [ROW]))[0]);
  });

  test("a pass that starts above the index uses the choice from below", async () => {
    const edited = model.with([first]);
    const start = { layer: 1, part: "mlp.in" } as const;
    const ends = async (asked: Model) => {
      const prefix = await computePrefix(run, asked, start, [ROW, OTHER], [1, 2]);
      const program = await asked.program("suffix of blocks", (context) => {
        const { graph, unembed } = context;
        const hidden = forwardSuffix(context, asked, start, (value) => value);
        graph.output("said", unembed(matmul(graph.input("last", "float32", ["B", 1, "S"]), hidden)));
      });
      const last = float32([2, 1, 2], [0, 1, 0, 1]);
      return floats((await program.run({ ...prefix.feeds, last })).said);
    };
    const vocabulary = model.facts.dimensions.vocabulary;
    const whole = await logits(edited, [ROW, OTHER]);
    const wanted = whole.flatMap((row) => [...row.slice(-vocabulary)]);
    expectClose(await ends(edited), wanted, TOLERANCE.backend);
    const below = computePrefix(run, edited, { layer: 0, part: "mlp.post" }, [ROW, OTHER], [1, 2]);
    await expect(below).rejects.toMatchObject({ code: "unsupported" });
  });
});

describe("overlays of blocks", () => {
  const near = (by: number) => KEYS.row.map((x) => x + by);
  const third = loraBlocksOverlay(INDEX, [point(near(0.01), { radius: 0.1 })], [block([MAPS[1]], 3)]);

  test("taking an edit out is joining the others", () => {
    const { clusters, points } = joinedLoraBlocks([first, second, third]);
    expect(clusters.map(({ members }) => members)).toEqual([[0, 2], [1]]);
    expect(points.map((point) => point.block)).toEqual([0, 1, 2]);
    const without = joinedLoraBlocks([second, third]);
    expect(without.clusters.map(({ members }) => members)).toEqual([[0], [1]]);
    expectSameBits(without.clusters[1].centre, floats(third.tensors.keys));
  });

  test("the graph is the same from the first edit on", () => {
    const { structure } = loraBlocks.join([first], model.facts);
    expect(loraBlocks.join([first, second], model.facts).structure).toEqual(structure);
  });

  test("blocks of lower rank and blocks beside other maps are applied together", async () => {
    const edited = model.with([first, second, third]);
    const [row, other] = await logits(edited, [ROW, OTHER]);
    expectClose(row, (await logits(changed(BLOCKS.row), [ROW]))[0], TOLERANCE.backend);
    expectClose(other, (await logits(changed(BLOCKS.other), [OTHER]))[0], TOLERANCE.backend);
    const [alone] = joinedLoraBlocks([third]).blocks;
    const [logitsOfThird] = await logits(model.with([third]), [ROW]);
    expectClose(logitsOfThird, (await logits(changed(alone), [ROW]))[0], TOLERANCE.backend);
  });

  test("condensed edit by edit, they join to the same, also when points were put out", () => {
    const conflict = loraBlocksOverlay(INDEX, [point(near(0.008), { radius: 0.1, label: [9] })], [block()]);
    const edits = [first, second, third, conflict];
    const { clusters } = joinedLoraBlocks(edits);
    expect(clusters.map(({ members }) => members)).toEqual([[], [1], [3]]);
    const stepwise = edits.reduce<AdapterOverlay[]>(
      (state, edit) => mergeOverlays([...state, edit], model.facts) as AdapterOverlay[],
      [],
    );
    expect(stepwise).toHaveLength(1);
    expect(loraBlocks.join(stepwise, model.facts)).toEqual(loraBlocks.join(edits, model.facts));
    // Behind other edits the clusters of a condensed overlay are made anew from its points.
    const behind = [second, ...mergeOverlays([first, conflict], model.facts)] as AdapterOverlay[];
    expect(joinedLoraBlocks(behind).clusters).toEqual(joinedLoraBlocks([second, first, conflict]).clusters);
  });

  test("they survive storage", async () => {
    const stored = [first, second].map((overlay) => readOverlay(writeOverlay(overlay)));
    expectSameBits(
      (await logits(model.with(stored), [ROW]))[0],
      (await logits(model.with([first, second]), [ROW]))[0],
    );
  });

  test.each([
    ["keys of another width", { ...first, tensors: { ...first.tensors, keys: float32([1, 3], [1, 2, 3]) } }],
    [
      "factors of another width",
      loraBlocksOverlay(
        INDEX,
        [point(KEYS.row)],
        [new Map([[MAPS[0], { left: normals([16, 2]), right: normals([2, 64]) }]])],
      ),
    ],
    ["factors that are missing", { ...first, settings: { ...first.settings, blocks: 2 } }],
    ["settings of another kind", { ...first, settings: {} }],
    ["an index that reads elsewhere", { ...first, site: "blocks.0.resid_post" as const }],
  ])("%s are refused", (_, overlay) => {
    expect(() => model.with([overlay])).toThrow(expect.objectContaining({ code: "integrity" }));
  });

  test("a map that the model does not have is refused", () => {
    const foreign = loraBlocksOverlay(INDEX, [point(KEYS.row)], [block(["blocks.7.mlp.pre"])]);
    expect(() => model.with([foreign])).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});
