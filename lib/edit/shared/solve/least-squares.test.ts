/** The solve against the equation it stands for, in both of its forms. */
import { describe, expect, test } from "vitest";
import { createRun, NumericalError, seededRandom } from "../../../base";
import { cholesky, hostProduct, solveRows } from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { updateDirections, type KeyCovariance } from "./least-squares";

const SIZE = 6;
const WEIGHT = 0.7;
const EXACT = { relative: 1e-8, absolute: 1e-9 };
const random = seededRandom("least squares");
const vector = () => Float64Array.from({ length: SIZE }, () => random.normal());

async function covarianceOf(): Promise<{ covariance: KeyCovariance; matrix: Float64Array }> {
  const roots = Array.from({ length: 2 * SIZE }, vector);
  const matrix = Float64Array.from({ length: SIZE * SIZE }, (_, at) =>
    roots.reduce((sum, root) => sum + root[Math.floor(at / SIZE)] * root[at % SIZE], 0),
  );
  const factor = await cholesky(matrix.slice(), SIZE);
  const covariance: KeyCovariance = {
    size: SIZE,
    multiply: hostProduct,
    solve: (rows) => solveRows(factor, rows),
    matrix: async (weight) => matrix.map((value) => weight * value),
  };
  return { covariance, matrix };
}

/** (w C + K̃ K̃ᵀ) a for one row a. */
function applied(matrix: Float64Array, keys: readonly Float64Array[], row: Float64Array): Float64Array {
  return row.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < SIZE; j++) sum += WEIGHT * matrix[i * SIZE + j] * row[j];
    for (const key of keys) sum += key[i] * key.reduce((product, value, j) => product + value * row[j], 0);
    return sum;
  });
}

describe("updateDirections", () => {
  test.each([
    ["fewer keys than the layer is wide", 2, 0],
    ["with past keys beside them", 2, 3],
    ["more keys than the layer is wide", 9, 0],
    ["more past keys than the layer is wide", 2, 20],
  ])("solves (w C + K Kᵀ) aₙ = kₙ: %s", async (_, count, before) => {
    const { covariance, matrix } = await covarianceOf();
    const keys = Array.from({ length: count }, vector);
    const past = Array.from({ length: before }, vector);
    const rows = await updateDirections(createRun(), covariance, WEIGHT, keys, past);
    expect(rows).toHaveLength(count);
    rows.forEach((row, n) => expectClose(applied(matrix, [...keys, ...past], row), keys[n], EXACT));
  });

  test("linearly dependent keys need a weight, and the error names it", async () => {
    const { covariance } = await covarianceOf();
    const key = vector();
    const failure = updateDirections(createRun(), covariance, 0, [key, key.map((value) => 2 * value)]);
    await expect(failure).rejects.toBeInstanceOf(NumericalError);
    await expect(failure).rejects.toMatchObject({ hint: expect.stringContaining("weight") });
  });
});
