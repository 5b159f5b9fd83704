import { expect, test } from "vitest";
import { seededRandom } from "../../base";
import { expectClose } from "../../testing/expect-close";
import { addOuterProducts, combineRows, dot, lowerGram, lowRankNorm, meanOf, norm, addRidge } from "./linalg";

const EXACT = { relative: 1e-9, absolute: 1e-9 };

const lowerOf = (matrix: Float64Array, size: number) =>
  [...matrix].filter((_, at) => at % size <= Math.floor(at / size));

test("sums of outer products and products of pairs fill the lower half", async () => {
  const rows = [
    [1, 2],
    [3, -1],
    [0, 5],
  ];
  const sum = Float64Array.from([1, 0, 0, 1]);
  await addOuterProducts(sum, rows);
  expect(lowerOf(sum, 2)).toEqual([1 + 10, -1, 1 + 30]);
  const gram = await lowerGram(rows, [rows[2], rows[1], rows[0]]);
  expect(lowerOf(gram, 3)).toEqual([10, -5, 10, 25, -5, 10]);
});

test("they do so for more rows and columns than one piece holds", async () => {
  const random = seededRandom("outer products");
  const [count, size] = [530, 300];
  const rows = Array.from({ length: count }, () => Array.from({ length: size }, () => random.normal()));
  const sum = new Float64Array(size * size);
  await addOuterProducts(sum, rows);
  const columns = rows[0].map((_, i) => rows.map((row) => row[i]));
  const wanted = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) wanted[i * size + j] = dot(columns[i], columns[j]);
  expectClose(lowerOf(sum, size), lowerOf(wanted, size), EXACT);
  expectClose(lowerOf(await lowerGram(columns, columns), size), lowerOf(wanted, size), EXACT);
});

test("rows are combined by weights", async () => {
  const combined = await combineRows(
    [
      [1, 0, 2],
      [0, -1, 0],
    ],
    [
      [1, 2],
      [3, -1],
      [0, 5],
    ],
  );
  expect(combined.map((row) => [...row])).toEqual([
    [1, 12],
    [-3, 1],
  ]);
  expect(await combineRows([], [[1]])).toEqual([]);
});

test("a matrix is scaled and raised without being changed", async () => {
  const matrix = Float32Array.from([1, 2, 2, 3]);
  expect([...(await addRidge(matrix, { scale: 2, ridge: 0.5 }))]).toEqual([2.5, 4, 4, 6.5]);
  expect([...matrix]).toEqual([1, 2, 2, 3]);
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

test("norm and mean match their definitions", () => {
  expect(norm([3, -4])).toBe(5);
  expect([
    ...meanOf([
      [1, 2],
      [3, 6],
    ]),
  ]).toEqual([2, 4]);
  expect(() => dot([1], [1, 2])).toThrow(/1 by 2/);
});
