import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../../base";
import { createReferenceRuntime } from "../../../runtime";
import { cholesky, hostProduct, norm, solveRows } from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { RUNTIMES } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import { doubleProduct } from "./product";

/** Far closer than float32 could come. */
const DOUBLE = { relative: 1e-12, absolute: 1e-12 };
const run = createRun();

const WITH_FLOAT64 = RUNTIMES.filter(({ kind }) => kind !== "reference");

describe.each(WITH_FLOAT64)("products in float64 by the $kind runtime", ({ open }) => {
  const random = seededRandom("double products");
  const filled = (length: number) => Float64Array.from({ length }, () => random.normal());

  test("are those of plain JavaScript, also of parts of arrays", async () => {
    const multiply = doubleProduct(run, await tinyModel("gpt2", await open()));
    for (const [rows, inner, columns] of [
      [1, 7, 5],
      [64, 33, 20],
    ]) {
      const [a, b] = [filled(3 + rows * inner).subarray(3), filled(inner * columns)];
      expectClose(await multiply(a, b, inner), await hostProduct(a, b, inner), DOUBLE);
    }
    expect(multiply).not.toBe(hostProduct);
  });

  test("solve a system to the precision of float64", async () => {
    const multiply = doubleProduct(run, await tinyModel("gpt2", await open()));
    const size = 300;
    const matrix = Float64Array.from(
      { length: size * size },
      (_, at) => 0.99 ** Math.abs(Math.floor(at / size) - (at % size)),
    );
    const b = filled(size);
    const [x] = await solveRows(await cholesky(matrix.slice(), size, { multiply }), [b], { multiply });
    const rest = b.map((value, i) => x.reduce((sum, xj, j) => sum - matrix[i * size + j] * xj, value));
    expect(norm(rest) / norm(b)).toBeLessThan(1e-11);
  });
});

test("a runtime without float64 leaves them to plain JavaScript", async () => {
  expect(doubleProduct(run, await tinyModel("gpt2", createReferenceRuntime()))).toBe(hostProduct);
});
