import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../../../base";
import { denseSum, type WeightDelta } from "../../../../model";
import { float32, floats, norm, type Tensor } from "../../../../tensor";
import { expectClose } from "../../../../testing/expect-close";
import { nativeRuntime } from "../../../../testing/runtimes";
import { tinyModel } from "../../../../testing/tiny";
import { TOLERANCE } from "../../../../testing/tolerance";
import { principalDirections, withoutPrincipal } from "./principal-directions";

const run = createRun();
const random = seededRandom("principal directions");
const matrix = (rows: number, columns: number): Tensor<"float32"> =>
  float32(
    [rows, columns],
    Float32Array.from({ length: rows * columns }, () => random.normal()),
  );
const model = await tinyModel("gpt2", nativeRuntime());

/** Rows of a matrix, each of length 1. */
function unitRows({ shape: [count, width], data }: Tensor<"float32">): number[][] {
  const rows = Array.from({ length: count }, (_, n) => [...data.subarray(n * width, (n + 1) * width)]);
  return rows.map((row) => row.map((value) => value / norm(row)));
}

/** Σ ŵ (ŵ · u): what an eigenvector is stretched by. */
function stretched(rows: readonly number[][], u: ArrayLike<number>): number[] {
  const dots = rows.map((row) => row.reduce((sum, value, i) => sum + value * u[i], 0));
  return Array.from({ length: u.length }, (_, i) => rows.reduce((sum, row, n) => sum + dots[n] * row[i], 0));
}

describe("principal directions", () => {
  test.each([
    ["more rows than entries", 30, 7],
    ["fewer rows than entries", 6, 20],
  ])("are orthonormal eigenvectors, the largest first among what they hold: %s", async (_, count, width) => {
    const weight = matrix(count, width);
    const rows = unitRows(weight);
    const directions = await principalDirections(run, model, weight, 0.5);
    const found = Array.from({ length: directions.shape[0] }, (__, r) =>
      floats(directions).subarray(r * width, (r + 1) * width),
    );
    const values = found.map((u) => norm(stretched(rows, u)));
    found.forEach((u, r) => {
      expectClose(
        stretched(rows, u),
        u.map((value) => values[r] * value),
        TOLERANCE.backend,
      );
      found.forEach((v, s) => {
        const product = u.reduce((sum, value, i) => sum + value * v[i], 0);
        expect(product).toBeCloseTo(r === s ? 1 : 0, 5);
      });
    });
    // The trace is the number of rows. All but the last hold at most half of it, and all together more.
    const held = values.reduce((a, b) => a + b);
    expect(held).toBeGreaterThan(count / 2);
    expect(held - Math.min(...values)).toBeLessThanOrEqual(count / 2);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  test("a share of 0 is the leading one alone", async () => {
    expect((await principalDirections(run, model, matrix(9, 4), 0)).shape).toEqual([1, 4]);
    expect((await principalDirections(run, model, matrix(9, 4), 1)).shape).toEqual([4, 4]);
  });
});

describe("a change without its principal part", () => {
  test.each(["gpt2", "llama"] as const)(
    "%s: on the side of the rows' entries as they are stored",
    async (family) => {
      const model = await tinyModel(family, nativeRuntime());
      const spec = model.parameter("mlp.down", 1);
      const stored = await model.stored(spec);
      const [out, into] = [model.facts.dimensions.width, model.facts.dimensions.mlpWidth];
      const isOutput = stored.shape[1] === out;
      expect(isOutput).toBe(family === "gpt2");
      const directions = await principalDirections(run, model, stored, 0.5);
      const lowRank: WeightDelta = {
        parameter: spec.name,
        form: "low-rank",
        left: matrix(out, 2),
        right: matrix(2, into),
      };
      const dense: WeightDelta = {
        parameter: spec.name,
        form: "dense",
        delta: float32([out, into], denseSum(spec, [lowRank])),
      };
      const before = denseSum(spec, [lowRank]);
      for (const delta of [lowRank, dense]) {
        const damped = await withoutPrincipal(run, model, delta, spec, { share: 0.5, strength: 0.75 });
        expect(damped.form).toBe(delta.form);
        const after = denseSum(spec, [damped]);
        // Along a principal direction a quarter is left of what was there.
        for (let r = 0; r < directions.shape[0]; r++) {
          const width = directions.shape[1];
          const u = floats(directions).subarray(r * width, (r + 1) * width);
          const along = (change: Float32Array) =>
            Array.from({ length: isOutput ? into : out }, (_, k) =>
              u.reduce((sum, x, i) => sum + x * change[isOutput ? i * into + k : k * into + i], 0),
            );
          expectClose(
            along(after),
            along(before).map((value) => 0.25 * value),
            TOLERANCE.backend,
          );
        }
      }
      const whole = await withoutPrincipal(run, model, lowRank, spec, { share: 0.5, strength: 0 });
      expectClose(denseSum(spec, [whole]), before, TOLERANCE.stated);
    },
  );
});
