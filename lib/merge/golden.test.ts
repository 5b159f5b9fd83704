/** Results of mergekit and of the published kinship code on three tensors of twelve numbers. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createRun } from "../base";
import { kinshipOf } from "./kinship/kinship";
import { MERGE_OPERATORS } from "./operators";
import type { ParameterValues } from "./operators/operator";
import { valueAt } from "./engine/schedule";
import { rankedProbabilities } from "./sparsify";

interface Golden {
  readonly merge: Readonly<Record<string, number[][]>>;
  readonly gradient_parameter: readonly number[];
  readonly kinship: {
    readonly ab: { readonly pcc: number; readonly cs: number; readonly ed: number };
    readonly true_signed_cosine_ab: number;
  };
}
const FILE = path.join(import.meta.dirname, "../testing/fixtures/merge/golden.json");
const golden = JSON.parse(readFileSync(FILE, "utf8")) as Golden;
const flat = (name: string) => Float32Array.from(golden.merge[name].flat());

const CASES: readonly [
  name: string,
  id: string,
  models: string,
  own: readonly ParameterValues[],
  shared?: ParameterValues,
  base?: boolean,
][] = [
  ["linear_A0.3_B0.7", "linear", "AB", [{ weight: 0.3 }, { weight: 0.7 }], { normalize: true }],
  ["slerp_t0.3_A_B", "slerp", "AB", [], { t: 0.3 }],
  ["nuslerp_flat_t0.3_A_B", "nuslerp", "AB", [{ weight: 0.7 }, { weight: 0.3 }], { nuslerp_flatten: true }],
  [
    "nuslerp_flat_base_t0.3",
    "nuslerp",
    "AB",
    [{ weight: 0.7 }, { weight: 0.3 }],
    { nuslerp_flatten: true },
    true,
  ],
  [
    "nuslerp_noflat_dim-1_t0.3",
    "nuslerp",
    "AB",
    [{ weight: 0.7 }, { weight: 0.3 }],
    { nuslerp_flatten: false },
  ],
  ["task_arithmetic_w1_0.5", "task_arithmetic", "AB", [{ weight: 1 }, { weight: 0.5 }], { lambda: 1 }, true],
  [
    "ties_w0.5_0.3_0.2_d0.5",
    "ties",
    "ABC",
    [
      { weight: 0.5, density: 0.5 },
      { weight: 0.3, density: 0.5 },
      { weight: 0.2, density: 0.5 },
    ],
    { normalize: true, lambda: 1, rescale: "none" },
    true,
  ],
  [
    "breadcrumbs_w1_1_d0.5_g0.1",
    "breadcrumbs",
    "AB",
    [
      { weight: 1, density: 0.5, gamma: 0.1 },
      { weight: 1, density: 0.5, gamma: 0.1 },
    ],
    { normalize: false, lambda: 1, rescale: "none" },
    true,
  ],
  ["sce_topk1", "sce", "ABC", [], { select_topk: 1 }, true],
  ["sce_topk0.5", "sce", "ABC", [], { select_topk: 0.5 }, true],
  ["model_stock", "model_stock", "ABC", [], { filter_wise: false }, true],
  ["karcher_equal_3", "karcher", "ABC", [], { max_iter: 10, tol: 1e-5 }],
  [
    "multislerp_w.5_.3_.2",
    "multislerp",
    "ABC",
    [{ weight: 0.5 }, { weight: 0.3 }, { weight: 0.2 }],
    { normalize_weights: true, eps: 1e-8 },
  ],
];

describe("an operator gives mergekit's numbers", () => {
  test.each(CASES)("%s", (name, id, models, own, shared = {}, needsBase = false) => {
    const { values } = MERGE_OPERATORS.get(id).merge({
      inputs: [...models].map((model, i) => ({ model, values: flat(model), parameters: own[i] ?? {} })),
      ...(needsBase && { base: flat("base") }),
      shape: [3, 4],
      parameters: shared,
      random: () => {
        throw new Error("no chance here");
      },
    });
    const wanted = flat(name);
    values.forEach((value, i) => expect(Math.abs(value - wanted[i])).toBeLessThan(1e-6));
  });

  test("probabilities of DELLA follow the ranks in each row", () => {
    const base = flat("base");
    const delta = flat("A").map((value, i) => value - base[i]);
    const wanted = flat("della_keep_prob_d0.5_eps0.15");
    rankedProbabilities(delta, 4, 0.5, 0.15).forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 6));
  });
});

test("a list is interpolated along the layers", () => {
  golden.gradient_parameter.forEach((wanted, layer) => {
    const position = { tensor: "", height: layer / (golden.gradient_parameter.length - 1) };
    expect(valueAt([0, 0.5, 0.3, 0.7, 1], position)).toBeCloseTo(wanted, 8);
  });
});

test("kinship is that of the published code, and its cosine has its sign", async () => {
  const source = (name: string) => ({
    name,
    source: {
      architecture: "tiny",
      layers: 0,
      tensors: new Map([["w", { shape: [3, 4], dtype: "F32" }]]),
      read: async () => flat(name),
    },
  });
  const { pairs } = await kinshipOf(createRun(), source("base"), [source("A"), source("B")]);
  const { ab, true_signed_cosine_ab: signed } = golden.kinship;
  expect(pairs[0].global.pcc).toBeCloseTo(ab.pcc, 6);
  expect(pairs[0].global.cosine).toBeCloseTo(signed, 6);
  expect(pairs[0].global.distance).toBeCloseTo(ab.ed, 6);
});
