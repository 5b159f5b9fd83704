import { expect, test } from "vitest";
import { lineThrough } from "./regression";

test("points on a line give the line, and no scatter", () => {
  const line = lineThrough([
    [0, 1],
    [1, 3],
    [2, 5],
  ]);
  expect(line?.slope).toBeCloseTo(2, 12);
  expect(line?.intercept).toBeCloseTo(1, 12);
  expect(line?.correlation).toBeCloseTo(1, 12);
  expect(line?.scatter).toBeCloseTo(0, 6);
});

test("the line of four points is that of least squares", () => {
  const line = lineThrough([
    [0, 0],
    [0, 2],
    [2, 0],
    [2, 6],
  ]);
  expect(line).toMatchObject({ slope: 1, intercept: 1 });
  expect(line?.scatter).toBeCloseTo(Math.sqrt(20 / 2), 12);
});

test("two points, or points over each other, have no line", () => {
  expect(
    lineThrough([
      [0, 0],
      [1, 1],
    ]),
  ).toBeNull();
  expect(
    lineThrough([
      [1, 0],
      [1, 1],
      [1, 2],
    ]),
  ).toBeNull();
});
