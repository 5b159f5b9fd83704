import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../../base";
import { createArtifactCache, memoryArtifacts } from "../../../store";
import { float32, hostProduct, type ArtifactCache, type Tensor } from "../../../tensor";
import { updateDirections, type KeyCovariance } from "./least-squares";
import { protectKeys } from "./protected-keys";

const random = seededRandom("protected");
const rowsOf = (count: number, width = 24) =>
  Array.from({ length: count }, () => Float32Array.from({ length: width }, () => random.normal()));
const matrix = (rows: readonly Float32Array[]): Tensor =>
  float32(
    [rows.length, rows[0].length],
    rows.flatMap((row) => [...row]),
  );
const double = (rows: readonly ArrayLike<number>[]) => rows.map((row) => Float64Array.from(row));

const freshCache = () => createArtifactCache(memoryArtifacts());
const protect = (keys: readonly Tensor[], cache: ArtifactCache = freshCache(), size = 24, ridge = 2) =>
  protectKeys(
    createRun(),
    { cache, key: {}, ridge, size, multiply: hostProduct, coordinates: async (rows) => double(rows) },
    keys,
  );

const plain = (size: number): KeyCovariance => ({
  size,
  multiply: hostProduct,
  solve: async (rows) => rows,
  matrix: async (weight) =>
    Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) ? 0 : weight)),
});

async function solved(
  keys: readonly Float32Array[],
  newKeys: readonly Float64Array[],
  cache?: ArtifactCache,
  size = 24,
) {
  const { metric, rest } = await protect(keys.length > 0 ? [matrix(keys)] : [], cache, size);
  return updateDirections(createRun(), metric, 2, newKeys, rest);
}

describe("protecting keys", () => {
  test.each([0, 1, 15, 16, 17, 40, 70])("%i of them give the solution of the whole system", async (count) => {
    const [keys, newKeys] = [rowsOf(count), double(rowsOf(2))];
    const [rows, expected] = [
      await solved(keys, newKeys),
      await updateDirections(createRun(), plain(24), 2, newKeys, double(keys)),
    ];
    rows.forEach((row, n) => row.forEach((value, i) => expect(value).toBeCloseTo(expected[n][i], 11)));
  });

  test("more new keys than there are directions take the other way to the same", async () => {
    const [keys, newKeys] = [rowsOf(20, 4), double(rowsOf(6, 4))];
    const [rows, expected] = [
      await solved(keys, newKeys, undefined, 4),
      await updateDirections(createRun(), plain(4), 2, newKeys, double(keys)),
    ];
    rows.forEach((row, n) => row.forEach((value, i) => expect(value).toBeCloseTo(expected[n][i], 11)));
  });

  test("kept blocks and blocks made anew have the same bits, and so have keys cut differently", async () => {
    const [keys, newKeys, cache] = [rowsOf(50), double(rowsOf(1)), freshCache()];
    for (const count of [10, 20, 35]) await solved(keys.slice(0, count), newKeys, cache);
    const [grown, anew] = [await solved(keys, newKeys, cache), await solved(keys, newKeys)];
    expect(grown).toEqual(anew);
    const cut = await protect([matrix(keys.slice(0, 7)), matrix(keys.slice(7))]);
    expect(await updateDirections(createRun(), cut.metric, 2, newKeys, cut.rest)).toEqual(anew);
  });

  test("other keys of the same number are not mistaken for them", async () => {
    const [keys, newKeys, cache] = [rowsOf(32), double(rowsOf(1)), freshCache()];
    await solved(keys, newKeys, cache);
    const others = [keys[1], keys[0], ...keys.slice(2)].map((row, n) =>
      n === 20 ? row.map((x) => -x) : row,
    );
    const swapped = keys.map((row, n) => (n === 3 ? rowsOf(1)[0] : row));
    for (const list of [others, swapped])
      expect(await solved(list, newKeys, cache)).toEqual(await solved(list, newKeys));
  });

  test("only keys after the last whole block are part of the solve", async () => {
    for (const [count, left] of [
      [15, 15],
      [16, 0],
      [1000, 8],
    ] as const)
      expect((await protect([matrix(rowsOf(count))])).rest).toHaveLength(left);
  });
});
