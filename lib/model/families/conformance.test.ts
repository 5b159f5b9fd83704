/** Every family keeps the contract of sites, taps, caches and batches, on a tiny model with random weights. */
import { beforeAll, describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { createReferenceRuntime } from "../../runtime";
import { float32, floats, multiply, type Tensor } from "../../tensor";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { documentedSites } from "../../testing/sites";
import {
  TINY_FAMILIES,
  tinyConfig,
  tinyFiles,
  tinyLayers,
  tinyModel,
  tinyWeights,
  type TinyFamily,
} from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { decode } from "../inference/decode";
import { generateRows } from "../inference/generate";
import { openModel, type Model } from "../model";
import { NO_TAP, type Site, type Tap } from "../site";
import { plainFeeds, readSites } from "../inference/trace";
import { openCheckpoint } from "../checkpoint/weights";
import { MODEL_FAMILIES } from ".";

const run = createRun();
const ROWS = [
  [5, 90, 17, 33, 2, 140, 61],
  [200, 7, 7],
];

test("the tiny models cover every family", () => {
  expect([...TINY_FAMILIES].sort()).toEqual(MODEL_FAMILIES.all.map(({ id }) => id).sort());
});

const everyToken = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map((_, t) => t));

async function logitsOf(model: Model, rows: readonly (readonly number[])[]): Promise<Float32Array[][]> {
  const decoded = await decode(run, model, { rows, at: everyToken(rows) });
  return rows.map((row, b) => row.map((_, t) => decoded.logits(b, t).slice()));
}

/** Logits of a pass with a tap, [B, T, V] flat. */
async function tappedLogits(model: Model, key: string, tap: Tap): Promise<Float32Array> {
  const program = await model.program(key, ({ graph, forward, unembed }) => {
    const hidden = forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap,
    });
    graph.output("logits", unembed(hidden));
  });
  return floats((await program.run(plainFeeds(ROWS))).logits);
}

describe.each(TINY_FAMILIES)("%s", (family) => {
  let model: Model;
  beforeAll(async () => {
    model = await tinyModel(family, nativeRuntime());
  });

  test("every site fires once, in order, with its documented shape", async () => {
    const reference = await tinyModel(family, createReferenceRuntime());
    const fired: Site[] = [];
    const program = await reference.program("sites", ({ graph, forward }) => {
      forward({
        ids: graph.input("ids", "int32", ["B", "T"]),
        positions: graph.input("positions", "int32", ["B", "T"]),
        mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
        tap(site, value) {
          fired.push(site);
          graph.output(site, value);
          return value;
        },
      });
    });
    const values: Record<string, Tensor> = await program.run(plainFeeds(ROWS));
    const documented = documentedSites(model.facts.dimensions, ROWS.length, 7);
    expect(fired).toEqual(documented.map(([site]) => site));
    expect(Object.fromEntries(Object.entries(values).map(([site, { shape }]) => [site, [...shape]]))).toEqual(
      Object.fromEntries(documented),
    );
  });

  test("a tap that returns its input changes no bit", async () => {
    expectSameBits(
      await tappedLogits(model, "identity", (_site, value) => value),
      await tappedLogits(model, "none", NO_TAP),
    );
  });

  test("a tap that returns another value takes effect at every site", async () => {
    const sites = documentedSites(model.facts.dimensions, 1, 1).map(([site]) => site);
    const program = await model.program("scaled", ({ graph, forward, unembed }) => {
      const hidden = forward({
        ids: graph.input("ids", "int32", ["B", "T"]),
        positions: graph.input("positions", "int32", ["B", "T"]),
        mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
        tap: (site, value) => multiply(value, graph.input(site, "float32", [1])),
      });
      graph.output("logits", unembed(hidden));
    });
    const logits = async (halved?: Site) => {
      const scales = sites.map((site) => [site, float32([1], [site === halved ? 0.5 : 1])] as const);
      const results = await program.run({ ...plainFeeds(ROWS), ...Object.fromEntries(scales) });
      return floats(results.logits);
    };
    const plain = await logits();
    for (const site of sites) {
      const half = await logits(site);
      expect(
        half.some((logit, i) => logit !== plain[i]),
        site,
      ).toBe(true);
    }
  });

  test("a tap that changes the rank is refused with the site", async () => {
    const wrong: Tap = (site, value) =>
      site === "embed" ? { ...value, shape: value.shape.slice(1) } : value;
    await expect(tappedLogits(model, "wrong", wrong)).rejects.toThrow(/tap at embed/);
  });

  test("decoding with a cache equals decoding without", async () => {
    const whole = await logitsOf(model, ROWS);
    const first = await decode(run, model, { rows: ROWS.map((row) => row.slice(0, 2)), at: [[1], [1]] });
    const second = await decode(run, model, {
      rows: [ROWS[0].slice(2, 4), ROWS[1].slice(2, 3)],
      at: [[0, 1], [0]],
      past: first.past,
      starts: [2, 2],
    });
    const third = await decode(run, model, {
      rows: [ROWS[0].slice(4, 7), [1]],
      at: [[0, 2], [0]],
      past: second.past,
      starts: [4, 3],
    });
    for (const [actual, expected] of [
      [first.logits(0, 0), whole[0][1]],
      [second.logits(0, 0), whole[0][2]],
      [second.logits(0, 1), whole[0][3]],
      [second.logits(1, 0), whole[1][2]],
      [third.logits(0, 0), whole[0][4]],
      [third.logits(0, 1), whole[0][6]],
    ]) {
      expectClose(actual, expected, TOLERANCE.backend);
    }
  });

  test("other rows of the batch change no bit of a row", async () => {
    const neighbours = [3, 3, 3, 200, 100];
    const [, one] = await logitsOf(model, [neighbours, ROWS[1]]);
    const [, other] = await logitsOf(model, [[...neighbours].reverse(), ROWS[1]]);
    one.forEach((logits, t) => expectSameBits(logits, other[t]));
  });

  test("a padded row equals the row alone", async () => {
    const [, padded] = await logitsOf(model, ROWS);
    const [alone] = await logitsOf(model, [ROWS[1]]);
    padded.forEach((logits, t) => expectClose(logits, alone[t], TOLERANCE.backend));
  });

  test("a later token changes nothing before it", async () => {
    const [before] = await logitsOf(model, [[...ROWS[1], 9]]);
    const [after] = await logitsOf(model, [[...ROWS[1], 10]]);
    for (let t = 0; t < 3; t++) expectSameBits(after[t], before[t]);
    expect(after[3]).not.toEqual(before[3]);
  });

  test("tokens have positions: another order gives another answer", async () => {
    const [one] = await logitsOf(model, [[8, 9, 10, 11]]);
    const [other] = await logitsOf(model, [[9, 8, 10, 11]]);
    expect(one[3]).not.toEqual(other[3]);
  });

  test("sites are read at the requested tokens", async () => {
    const site = "blocks.1.mlp.post";
    const read = await readSites(run, model, ROWS, [[6, 0], [2]], [site]);
    const { mlpWidth } = model.facts.dimensions;
    expect(read[site].shape).toEqual([2, 2, mlpWidth]);
    const alone = await readSites(run, model, [ROWS[1]], [[2]], [site]);
    expectClose(
      floats(read[site]).subarray(2 * mlpWidth, 3 * mlpWidth),
      floats(alone[site]),
      TOLERANCE.backend,
    );
  });

  test("greedy text is the argmax, a prompt's companions do not matter, and the context's end stops it", async () => {
    const [together] = await generateRows(run, model, ROWS, { maxTokens: 6 });
    const [alone] = await generateRows(run, model, [ROWS[0]], { maxTokens: 6 });
    expect(together).toEqual(alone);
    const text = [...ROWS[0]];
    for (const id of alone) {
      const [logits] = await logitsOf(model, [text]);
      expect(logits[text.length - 1].indexOf(Math.max(...logits[text.length - 1]))).toBe(id);
      text.push(id);
    }
    const nearEnd = Array.from({ length: 61 }, (_, i) => i + 1);
    const [last] = await generateRows(run, model, [nearEnd], { maxTokens: 10 });
    expect(last).toHaveLength(3);
  });

  test("sampling follows the run's seed", async () => {
    const sample = (seed: number) =>
      generateRows(createRun({ seed }), model, ROWS, { maxTokens: 8, temperature: 1 });
    expect(await sample(1)).toEqual(await sample(1));
    expect(await sample(1)).not.toEqual(await sample(2));
  });
});

describe("grouped-query attention", () => {
  test("a key head for two queries equals two equal key heads", async () => {
    const grouped = tinyConfig("llama");
    const whole = { ...grouped, num_key_value_heads: 4 };
    const weights = tinyWeights(grouped);
    // [2 heads × 4, 16] to [4 heads × 4, 16], each head twice.
    const doubled = (data: Float32Array) =>
      Float32Array.from([0, 0, 1, 1].flatMap((head) => [...data.subarray(head * 64, (head + 1) * 64)]));
    const runtime = nativeRuntime();
    const open = async (config: Record<string, unknown>, change: boolean) => {
      const checkpoint = await openCheckpoint("tiny", tinyFiles("llama", { config }));
      const read = async (name: string) => {
        const weight = weights[name];
        if (!change || !/[kv]_proj/.test(name)) return weight;
        return { ...weight, shape: [16, 16], data: doubled(weight.data) };
      };
      const { tokenizer } = await tinyModel("llama", runtime);
      return openModel({ ...checkpoint, read }, tokenizer, runtime);
    };
    const [one] = await logitsOf(await open(grouped, false), [ROWS[0]]);
    const [other] = await logitsOf(await open(whole, true), [ROWS[0]]);
    one.forEach((logits, t) => expectClose(logits, other[t], TOLERANCE.backend));
  });
});

const ROTARY = TINY_FAMILIES.filter((family) => !["gpt2", "gpt_neo", "opt"].includes(family));

test.each(ROTARY)("rotary attention of %s depends on distances, not positions", async (family) => {
  const model = await tinyModel(family, nativeRuntime());
  const row = [3, 50, 99, 20];
  const shifted = await decode(run, model, { rows: [row], at: [[3]], starts: [17] });
  const [plain] = await logitsOf(model, [row]);
  expectClose(shifted.logits(0, 0), plain[3], TOLERANCE.backend);
});

test("Gemma 3's two rotary settings mean the same in the spelling of either generation", async () => {
  const open = (config: Record<string, unknown>) => tinyModel("gemma3_text", nativeRuntime(), { config });
  const whole = { rope_type: "linear", factor: 8 };
  const older = await open({ rope_theta: 500, rope_local_base_freq: 50, rope_scaling: whole });
  const newer = await open({
    rope_local_base_freq: undefined,
    rope_parameters: {
      sliding_attention: { rope_theta: 50 },
      full_attention: { ...whole, rope_theta: 500 },
    },
  });
  const [expected, [plain]] = [await logitsOf(older, [ROWS[0]]), await logitsOf(await open({}), [ROWS[0]])];
  (await logitsOf(newer, [ROWS[0]]))[0].forEach((logits, t) => expectSameBits(logits, expected[0][t]));
  expect(expected[0][6]).not.toEqual(plain[6]);
});

describe("a window", () => {
  const WINDOWED: readonly TinyFamily[] = [
    "gpt_neo",
    "mistral",
    "qwen2",
    "gemma2",
    "gemma3_text",
    "phi3",
    "smollm3",
  ];
  /** One layer that slides: the second of GPT-Neo and Qwen is the first that does. */
  const sliding: Partial<Record<TinyFamily, Record<string, unknown>>> = {
    gpt_neo: { attention_layers: ["local"] },
    qwen2: { max_window_layers: 0 },
    smollm3: { no_rope_layers: [1], layer_types: ["sliding_attention"] },
  };

  test.each(WINDOWED)("of three tokens in %s hides the fourth, with a cache and without", async (family) => {
    const config = { ...tinyLayers(family, 1), ...sliding[family] };
    const model = await tinyModel(family, nativeRuntime(), { config });
    const text = [5, 90, 17, 33, 2, 140];
    const changed = (at: number) => text.map((id, t) => (t === at ? id + 1 : id));
    const cached = async (row: readonly number[]) => {
      const first = await decode(run, model, { rows: [row.slice(0, 4)], at: [[3]] });
      const rest = { rows: [row.slice(4)], at: [[1]], past: first.past, starts: [4] };
      return (await decode(run, model, rest)).logits(0, 0).slice();
    };
    const whole = async (row: readonly number[]) => (await logitsOf(model, [row]))[0][5];
    for (const last of [cached, whole]) {
      const plain = await last(text);
      expectSameBits(await last(changed(2)), plain);
      expect(await last(changed(3))).not.toEqual(plain);
    }
  });
});

test("the cap of the logits bends them as cap · tanh(logit / cap)", async () => {
  const open = (cap: number | null) =>
    tinyModel("gemma2", nativeRuntime(), { config: { final_logit_softcapping: cap } });
  const [plain] = await logitsOf(await open(null), [ROWS[0]]);
  const [capped] = await logitsOf(await open(0.5), [ROWS[0]]);
  capped.forEach((logits, t) =>
    expectClose(
      logits,
      plain[t].map((logit) => 0.5 * Math.tanh(logit / 0.5)),
      TOLERANCE.backend,
    ),
  );
});
