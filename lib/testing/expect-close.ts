/** Compares lists of numbers, and reports the worst element with its index. */
import { expect } from "vitest";
import type { Tolerance } from "./tolerance";

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): void {
  expect(actual.length, "number of values").toBe(expected.length);
  let [worst, where] = [0, -1];
  for (let i = 0; i < expected.length; i++) {
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(expected[i]);
    const excess = Object.is(actual[i], expected[i]) ? 0 : Math.abs(actual[i] - expected[i]) / allowed;
    if (!(excess <= worst)) [worst, where] = [excess, i];
  }
  if (worst <= 1) return;
  expect.fail(
    `worst at ${where}: ${actual[where]} where ${expected[where]} is expected, ${worst.toPrecision(3)} times the tolerance`,
  );
}

/** Expects equality to the last bit, including NaN. */
export function expectSameBits(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length, "number of values").toBe(expected.length);
  const [left, right] = [actual, expected].map((x) => new Uint32Array(x.slice().buffer));
  const where = left.findIndex((bits, i) => bits !== right[i]);
  if (where >= 0) expect.fail(`first difference at ${where}: ${actual[where]} and ${expected[where]}`);
}
