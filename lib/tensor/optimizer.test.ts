import { describe, expect, test } from "vitest";
import { expectClose } from "../testing/expect-close";
import { TOLERANCE } from "../testing/tolerance";
import { adam, projectOnBall, projectOnBox } from "./optimizer";

describe("adam", () => {
  /** Positions after each step, from the update rule in PyTorch's documentation worked out in float64. */
  test.each([
    {
      start: 1,
      learningRate: 0.1,
      weightDecay: 0,
      gradients: [0.5, -0.25, 0.1],
      positions: [0.9, 0.8733663, 0.8418419],
    },
    {
      start: -2,
      learningRate: 0.5,
      weightDecay: 0,
      gradients: [3, 3, -1],
      positions: [-2.5, -3.0, -3.302849],
    },
    {
      start: 1,
      learningRate: 0.1,
      weightDecay: 0.5,
      gradients: [0, 0.2, 0.2],
      positions: [0.9, 0.8001656, 0.7001606],
    },
  ])(
    "steps as PyTorch does from $start, weight decay $weightDecay",
    ({ start, gradients, positions, ...options }) => {
      const optimizer = adam(options);
      const variable = Float32Array.of(start);
      const path = gradients.map((gradient) => {
        optimizer.step(variable, [gradient]);
        return variable[0];
      });
      expectClose(path, positions, TOLERANCE.stated);
    },
  );

  test("entries move on their own, and the first step has the size of the learning rate", () => {
    const variable = Float32Array.of(0, 0, 0);
    adam({ learningRate: 0.01 }).step(variable, [1e-3, -500, 0]);
    expectClose(variable, [-0.01, 0.01, 0], { relative: 1e-4, absolute: 1e-9 });
  });

  test("decoupled decay shrinks the variable by a share of the step size, and does not change the step", () => {
    const variable = Float32Array.of(2, 2);
    const optimizer = adam({ learningRate: 0.1, decoupledDecay: 0.5 });
    optimizer.step(variable, [0, 3]);
    expectClose(variable, [1.9, 1.8], TOLERANCE.stated);
    optimizer.step(variable, [0, 3]);
    expectClose(variable, [1.805, 1.61], TOLERANCE.stated);
  });

  test("the step size halves after the given number of steps, and again after as many more", () => {
    const variable = Float32Array.of(0);
    const optimizer = adam({ learningRate: 0.8, halveEvery: 2 });
    // With one and the same gradient both moments are exact, and every step has the size of the learning rate.
    const path = Array.from({ length: 5 }, () => {
      optimizer.step(variable, [2]);
      return variable[0];
    });
    expectClose(path, [-0.8, -1.6, -2, -2.4, -2.6], TOLERANCE.stated);
  });

  test("it finds the minimum of a parabola", () => {
    const optimizer = adam({ learningRate: 0.1 });
    const variable = Float32Array.of(4, -3);
    for (let step = 0; step < 500; step++)
      optimizer.step(variable, [2 * (variable[0] - 1), 20 * (variable[1] + 2)]);
    expectClose(variable, [1, -2], { relative: 0, absolute: 1e-2 });
  });
});

test("a vector outside the ball is scaled onto it, one inside is left alone", () => {
  const outside = Float32Array.of(3, 4);
  projectOnBall(outside, 2.5);
  expectClose(outside, [1.5, 2], TOLERANCE.stated);
  const inside = Float32Array.of(0.3, -0.4);
  projectOnBall(inside, 2.5);
  expect([...inside]).toEqual([...Float32Array.of(0.3, -0.4)]);
});

test("each entry is kept within its own side of the box", () => {
  const variable = Float32Array.of(2, -2, 0.25);
  projectOnBox(variable, Float32Array.of(1, 1, 0), 0.5);
  expect([...variable]).toEqual([1.5, 0.5, 0.25]);
});
