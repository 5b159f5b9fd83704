import { describe, expect, test } from "vitest";
import { CancelledError, NumericalError, seededRandom } from "../../base";
import { expectClose } from "../../testing/expect-close";
import { cholesky, solveRows } from "./cholesky";
import { dot, norm } from "./linalg";
import { hostProduct, type MatrixProduct } from "./product";

const EXACT = { relative: 1e-9, absolute: 1e-9 };

/** Σ xₙ xₙᵀ / columns of rows whose entries fall from 1 to `smallest` along the matrix. */
function moment(size: number, columns: number, smallest = 1): Float64Array {
  const random = seededRandom(`moment ${size} ${columns}`);
  const rows = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: columns }, () => smallest ** (i / size) * random.normal()),
  );
  return Float64Array.from(
    { length: size * size },
    (_, at) => dot(rows[Math.floor(at / size)], rows[at % size]) / columns,
  );
}

/** ‖A x − b‖ / ‖b‖. */
function residual(matrix: Float64Array, x: Float64Array, b: Float64Array): number {
  const image = x.map((_, i) => dot(matrix.subarray(i * x.length, (i + 1) * x.length), x));
  return norm(image.map((value, i) => value - b[i])) / norm(b);
}

describe("cholesky", () => {
  test("solves a system whose answer is known", async () => {
    const factor = await cholesky(Float64Array.from([4, 2, 0, 2, 5, 1, 0, 1, 3]), 3);
    const [x] = await solveRows(factor, [[8, 15, 11]]); // A (1, 2, 3)
    expectClose(x, [1, 2, 3], EXACT);
  });

  test.each([
    ["one block", 200],
    ["one block exactly", 256],
    ["one row more than a block", 257],
    ["two blocks, of which the last is odd", 389],
  ])("L Lᵀ is the matrix, and A x is b for one right side and for many: %s", async (_, size) => {
    const matrix = moment(size, size + 50);
    const factor = await cholesky(matrix.slice(), size);
    const rowOf = (i: number) => factor.lower.subarray(i * size, i * size + i + 1);
    for (const [i, j] of [
      [0, 0],
      [size - 1, 0],
      [size - 1, size - 2],
      [size >> 1, size >> 2],
    ]) {
      expectClose([dot(rowOf(i).subarray(0, j + 1), rowOf(j))], [matrix[i * size + j]], EXACT);
    }
    const random = seededRandom("right sides");
    const sides = Array.from({ length: 5 }, () => Float64Array.from({ length: size }, () => random.normal()));
    const solved = await solveRows(factor, sides);
    solved.forEach((x, n) => expect(residual(matrix, x, sides[n])).toBeLessThan(1e-11));
    expectClose((await solveRows(factor, [sides[3]]))[0], solved[3], EXACT);
  });

  test("a badly conditioned moment is solved as well as float64 allows", async () => {
    const size = 300;
    const matrix = moment(size, size + 20, 1e-4); // condition number above 10¹⁰
    const random = seededRandom("ill");
    const b = Float64Array.from({ length: size }, () => random.normal());
    const [x] = await solveRows(await cholesky(matrix.slice(), size), [b]);
    expect(norm(x) / norm(b)).toBeGreaterThan(1e6); // it is badly conditioned
    const image = x.map((_, i) => dot(matrix.subarray(i * size, (i + 1) * size), x) - b[i]);
    expect(norm(image) / (norm(matrix) * norm(x))).toBeLessThan(1e-15 * size);
  });

  test("more right sides than are solved at once come back in their order", async () => {
    const factor = await cholesky(Float64Array.from([4, 2, 2, 5]), 2);
    const sides = Array.from({ length: 700 }, (_, n) => [8 + n, 12]);
    const solved = await solveRows(factor, sides);
    expect(solved).toHaveLength(700);
    for (const n of [0, 511, 512, 699])
      expectClose(solved[n], [(5 * (8 + n) - 24) / 16, (48 - 2 * (8 + n)) / 16], EXACT);
    expect(sides[0]).toEqual([8, 12]);
    expect(await solveRows(factor, [])).toEqual([]);
  });

  test("nearly all of the work goes through the given product, in bounded pieces", async () => {
    const size = 700;
    const pieces: number[] = [];
    const counting: MatrixProduct = (a, b, inner) => {
      pieces.push((2 * a.length * b.length) / inner);
      return hostProduct(a, b, inner);
    };
    const matrix = Float64Array.from(
      { length: size * size },
      (_, at) => 0.9 ** Math.abs(Math.floor(at / size) - (at % size)),
    );
    await cholesky(matrix, size, { multiply: counting });
    const total = pieces.reduce((sum, operations) => sum + operations, 0);
    expect(total).toBeGreaterThan(0.5 * (size ** 3 / 3));
    expect(Math.max(...pieces)).toBeLessThanOrEqual(2 * 256 * 256 * 512);
  });

  test.each([
    ["singular", [1, 1, 1, 1]],
    ["indefinite", [1, 2, 2, 1]],
    ["NaN", [NaN, 0, 0, 1]],
  ])("a matrix that is %s is a numerical error with the pivot and a remedy", async (_, matrix) => {
    const failure = await cholesky(Float64Array.from(matrix), 2).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(NumericalError);
    expect((failure as NumericalError).details).toHaveProperty("pivot");
    expect((failure as NumericalError).hint).toMatch(/more tokens/);
  });

  test("the pivot is counted from the matrix's first row, and the error names the matrix", async () => {
    const size = 300;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) matrix[i * size + i] = i === 290 ? -1 : 1;
    const told = { what: "system of keys", remedy: "Edit fewer facts." };
    await expect(cholesky(matrix, size, told)).rejects.toMatchObject({
      message: expect.stringContaining("The system of keys is not positive definite: pivot 290 of 300"),
      details: { pivot: 290 },
      hint: "Edit fewer facts.",
    });
  });

  test("it reports progress, and stops when cancelled", async () => {
    const size = 600;
    const identity = new Float64Array(size * size);
    for (let i = 0; i < size; i++) identity[i * size + i] = 1;
    const abort = new AbortController();
    const shares: number[] = [];
    const work = cholesky(identity, size, {
      signal: abort.signal,
      onProgress(share) {
        shares.push(share);
        abort.abort();
      },
    });
    await expect(work).rejects.toBeInstanceOf(CancelledError);
    expect(shares).toEqual([256 / size]);
    const factor = { size: 1, lower: Float64Array.of(1) };
    const solving = solveRows(factor, [[1]], { signal: abort.signal });
    await expect(solving).rejects.toBeInstanceOf(CancelledError);
  });
});
