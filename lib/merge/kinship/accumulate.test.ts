import { expect, test } from "vitest";
import { seededRandom } from "../../base";
import { numbersOf, sumsOf } from "./accumulate";

test("sums of two differences are those of their entries, and a zero of either sign moved nowhere", () => {
  const random = seededRandom("sums");
  const draw = () => Float32Array.from({ length: 999 }, (_, i) => (i % 7 === 0 ? 0 : random.normal()));
  const [left, right] = [draw(), draw()];
  [left[0], right[0]] = [-0, 1];
  [left[1], right[1]] = [1e-45, -1e-45]; // the smallest numbers that there are
  [left[2], right[2]] = [-1e-45, 3e38];
  const pairs = Array.from(left, (x, i) => [x, right[i]] as const);
  const total = (of: (x: number, y: number) => number) => pairs.reduce((sum, [x, y]) => sum + of(x, y), 0);
  const found = sumsOf(left, right);
  expect(found.both).toBe(total((x, y) => Number(x !== 0 && y !== 0)));
  expect(found.agreed).toBe(total((x, y) => Number(x !== 0 && y !== 0 && x > 0 === y > 0)));
  expect(found.a).toBeCloseTo(
    total((x) => x),
    9,
  );
  right[2] = left[2] = 0; // what is left is of one size
  const sums = sumsOf(left, right);
  expect(sums.ab).toBeCloseTo(
    pairs.reduce((sum, _, i) => sum + left[i] * right[i], 0),
    9,
  );
  expect(sums.dd).toBeCloseTo(sums.aa + sums.bb - 2 * sums.ab, 8);
  expect(numbersOf(sumsOf(left, left))).toMatchObject({ cosine: 1, distance: 0, signAgreement: 1 });
});
