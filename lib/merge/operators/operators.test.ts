import { describe, expect, test } from "vitest";
import { seededRandom } from "../../base";
import { MERGE_OPERATORS } from ".";
import type { ParameterValues } from "./operator";

const BASE = [1, -1, 0.5, 2, -2, 0];
const A = [2, -1.5, 0.5, 2.25, -1, 0.1];
const B = [0.5, -2, 1, 2.5, -1.5, -0.4];

/** Merges A and B, or A alone for an operator of one model, with the parameters that differ from the defaults. */
function merge(id: string, given: ParameterValues = {}, models = [A, B]) {
  const operator = MERGE_OPERATORS.get(id);
  const defaults = Object.fromEntries(
    operator.parameters.flatMap((parameter) =>
      parameter.default === undefined ? [] : [[parameter.id, parameter.default]],
    ),
  );
  const parameters = { ...defaults, weight: 1, t: 0.25, ...given };
  const chosen = models.slice(0, operator.models.most ?? models.length);
  return operator.merge({
    inputs: chosen.map((values, i) => ({
      model: `m${i}`,
      values: Float32Array.from(values),
      parameters,
    })),
    base: operator.base === "required" ? Float32Array.from(BASE) : undefined,
    shape: [2, 3],
    parameters,
    random: (input) => seededRandom(`seed/${input}`),
  });
}

describe.each(MERGE_OPERATORS.all)("$id", (operator) => {
  test("is the same each time, finite, and as long as its inputs", () => {
    const once = merge(operator.id, { density: 0.6, epsilon: 0.1 });
    expect([...merge(operator.id, { density: 0.6, epsilon: 0.1 }).values]).toEqual([...once.values]);
    expect(once.values).toHaveLength(6);
    expect(once.values.every(Number.isFinite)).toBe(true);
  });

  test("of models that are all the base gives the base", () => {
    const { values } = merge(operator.id, {}, [BASE, BASE]);
    values.forEach((value, i) => expect(value).toBeCloseTo(BASE[i], 6));
  });
});

describe("single operators", () => {
  test("task arithmetic adds weighted differences", () => {
    const { values } = merge("task_arithmetic", { weight: 0.5 });
    values.forEach((value, i) => expect(value).toBeCloseTo((A[i] + B[i]) / 2, 6));
  });

  test("slerp says which branch ran", () => {
    expect(merge("slerp", {}, [BASE, BASE]).facts?.branch).toBe("linear");
    expect(merge("slerp").facts?.branch).toBe("slerp");
  });

  test("ties refuses a density that keeps nothing", () => {
    const fault = MERGE_OPERATORS.get("ties").check?.({
      shape: [2, 3],
      inputs: [{ weight: 1, density: 0.1 }],
      parameters: {},
    });
    expect(fault).toMatchObject({ parameter: "density", input: 0 });
  });

  test("dare keeps the sum of sizes of each difference", () => {
    const { values } = merge("dare_linear", { density: 0.5 }, [A]);
    const sum = (list: ArrayLike<number>) =>
      Array.from(list).reduce((total, value, i) => total + Math.abs(value - BASE[i]), 0);
    expect(sum(values)).toBeCloseTo(sum(A), 5);
  });

  test("breadcrumbs with nothing to cut above keeps the rest, also of a small tensor", () => {
    const { values } = merge("breadcrumbs", { density: 0.5, gamma: 0.01 }, [A]);
    expect([...values].filter((value, i) => value !== BASE[i])).toHaveLength(3);
  });
});
