import { describe, expect, test } from "vitest";
import { NumericalError, seededRandom } from "../base";
import { expectClose } from "../testing/expect-close";
import { addOuterProducts, cholesky, dot, lowerGram, lowRankNorm, meanOf, norm, solveRows } from "./linalg";

const EXACT = { relative: 1e-9, absolute: 1e-9 };

describe("cholesky", () => {
  test("solves a system whose answer is known", async () => {
    const factor = await cholesky([4, 2, 0, 2, 5, 1, 0, 1, 3], 3);
    expectClose(factor.solve([8, 15, 11]), [1, 2, 3], EXACT); // A (1, 2, 3)
  });

  test("solves any positive definite system, also beyond one slice of rows", async () => {
    const size = 70;
    const random = seededRandom("spd");
    const root = Float64Array.from({ length: size * size }, () => random.normal());
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        for (let k = 0; k < size; k++) matrix[i * size + j] += root[i * size + k] * root[j * size + k];
        if (i === j) matrix[i * size + j] += 0.1;
      }
    }
    const x = Float64Array.from({ length: size }, () => random.normal());
    const b = x.map((_, i) => dot(matrix.subarray(i * size, (i + 1) * size), x));
    expectClose((await cholesky(matrix, size)).solve(b), x, { relative: 1e-6, absolute: 1e-6 });
  });

  test.each([
    ["singular", [1, 1, 1, 1]],
    ["indefinite", [1, 2, 2, 1]],
    ["NaN", [NaN, 0, 0, 1]],
  ])("a matrix that is %s is a numerical error with the pivot and a remedy", async (_, matrix) => {
    const failure = await cholesky(matrix, 2).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(NumericalError);
    expect((failure as NumericalError).details).toHaveProperty("pivot");
    expect((failure as NumericalError).hint).toMatch(/more tokens/);
  });

  test("the right side is left alone", async () => {
    const b = [2, 2];
    (await cholesky([2, 0, 0, 2], 2)).solve(b);
    expect(b).toEqual([2, 2]);
  });
});

test("many right sides are solved as each alone", async () => {
  const factor = await cholesky([4, 2, 2, 5], 2);
  const rows = [
    [8, 12],
    [1, 0],
  ];
  expect(await solveRows(factor, rows)).toEqual(rows.map((row) => factor.solve(row)));
  await expect(solveRows(await cholesky([1], 1), [[1]], AbortSignal.abort())).rejects.toThrow(/Cancelled/);
});

test("sums of outer products and products of pairs fill the lower half", async () => {
  const rows = [
    [1, 2],
    [3, -1],
    [0, 5],
  ];
  const sum = Float64Array.from([1, 0, 0, 1]);
  await addOuterProducts(sum, rows);
  expect([...sum]).toEqual([1 + 10, 0, -1, 1 + 30]);
  const gram = await lowerGram(rows, [rows[2], rows[1], rows[0]]);
  expect([...gram]).toEqual([10, 0, 0, -5, 10, 0, 25, -5, 10]);
});

test("the error of a factor names what was factored", async () => {
  const told = { what: "system of keys", remedy: "Edit fewer facts." };
  await expect(cholesky([0], 1, told)).rejects.toMatchObject({
    message: expect.stringContaining("The system of keys"),
    hint: "Edit fewer facts.",
  });
});

test("the norm of a low-rank product is the norm of the product", () => {
  const random = seededRandom("factors");
  const [rows, rank, columns] = [5, 3, 4];
  const left = Array.from({ length: rows * rank }, () => random.normal());
  const right = Array.from({ length: rank * columns }, () => random.normal());
  const product = Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return Array.from({ length: rank }, (__, r) => left[i * rank + r] * right[r * columns + j]).reduce(
      (a, b) => a + b,
      0,
    );
  });
  expectClose([lowRankNorm(left, right, rank)], [norm(product)], EXACT);
});

test("norm and mean are what they are called", () => {
  expect(norm([3, -4])).toBe(5);
  expect([
    ...meanOf([
      [1, 2],
      [3, 6],
    ]),
  ]).toEqual([2, 4]);
  expect(() => dot([1], [1, 2])).toThrow(/1 by 2/);
});
