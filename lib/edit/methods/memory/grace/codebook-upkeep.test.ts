import { describe, expect, test } from "vitest";
import type { CodebookEntry } from "../../../../model";
import { keepUp, nearest, type UpkeepOptions } from "./codebook-upkeep";

const OPTIONS: UpkeepOptions = { radius: 1, growth: "coverage", samePrompt: "replace" };
const at = (x: number): Float32Array => Float32Array.of(x, 0);
const entry = (id: number, x: number, radius = 1, label = [1]): CodebookEntry => ({
  id,
  key: at(x),
  value: Float32Array.of(9),
  radius,
  label,
});
const fresh = () => Float32Array.of(5);
const keep = (
  entries: readonly CodebookEntry[],
  x: number,
  label = [1],
  options: Partial<UpkeepOptions> = {},
) => keepUp(entries, { key: at(x), label }, { ...OPTIONS, ...options }, fresh);

describe("keeping up a codebook", () => {
  test("the first input is a key with the first radius", () => {
    const { touched, trained, answers, distance } = keep([], 3);
    expect(touched).toEqual([{ id: 1, key: at(3), value: fresh(), radius: 1, label: [1] }]);
    expect([trained, answers, distance]).toEqual([touched[0], true, undefined]);
  });

  test("beyond both radii an input is a key of its own, with the next id, and touches nothing else", () => {
    const { touched, distance } = keep([entry(1, 0), entry(7, 10)], 2.5);
    expect(touched.map(({ id }) => id)).toEqual([8]);
    expect(distance).toBe(2.5);
  });

  test("within, with another answer, both radii meet halfway, the old one a little short of it", () => {
    const { touched, trained, answers } = keep([entry(1, 0)], 1, [2]);
    expect(touched.map(({ id, radius }) => [id, radius])).toEqual([
      [1, 0.5 - 1e-5],
      [2, 0.5],
    ]);
    expect([trained.id, answers]).toEqual([2, true]);
    expect(nearest(touched, at(1))?.entry.id).toBe(2);
  });

  test("answers are compared token by token, not by their mean", () => {
    expect(keep([entry(1, 0, 1, [1, 3])], 1, [2, 2]).touched).toHaveLength(2);
  });

  test("with the same answer the radius grows, or the key moves halfway, and the value continues to train", () => {
    const [grown] = keep([entry(1, 0)], 1.5).touched;
    expect(grown).toEqual(entry(1, 0, 1.5));
    const [moved] = keep([entry(1, 0)], 1.5, [1], { growth: "moving_average" }).touched;
    expect(moved).toEqual(entry(1, 0.75, 1.5));
  });

  test("inside its radius a key with the same answer stays as it is", () => {
    expect(keep([entry(1, 0)], 0.5).touched).toEqual([entry(1, 0)]);
  });

  test("a known prompt with another answer starts its value anew", () => {
    const { touched, answers } = keep([entry(1, 3)], 3, [2]);
    expect(touched).toEqual([{ ...entry(1, 3), value: fresh(), label: [2] }]);
    expect(answers).toBe(true);
  });

  test("as published, it adds a key that never fires", () => {
    const { touched, trained, answers } = keep([entry(1, 3)], 3, [2], { samePrompt: "split" });
    expect(touched.map(({ id, radius }) => [id, radius])).toEqual([
      [1, -1e-5],
      [2, 0],
    ]);
    expect([trained.id, answers]).toEqual([2, false]);
  });

  test("the nearest is the first of equally near ones", () => {
    expect(nearest([entry(3, 2), entry(4, 0), entry(5, 2)], at(1))?.entry.id).toBe(3);
    expect(nearest([], at(1))).toBeUndefined();
  });
});
