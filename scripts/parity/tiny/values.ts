/**
 * Entries of the golden file that hold values inside a method, or none of a method: targets and keys of MEMIT, MEND's network
 * on vectors of its own, and scores of the unedited model.
 */
import { z } from "zod";
import { optimizeValues } from "../../../lib/edit";
// Below what a chapter shows to others: these entries are about the parts.
import {
  groupModules,
  observed,
  transformed,
  transformFeeds,
} from "../../../lib/edit/shared/hypernetwork/network";
import { layerKeys } from "../../../lib/edit/shared/locate/keys";
import { momentsOf, spreadOf } from "../../../lib/edit/shared/hypernetwork/running-moments";
import { scoreTargets, type ParameterSpec } from "../../../lib/model";
import {
  createGraph,
  float32,
  floats,
  matmul,
  transposed,
  transposedData,
  type Tensor,
} from "../../../lib/tensor";
import { check, type Check } from "../report";
import type { TinyContext } from "./tiny";
import { close, momentWithRidge, type TinyEntry } from "./entries";

const Numbers = z.array(z.number());
const Matrix = z.array(Numbers);

export const VALUE_ENTRIES: Readonly<Record<string, TinyEntry>> = {
  MEMIT_intermediates: { method: "memit", check: checkIntermediates },
  MEND_gradient_transform: { method: "mend", check: checkTransform },
  metrics: { method: "metrics", check: checkMetrics },
};

const Intermediates = z.object({
  z_req1: Numbers,
  z_req2: Numbers,
  keys_layer0: Matrix,
  keys_layer1: Matrix,
  cov_layer0_trace: z.number(),
  cov_layer0_row0_first8: Numbers,
  cov_layer1_trace: z.number(),
  cov_layer1_row0_first8: Numbers,
});

/** z of both requests, their mean keys before any layer is written, and the second moments. */
async function checkIntermediates(name: string, context: TinyContext): Promise<Check[]> {
  const expected = Intermediates.parse(context.entry);
  const { run, model, requests, spec } = context;
  const contexts = spec.memit_templates.flat();
  const values = await optimizeValues(run, model, requests, contexts, {
    layer: 1,
    parts: ["resid_post"],
    valueSteps: 20,
    valueLearningRate: 0.5,
    valueWeightDecay: 0.5,
    klFactor: 0.0625,
    clampFactor: 0.75,
  });
  const targets = values.map(({ start, delta }) => start.map((v, i) => v + delta[i]));
  const { keys } = await layerKeys(run, model, requests, contexts, [0, 1], "blocks.1.resid_post");
  const checks = [
    close(name, "z of request 1", targets[0], expected.z_req1),
    close(name, "z of request 2", targets[1], expected.z_req2),
  ];
  for (const layer of [0, 1] as const) {
    const computed = keys.get(layer) ?? [];
    expected[`keys_layer${layer}`].forEach((key, n) =>
      checks.push(close(`${name} / layer ${layer}`, `key of request ${n + 1}`, computed[n], key)),
    );
    const { moment } = await momentWithRidge(context, layer, 0);
    const size = moment.shape[0];
    const trace = Array.from({ length: size }, (_, i) => moment.data[i * size + i]).reduce((a, b) => a + b);
    const row = expected[`cov_layer${layer}_row0_first8`];
    checks.push(
      close(`${name} / layer ${layer}`, "trace of C", [trace], [expected[`cov_layer${layer}_trace`]]),
      close(`${name} / layer ${layer}`, "row 0 of C", moment.data.subarray(0, row.length), row),
    );
  }
  return checks;
}

const Transform = z.object({
  train_mode_param_idx1: z.object({
    x: Matrix,
    d: Matrix,
    u_mean: Numbers,
    u_std: Numbers,
    v_mean: Numbers,
    v_std: Numbers,
    grad_ij: Matrix,
  }),
  eval_mode_param_idx0: z.object({ x0: Numbers, d0: Numbers }),
});

const [INTO, OUT, SIZE, RANK] = [6, 4, 10, 4];
const moduleOf = (layer: number): ParameterSpec => ({
  name: `down.${layer}`,
  role: "mlp.down",
  part: "weight",
  layer,
  shape: [OUT, INTO],
  layout: "out-in",
});

/** The network reads tokens as its second mode, which also normalizes them, and then as its first. */
async function checkTransform(name: string, { model, entry }: TinyContext): Promise<Check[]> {
  const { train_mode_param_idx1: first, eval_mode_param_idx0: second } = Transform.parse(entry);
  const groups = groupModules([moduleOf(0), moduleOf(1)]);
  const { feeds, tokens } = transformNumbers(groups[0].name);
  const [ofX, ofD] = [momentsOf(tokens.inputs.data, INTO), momentsOf(tokens.gradients.data, OUT)];
  const seen = observed(groups, { modules: [tokens, tokens] }).map((moments) => ({
    // Both modules saw the same tokens here; the file's saw them once.
    ...moments,
    count: moments.count / 2,
    squares: moments.squares.map((value) => value / 2),
  }));
  const asMode = async (mode: number) => {
    const graph = createGraph();
    const options = { rank: RANK, blocks: 2, modulation: "before" } as const;
    const { newX, newG } = transformed(graph, groups, mode, options);
    graph.output("x", newX);
    graph.output("d", newG);
    graph.output("change", matmul(transposed(newX), newG));
    const executable = await model.runtime.compile(graph.program(), {
      read: () => Promise.reject(new Error("this program has no weights")),
    });
    const all = { ...feeds, ...transformFeeds(groups, seen, { modules: [tokens, tokens] }) };
    const wanted = Object.entries(all).filter(([key]) => !/^[xg]\./.test(key) || key.endsWith(`.${mode}`));
    return executable.run(Object.fromEntries(wanted));
  };
  const [asFirst, asSecond] = [await asMode(1), await asMode(0)];
  return [
    close(name, "mean of x", ofX.mean, first.u_mean),
    close(name, "spread of x", spreadOf(ofX), first.u_std),
    close(name, "mean of d", ofD.mean, first.v_mean),
    close(name, "spread of d", spreadOf(ofD), first.v_std),
    close(name, "x of the second mode", floats(asFirst.x), first.x.flat()),
    close(name, "d of the second mode", floats(asFirst.d), first.d.flat()),
    close(name, "change of the second mode", floats(asFirst.change), first.grad_ij.flat()),
    close(name, "x of the first mode", floats(asSecond.x).subarray(0, INTO), second.x0),
    close(name, "d of the first mode", floats(asSecond.d).subarray(0, OUT), second.d0),
  ];
}

/** The file's numbers, in its order: u, v, bias, shift and scale of each layer, then x and d. */
function transformNumbers(group: string) {
  let state = 7;
  const next = () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const fill = (rows: number, columns: number, scale = 1) =>
    Float32Array.from({ length: rows * columns }, () => scale * next());
  const turned = (rows: number, columns: number) =>
    float32([columns, rows], transposedData(fill(rows, columns), rows, columns));
  const feeds: Record<string, Tensor> = {};
  for (const block of [0, 1]) {
    feeds[`${group}.${block}.writer`] = turned(SIZE, RANK); // u is [out, R]
    feeds[`${group}.${block}.reader`] = turned(RANK, SIZE); // v is [R, in]
    feeds[`${group}.${block}.bias`] = float32([SIZE], fill(1, SIZE));
    feeds[`${group}.${block}.shift`] = float32([2, SIZE], fill(2, SIZE));
    feeds[`${group}.${block}.scale`] = float32([2, SIZE], fill(2, SIZE));
  }
  const x = fill(5, INTO, 2);
  const d = fill(5, OUT, 0.1).fill(0, OUT, 2 * OUT);
  const kept = [0, 2, 3, 4]; // a token without gradient is dropped
  const rows = (data: Float32Array, width: number) =>
    float32(
      [kept.length, width],
      kept.flatMap((row) => [...data.subarray(row * width, (row + 1) * width)]),
    );
  return { feeds, tokens: { inputs: rows(x, INTO), gradients: rows(d, OUT) } };
}

const Metrics = z.object({
  test_prediction_acc_single: Numbers,
  test_prediction_acc_batch: Numbers,
  locality_ids_single: z.array(z.array(z.int())),
  locality_ids_batch: z.array(z.array(z.int())),
  PPL: z.number(),
});

/** Teacher-forced accuracy, the ids that locality compares, and perplexity, of the unedited model. */
async function checkMetrics(name: string, { run, model, entry }: TinyContext): Promise<Check[]> {
  const expected = Metrics.parse(entry);
  const scores = await scoreTargets(run, model, [
    { prompt: "w3 w7 w8 w1", target: "w9 w4" },
    { prompt: "w12 w6", target: "w2 w2 w2" },
  ]);
  const accuracies = scores.map(
    ({ targetIds, predicted }) => targetIds.filter((id, i) => id === predicted[i]).length / targetIds.length,
  );
  const [{ perToken }] = scores;
  const perplexity = Math.exp(-perToken.reduce((sum, logP) => sum + logP, 0) / perToken.length);
  const differing = (actual: readonly unknown[], theirs: readonly unknown[]) =>
    theirs.filter((one, i) => String(one) !== String(actual[i])).length;
  const ids = scores.map(({ predicted }) => predicted);
  return [
    close(name, "token accuracy", accuracies, expected.test_prediction_acc_batch),
    check(name, "ids of one row", differing(ids, expected.locality_ids_single), 0, "rows"),
    check(name, "ids of two rows", differing(ids, expected.locality_ids_batch), 0, "rows"),
    close(name, "perplexity", [perplexity], [expected.PPL]),
  ];
}
