/** Recursive least squares against the system that it stands for. */
import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../../../base";
import { denseSum, type WeightDelta } from "../../../../model";
import { float32, floats, numbersOf, type Tensor, type TensorBundle } from "../../../../tensor";
import { expectClose } from "../../../../testing/expect-close";
import { nativeRuntime } from "../../../../testing/runtimes";
import { tinyModel } from "../../../../testing/tiny";
import { idealStep, joinKeyMemories, rememberedKeys } from "./ideal-editor";

const RIDGE = 3;
/** Float32 factors and sums of them. */
const CLOSE = { relative: 1e-4, absolute: 2e-3 };
const run = createRun();
const model = await tinyModel("gpt2", nativeRuntime());
const spec = model.parameter("mlp.down", 0);
const [OUT, INTO] = [16, 64];
const random = seededRandom("ideal editor");
const matrix = (rows: number, columns: number): Tensor =>
  float32(
    [rows, columns],
    Float32Array.from({ length: rows * columns }, () => random.normal()),
  );
const wantedChange = (dense = false): WeightDelta =>
  dense
    ? { parameter: spec.name, form: "dense", delta: matrix(OUT, INTO) }
    : { parameter: spec.name, form: "low-rank", left: matrix(OUT, 1), right: matrix(1, INTO) };

interface Edit {
  readonly keys: Tensor;
  readonly change: WeightDelta;
}
const edits = (tokens: readonly number[]): Edit[] =>
  tokens.map((count, n) => ({ keys: matrix(count, INTO), change: wantedChange(n === 1) }));

/** ΔA of each edit, one after another; `join` makes one memory of those before. */
async function steps(all: readonly Edit[], join = (memories: readonly TensorBundle[]) => memories) {
  const worn: WeightDelta[] = [];
  let past: readonly TensorBundle[] = [];
  for (const { keys, change } of all) {
    worn.push(
      await idealStep(run, model, { spec, keys, wanted: [change], worn: [...worn], past, ridge: RIDGE }),
    );
    past = join([...past, rememberedKeys({ spec, keys })]);
  }
  return worn;
}

/** A P and Σ D Kᵀ K, which are equal for the change of the ideal editor. */
function bothSides(all: readonly Edit[], change: readonly WeightDelta[]) {
  const sum = denseSum(spec, change);
  const [left, right] = [Float64Array.from(sum, (value) => RIDGE * value), new Float64Array(OUT * INTO)];
  for (const { keys, change: wanted } of all) {
    const dense = denseSum(spec, [wanted]);
    for (let t = 0; t < keys.shape[0]; t++) {
      const key = floats(keys).subarray(t * INTO, (t + 1) * INTO);
      for (let i = 0; i < OUT; i++) {
        const of = (weights: Float32Array) => key.reduce((s, x, j) => s + x * weights[i * INTO + j], 0);
        const [got, asked] = [of(sum), of(dense)];
        key.forEach((x, j) => {
          left[i * INTO + j] += got * x;
          right[i * INTO + j] += asked * x;
        });
      }
    }
  }
  return { left, right };
}

describe("the change of the ideal editor", () => {
  test.each<[string, readonly number[]]>([
    ["one edit", [5]],
    ["several edits, one of them dense", [5, 4, 6, 5]],
    ["more tokens than inputs", [40, 50, 30]],
  ])("edit by edit is that of all at once: %s", async (_, tokens) => {
    const all = edits(tokens);
    const { left, right } = bothSides(all, await steps(all));
    expectClose(left, right, CLOSE);
  });

  test("does not depend on whether memories are apart, below each other, or a sum", async () => {
    const all = edits([70, 40, 60, 5, 4]);
    const [apart, joined] = [await steps(all), await steps(all, (memories) => [joinKeyMemories(memories)])];
    expectClose(denseSum(spec, joined), denseSum(spec, apart), CLOSE);
  });

  test("an edit of few tokens is a change of as low a rank", async () => {
    const [delta] = await steps(edits([5]));
    expect(delta.form === "low-rank" && delta.left.shape).toEqual([OUT, 5]);
  });

  test("with a ridge near 0 one edit gives its wanted values at its keys", async () => {
    const [edit] = edits([5]);
    const step = { spec, keys: edit.keys, wanted: [edit.change], worn: [], past: [], ridge: 1e-6 };
    const change = await idealStep(run, model, step);
    for (let t = 0; t < 5; t++) {
      const key = floats(edit.keys).subarray(t * INTO, (t + 1) * INTO);
      const at = (delta: WeightDelta) => {
        const weights = denseSum(spec, [delta]);
        return Float64Array.from({ length: OUT }, (_, i) =>
          key.reduce((sum, x, j) => sum + x * weights[i * INTO + j], 0),
        );
      };
      expectClose(at(change), at(edit.change), CLOSE);
    }
  });
});

describe("joined memories", () => {
  const memories = [70, 40, 30, 9].map((tokens) => ({ "keys.0": matrix(tokens, INTO) }));

  test("are rows below each other until their sum is the smaller form", () => {
    expect(joinKeyMemories(memories.slice(0, 2))["keys.0"].shape).toEqual([110, INTO]);
    const { "moment.0": moment, ...rest } = joinKeyMemories(memories);
    expect(rest).toEqual({});
    const expected = new Float64Array(INTO * INTO);
    for (const { "keys.0": keys } of memories) {
      for (let t = 0; t < keys.shape[0]; t++) {
        const key = floats(keys).subarray(t * INTO, (t + 1) * INTO);
        key.forEach((a, i) => key.forEach((b, j) => (expected[i * INTO + j] += a * b)));
      }
    }
    expectClose(numbersOf(moment), expected, { relative: 1e-12, absolute: 1e-12 });
  });

  test("have the same bits wherever they were cut", () => {
    const whole = joinKeyMemories(memories);
    const stepwise = memories.reduce((joined: TensorBundle, one) => joinKeyMemories([joined, one]), {});
    expect(stepwise).toEqual(whole);
    const late = joinKeyMemories([joinKeyMemories(memories.slice(0, 3)), memories[3]]);
    expect(late).toEqual(whole);
  });
});
