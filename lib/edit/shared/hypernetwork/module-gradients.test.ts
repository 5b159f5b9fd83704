/** What gradient-reading editors read, against the gradient of the weight itself; and the least squares they solve. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../../base";
import type { EditRequest } from "../../../data";
import {
  computePrefix,
  denseSum,
  forwardSuffix,
  orientation,
  type Model,
  type ParameterSpec,
} from "../../../model";
import { float32, floats, grad, type Tensor } from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { nativeRuntime } from "../../../testing/runtimes";
import { TINY_FAMILIES, tinyModel } from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import { encodePairs } from "../training/target-loss";
import {
  editedModules,
  MODULE_ROLES,
  scoredLogits,
  scoredLogP,
  scoredTokens,
  startBelow,
  tokenGradients,
  weighted,
} from "./module-gradients";
import { ridgeDelta, ridgeGradient, ridgeSolution } from "../solve/ridge";

const run = createRun();
const REQUESTS: EditRequest[] = [
  { id: "a", subject: "Anna", prompt: "{} lives in", targetNew: "Rome" },
  { id: "b", subject: "Paris", prompt: "The capital of {} is the", targetNew: "city" },
];

/** The gradient by the whole weight, from a program in which it is live. */
async function weightGradient(model: Model, spec: ParameterSpec, request: EditRequest) {
  const scored = encodePairs(model, [
    { prompt: request.prompt.replace("{}", request.subject), target: request.targetNew },
  ]);
  const start = startBelow([spec]);
  const prefix = await computePrefix(run, model, start, scored.rows, [0]);
  const program = await model.program(
    `test:${spec.name}`,
    (context) => {
      const hidden = forwardSuffix(context, model, start, (value) => value);
      const logP = scoredLogP(context, "t", scoredLogits(context, "t", hidden));
      context.graph.output("g", grad(weighted(context, "t", logP), [context.live(spec)])[0]);
    },
    { live: [spec] },
  );
  const { feeds } = scoredTokens("t", scored, prefix.tokens, () => -1);
  const results = await program.run({ ...prefix.feeds, ...feeds, [spec.name]: await model.stored(spec) });
  return floats(results.g);
}

describe.each(TINY_FAMILIES)("%s", (family) => {
  test("Σ g xᵀ over a request's tokens is the gradient of its weight, whatever else is read with it", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const modules = editedModules(model, [0, 1], MODULE_ROLES);
    expect(modules.filter(({ role }) => role === "mlp.down")).toHaveLength(2);
    expect(modules.length).toBeGreaterThanOrEqual(family === "phi3" ? 2 : 4); // its gate and up are one weight
    const { modules: read, owners } = await tokenGradients(run, model, modules, REQUESTS);
    for (const [i, spec] of modules.entries()) {
      const [out, into] = orientation(spec);
      for (const [r, request] of REQUESTS.entries()) {
        const sum = new Float32Array(out * into);
        owners.forEach((owner, n) => {
          if (owner !== r) return;
          for (let o = 0; o < out; o++)
            for (let j = 0; j < into; j++) {
              const at = spec.layout === "in-out" ? j * out + o : o * into + j;
              sum[at] += read[i].gradients.data[n * out + o] * read[i].inputs.data[n * into + j];
            }
        });
        expectClose(sum, await weightGradient(model, spec, request), TOLERANCE.backend);
      }
    }
  });
});

describe("least squares of tokens", () => {
  const [TOKENS, INTO, OUT] = [5, 16, 3];
  const random = seededRandom("ridge");
  const matrix = (rows: number, columns: number): Tensor<"float32"> =>
    float32(
      [rows, columns],
      Float32Array.from({ length: rows * columns }, () => random.normal()),
    );
  const spec: ParameterSpec = {
    name: "weight",
    role: "mlp.down",
    part: "weight",
    layer: 0,
    shape: [OUT, INTO],
    layout: "out-in",
  };

  test("the change satisfies the normal equations, with fewer tokens than inputs and with more", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const ridge = 0.7;
    for (const tokens of [TOKENS, 3 * INTO]) {
      const [keys, values] = [matrix(tokens, INTO), matrix(tokens, OUT)];
      const delta = denseSum(spec, [await ridgeDelta(run, model, spec, keys, values, ridge)]);
      // ΔW Kᵀ K + λ ΔW = Vᵀ K
      const left = new Float32Array(OUT * INTO);
      const right = new Float32Array(OUT * INTO);
      for (let o = 0; o < OUT; o++)
        for (let n = 0; n < tokens; n++) {
          let moved = 0;
          for (let j = 0; j < INTO; j++) moved += delta[o * INTO + j] * keys.data[n * INTO + j];
          for (let j = 0; j < INTO; j++) {
            left[o * INTO + j] += moved * keys.data[n * INTO + j];
            right[o * INTO + j] += values.data[n * OUT + o] * keys.data[n * INTO + j];
          }
        }
      expectClose(
        left.map((value, i) => value + ridge * delta[i]),
        right,
        TOLERANCE.backend,
      );
    }
  });

  test("its gradient by values and ridge agrees with differences", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const [keys, values, weights] = [matrix(TOKENS, INTO), matrix(TOKENS, OUT), matrix(TOKENS, OUT)];
    const loss = async (v: Tensor, logRidge: number) => {
      const { y } = await ridgeSolution(run, model, keys, v, Math.exp(logRidge));
      return y.data.reduce((sum, value, i) => sum + value * weights.data[i], 0);
    };
    const step = 1e-2;
    const solution = await ridgeSolution(run, model, keys, values, Math.exp(0.5));
    const { byValues, byLogRidge } = await ridgeGradient(run, model, solution, weights);
    const differences = [];
    for (let i = 0; i < values.data.length; i++) {
      const moved = (by: number) =>
        float32(
          values.shape,
          values.data.map((value, j) => (j === i ? value + by : value)),
        );
      differences.push(((await loss(moved(step), 0.5)) - (await loss(moved(-step), 0.5))) / (2 * step));
    }
    expectClose(byValues.data, Float32Array.from(differences), TOLERANCE.gradient);
    const slope = ((await loss(values, 0.5 + step)) - (await loss(values, 0.5 - step))) / (2 * step);
    expectClose(Float32Array.of(byLogRidge), Float32Array.of(slope), TOLERANCE.gradient);
  });
});
