import { describe, expect, test } from "vitest";
import type { FormField } from "@/components/form";
import { entryNames, shortNames, sweepOf } from "@/components/results/entries";
import { firstPlan, fitted, valuesOf, type SweepPlan } from "./sweep";

const number: FormField = { name: "clampFactor", kind: "number", nullable: false, exclusiveMinimum: 0 };
const layers: FormField = { name: "layers", kind: "integers", nullable: false, minimum: 0 };
const plan: SweepPlan = { method: "rome", parameter: "clampFactor", from: 1, to: 16, count: 5, scale: "log" };
const nameOf = (id: string) => id.toUpperCase();

describe("the values of a sweep", () => {
  test("by a factor", () => expect(valuesOf(plan, number).values).toEqual([1, 2, 4, 8, 16]));

  test("in even steps, with the ends as they were typed", () => {
    const even = valuesOf({ ...plan, scale: "linear", from: 0.1, to: 0.7, count: 3 }, number);
    expect(even.values).toEqual([0.1, 0.4, 0.7]);
  });

  test("of whole numbers are whole, and none is run twice", () => {
    const whole = valuesOf({ ...plan, scale: "linear", from: 0, to: 3, count: 7 }, layers);
    expect(whole.values).toEqual([0, 1, 2, 3]);
    expect(fitted(layers, 2)).toEqual([2]);
  });

  test("as a list are sorted", () => {
    expect(valuesOf({ ...plan, list: "4, 0.5;2 4" }, number)).toEqual({ values: [0.5, 2, 4], fault: null });
  });

  test.each([
    [{ list: "" }, "noValues"],
    [{ list: "1, two" }, "notNumbers"],
    [{ from: 0 }, "logNeedsPositive"],
    [{ list: Array.from({ length: 30 }, (_, index) => index + 1).join(" ") }, "tooMany"],
    [{ list: "-1, 1" }, "unfit"],
  ])("%o is refused as %s", (change, code) => {
    expect(valuesOf({ ...plan, ...change }, number).fault?.code).toBe(code);
  });

  test("begin around what holds now, inside the bounds", () => {
    expect(firstPlan("rome", layers, 1)).toMatchObject({ from: 0, to: 3, count: 4, scale: "linear" });
    expect(firstPlan("rome", number, 20)).toMatchObject({ from: 5, to: 80, scale: "log" });
    const bounded = { ...number, maximum: 1, minimum: 0 };
    expect(firstPlan("rome", bounded, 0.5)).toMatchObject({ from: 0.125, to: 1 });
  });
});

describe("entries", () => {
  const rome = (layer: number, clampFactor = 4) => ({
    method: "rome",
    parameters: { layers: [layer], clampFactor },
  });

  test("are named by their method, and by what differs where it stands several times", () => {
    const ft = { method: "ft", parameters: { steps: 5 } };
    expect(entryNames([rome(1), ft], nameOf)).toEqual(["ROME", "FT"]);
    expect(entryNames([rome(1), ft, rome(2)], nameOf)).toEqual(["ROME · layers 1", "FT", "ROME · layers 2"]);
    expect(entryNames([rome(1, 2), rome(2, 3)], nameOf)[0]).toBe("ROME · layers 1, clampFactor 2");
  });

  test("never have one name twice", () => {
    expect(entryNames([rome(1), rome(1), rome(1)], nameOf)).toEqual(["ROME", "ROME (2)", "ROME (3)"]);
  });

  test("of a sweep are named by the value where the method is said beside", () => {
    expect(shortNames([rome(1), rome(3)], nameOf)).toEqual(["layers 1", "layers 3"]);
    expect(shortNames([rome(1)], nameOf)).toEqual(["ROME"]);
  });

  test("of one method that differ in one number are a sweep", () => {
    expect(sweepOf([rome(1), rome(3)])).toEqual({ method: "rome", parameter: "layers", values: [1, 3] });
    expect(sweepOf([rome(1)])).toBeNull();
    expect(sweepOf([rome(1, 2), rome(3, 4)])).toBeNull();
    expect(sweepOf([rome(1), { ...rome(2), method: "ft" }])).toBeNull();
    expect(sweepOf([rome(1), { method: "rome", parameters: { layers: [1, 2], clampFactor: 4 } }])).toBeNull();
  });
});
