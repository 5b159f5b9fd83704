import { describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import { createReferenceRuntime } from "../../../runtime";
import { createGraph, float32, floats, int32 } from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { tinyModel } from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import { decode } from "../../inference/decode";
import { generateRows } from "../../inference/generate";
import { computeSharedPrefixes } from "../../inference/shared-prefixes";
import type { Model } from "../../model";
import { rotary, rotaryTable, type RotaryLayout } from "./rotary";

const CONTEXT = 4096;
const table = (scaling: Record<string, unknown>, theta = 10_000) =>
  rotaryTable({ rope_theta: theta, rope_scaling: scaling as never }, 8, CONTEXT);
const plain = [1, 0.1, 0.01, 0.001];

describe("tables of frequencies", () => {
  test("fall from 1 by powers of theta", () => {
    expectClose(table({}).frequencies, plain, TOLERANCE.stated);
    expect(table({}).magnitude).toBe(1);
  });

  test("are the same in the older and the newer spelling, and the newer one wins", () => {
    const newer = { rope_parameters: { rope_type: "linear", factor: 4, rope_theta: 500 } as never };
    const older = { rope_theta: 500, rope_scaling: { type: "linear", factor: 4 } as never };
    expect(rotaryTable(newer, 8, CONTEXT)).toEqual(rotaryTable(older, 8, CONTEXT));
    expect(rotaryTable({ ...newer, rope_theta: 7 }, 8, CONTEXT)).toEqual(rotaryTable(newer, 8, CONTEXT));
  });

  test("linear scaling slows all of them", () => {
    const { frequencies } = table({ rope_type: "linear", factor: 4 });
    expectClose(
      frequencies,
      plain.map((frequency) => frequency / 4),
      TOLERANCE.stated,
    );
  });

  test("dynamic scaling changes nothing within the context", () => {
    const { beyond, ...within } = table({ type: "dynamic", factor: 4 });
    expect(within).toEqual(table({}));
    expect(beyond?.tokens).toBe(CONTEXT);
  });

  test("Llama 3.1 keeps high frequencies, slows low ones, and blends in between", () => {
    // 0.01 makes 1.63 turns in 1024 tokens, so (1.63 − 1) / 3 of it is kept.
    const scaling = { rope_type: "llama3", factor: 8, original_max_position_embeddings: 1024 };
    const { frequencies } = table(scaling);
    const kept = ((1024 * 0.01) / (2 * Math.PI) - 1) / 3;
    expectClose(frequencies, [1, 0.1, (kept + (1 - kept) / 8) * 0.01, 0.001 / 8], TOLERANCE.stated);
  });

  test("YaRN does so along the dimensions, and magnifies queries and keys by 0.1 ln s + 1", () => {
    const scaling = { type: "yarn", factor: 4, original_max_position_embeddings: 1024 };
    const { frequencies, magnitude } = table(scaling);
    // 32 turns in 1024 tokens belong to dimension 0.71, one turn to dimension 2.21: the ramp goes from 0 to 3.
    const kept = [1, 2 / 3, 1 / 3, 0];
    expectClose(
      frequencies,
      plain.map((frequency, i) => (kept[i] + (1 - kept[i]) / 4) * frequency),
      TOLERANCE.stated,
    );
    expect(magnitude).toBeCloseTo(0.1 * Math.log(4) + 1, 12);
    expect(table({ ...scaling, attention_factor: 1 }).magnitude).toBe(1);
  });
});

describe("rotation", () => {
  const rotated = async (layout: RotaryLayout, head: readonly number[], position: number) => {
    const graph = createGraph();
    const x = graph.input("x", "float32", ["B", 1, "T", head.length]);
    const positions = graph.input("positions", "int32", ["B", "T"]);
    const frequencies = Float32Array.of(1, 0.5);
    graph.output("y", rotary(graph, positions, { frequencies, magnitude: 1 }, layout)(x));
    const executable = await createReferenceRuntime().compile(graph.program(), {
      read: () => Promise.reject(new Error("no weights here")),
    });
    const feeds = { x: float32([1, 1, 1, head.length], head), positions: int32([1, 1], [position]) };
    return floats((await executable.run(feeds)).y);
  };
  const [c1, s1, c2, s2] = [Math.cos(3), Math.sin(3), Math.cos(1.5), Math.sin(1.5)];

  test("pairs halves", async () => {
    const expected = [1 * c1 - 3 * s1, 2 * c2 - 4 * s2, 3 * c1 + 1 * s1, 4 * c2 + 2 * s2];
    expectClose(await rotated("halves", [1, 2, 3, 4], 3), expected, TOLERANCE.stated);
  });

  test("pairs neighbours", async () => {
    const expected = [1 * c1 - 2 * s1, 2 * c1 + 1 * s1, 3 * c2 - 4 * s2, 4 * c2 + 3 * s2];
    expectClose(await rotated("neighbours", [1, 2, 3, 4], 3), expected, TOLERANCE.stated);
  });

  test("does not change dimensions beyond the table", async () => {
    const [, , , , ...rest] = await rotated("neighbours", [1, 2, 3, 4, 5, 6], 3);
    expect(rest).toEqual([5, 6]);
  });
});

test("a magnitude makes another model", async () => {
  const logits = async (factor: number) => {
    const config = { rope_scaling: { type: "yarn", factor: 2, attention_factor: factor } };
    const model = await tinyModel("llama", createReferenceRuntime(), { config });
    return (await decode(createRun(), model, { rows: [[5, 90, 17]], at: [[2]] })).logits(0, 0).slice();
  };
  expect(await logits(1)).not.toEqual(await logits(1.5));
});

describe.each([
  ["dynamic", { type: "dynamic", factor: 4 }, 8],
  [
    "LongRoPE",
    {
      type: "longrope",
      short_factor: [1, 1],
      long_factor: [2, 3],
      original_max_position_embeddings: 8,
    },
    32,
  ],
] as const)("texts beyond the context of pretraining, %s", (_, scaling, context) => {
  const TEXT = [5, 90, 17, 33, 4, 61, 8, 12, 70, 21, 9, 44];
  const open = () =>
    tinyModel("llama", createReferenceRuntime(), {
      config: { rope_scaling: scaling, max_position_embeddings: context },
    });
  const last = async (model: Model, rows: readonly (readonly number[])[]) => {
    const decoded = await decode(createRun(), model, { rows, at: rows.map((row) => [row.length - 1]) });
    return rows.map((__, b) => Float32Array.from(decoded.logits(b, 0)));
  };

  test("a text's logits do not depend on the longer text beside it", async () => {
    const model = await open();
    const rows = [TEXT.slice(0, 5), TEXT, TEXT.slice(0, 10)];
    const together = await last(model, rows);
    for (const [b, row] of rows.entries())
      expectClose(together[b], (await last(model, [row]))[0], TOLERANCE.stated);
  });

  test("text that grows past it is continued as the whole text would be", async () => {
    const model = await open();
    const text = TEXT.slice(0, 5);
    const [produced] = await generateRows(createRun(), model, [text], { maxTokens: 8 });
    for (const id of produced) {
      const [logits] = await last(model, [text]);
      expect(id).toBe(logits.indexOf(Math.max(...logits)));
      text.push(id);
    }
    expect(text).toHaveLength(13);
  });

  test("rows share no prefix", async () => {
    const model = await open();
    const shared = (length: number) =>
      computeSharedPrefixes(
        createRun(),
        model,
        [0, 1].map((id) => ({ ids: [...TEXT.slice(0, length - 1), id], group: 0, before: 4 })),
        1,
      );
    expect(await shared(8)).not.toBeNull();
    expect(await shared(9)).toBeNull();
  });
});
