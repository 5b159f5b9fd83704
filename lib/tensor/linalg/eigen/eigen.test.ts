import { describe, expect, test } from "vitest";
import { CancelledError, NumericalError, seededRandom } from "../../../base";
import { expectClose } from "../../../testing/expect-close";
import { symmetricEigen } from "./eigen";
import { dot, norm } from "../linalg";
import { hostProduct } from "../product";

const EXACT = { relative: 1e-9, absolute: 1e-9 };

/** X Xᵀ / columns, of rank at most `columns`. */
function gram(size: number, columns: number): Float64Array {
  const random = seededRandom(`gram ${size} ${columns}`);
  const rows = Array.from({ length: size }, () =>
    Float64Array.from({ length: columns }, () => random.normal()),
  );
  return Float64Array.from(
    { length: size * size },
    (_, at) => dot(rows[Math.floor(at / size)], rows[at % size]) / columns,
  );
}

/** Symmetric, from the entries on and below the diagonal. */
function symmetric(size: number, entry: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = entry(i, j);
  return matrix;
}

function random(size: number): Float64Array {
  const numbers = seededRandom("symmetric");
  return symmetric(size, () => numbers.normal());
}

function graded(size: number): Float64Array {
  const numbers = seededRandom("graded");
  return symmetric(size, (i, j) => 10 ** ((-6 * (i + j)) / size) * (i === j ? 2 : 0.1 * numbers.normal()));
}

/** Tridiagonal blocks with pairs of nearly equal values (Wilkinson 1965), joined weakly. */
function clustered(size: number): Float64Array {
  return symmetric(size, (i, j) => {
    if (i === j) return Math.abs((i % 21) - 10);
    if (i - j > 1) return 0;
    return i % 21 === 0 ? 1e-8 : 1;
  });
}

function nearlyIdentity(size: number): Float64Array {
  return symmetric(size, (i, j) => (i === j ? 1 : 0) + 1e-9 * Math.sin(i) * Math.sin(j));
}

const rowOf = (matrix: Float64Array, size: number, i: number) => matrix.subarray(i * size, (i + 1) * size);

describe("symmetricEigen", () => {
  test("finds values and vectors that are known", async () => {
    const { values, vectors } = await symmetricEigen([2, 1, 0, 1, 2, 0, 0, 0, -5], 3);
    expectClose(values, [-5, 1, 3], EXACT);
    expectClose(rowOf(vectors, 3, 0).map(Math.abs), [0, 0, 1], EXACT);
    const [x, y, z] = rowOf(vectors, 3, 1);
    expectClose([x * y, Math.abs(x), z], [-0.5, Math.SQRT1_2, 0], EXACT);
  });

  test.each([
    ["full rank", 60, 200],
    ["rank 10 of 60, so that one value is found fifty times", 60, 10],
  ])("A v = λ v with orthonormal v, ascending: %s", async (_, size, columns) => {
    const matrix = gram(size, columns);
    const { values, vectors } = await symmetricEigen(matrix, size);
    for (let v = 0; v < size; v++) {
      const vector = rowOf(vectors, size, v);
      const image = Float64Array.from(vector, (__, i) => dot(rowOf(matrix, size, i), vector));
      expectClose(
        image,
        vector.map((x) => values[v] * x),
        EXACT,
      );
      for (let w = 0; w <= v; w++) {
        expect(dot(vector, rowOf(vectors, size, w))).toBeCloseTo(v === w ? 1 : 0, 10);
      }
      if (v > 0) expect(values[v]).toBeGreaterThanOrEqual(values[v - 1]);
    }
    expect(values.filter((value) => value > 1e-9).length).toBe(Math.min(size, columns));
  });

  test.each([
    ["of random numbers", 130, random],
    ["whose values span twelve decades", 150, graded],
    ["whose values come in clusters", 140, clustered],
    ["of one value, disturbed in one direction", 100, nearlyIdentity],
    ["of zeros", 70, (size: number) => new Float64Array(size * size)],
  ])("larger than what is solved without dividing: a matrix %s", async (_, size, make) => {
    const matrix = make(size);
    const { values, vectors } = await symmetricEigen(matrix, size);
    const scale = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
    const trace = Array.from({ length: size }, (__, i) => matrix[i * size + i]).reduce(
      (sum, x) => sum + x,
      0,
    );
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) - trace)).toBeLessThanOrEqual(1e-13 * size * scale);
    for (let v = 0; v < size; v++) {
      const vector = rowOf(vectors, size, v);
      const missed = vector.map((x, i) => dot(rowOf(matrix, size, i), vector) - values[v] * x);
      expect(norm(missed)).toBeLessThanOrEqual(1e-14 * size * scale);
      for (let w = 0; w <= v; w++) {
        expect(Math.abs(dot(vector, rowOf(vectors, size, w)) - (v === w ? 1 : 0))).toBeLessThan(1e-12);
      }
    }
  });

  test("a product that is handed in gives the same values", async () => {
    const matrix = gram(150, 300);
    let calls = 0;
    const { values } = await symmetricEigen(matrix, 150, {
      multiply(a, b, inner) {
        calls++;
        return hostProduct(a, b, inner);
      },
    });
    expect(calls).toBeGreaterThan(0);
    expectClose(values, (await symmetricEigen(matrix, 150)).values, EXACT);
  });

  test("sizes one and zero, and a diagonal with equal entries", async () => {
    expect([...(await symmetricEigen([7], 1)).values]).toEqual([7]);
    expect((await symmetricEigen([], 0)).values).toHaveLength(0);
    expect([...(await symmetricEigen([3, 0, 0, 3], 2)).values]).toEqual([3, 3]);
  });

  test("NaN is a numerical error, and a matrix of another size a shape error", async () => {
    await expect(symmetricEigen([1, NaN, NaN, 1], 2)).rejects.toBeInstanceOf(NumericalError);
    await expect(symmetricEigen([1, 2, 3], 2)).rejects.toThrow(/3 values for a size of 2/);
  });

  test("a long decomposition reports progress, and stops when cancelled", async () => {
    const abort = new AbortController();
    const shares: number[] = [];
    const work = symmetricEigen(gram(260, 300), 260, {
      signal: abort.signal,
      onProgress(share) {
        shares.push(share);
        if (shares.length === 2) abort.abort();
      },
    });
    await expect(work).rejects.toBeInstanceOf(CancelledError);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[1]).toBeGreaterThan(shares[0]);
    expect(shares[1]).toBeLessThan(1);
  });
});
