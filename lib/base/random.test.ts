import { describe, expect, test } from "vitest";
import { seededRandom, shuffled } from "./random";

const draws = (seed: number | string, count = 5) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

describe("seededRandom", () => {
  test("the same seed gives the same stream, another seed another", () => {
    expect(draws(7)).toEqual(draws("7"));
    expect(draws(7)).not.toEqual(draws(8));
  });

  test("a fork depends on the seed and its label, not on what was drawn before", () => {
    const fresh = seededRandom(1).fork("a");
    const used = seededRandom(1);
    used.normal();
    expect(used.fork("a").uniform()).toBe(fresh.uniform());
    expect(seededRandom(1).fork("b").uniform()).not.toBe(seededRandom(1).fork("a").uniform());
    expect(seededRandom(2).fork("a").uniform()).not.toBe(seededRandom(1).fork("a").uniform());
  });

  test("drawing from a fork moves no other stream", () => {
    const [one, other] = [seededRandom(3), seededRandom(3)];
    const fork = one.fork("x");
    for (let i = 0; i < 10; i++) fork.uniform();
    expect(one.uniform()).toBe(other.uniform());
  });

  test("uniform stays in [0, 1) with mean one half; normal has mean 0 and variance 1", () => {
    const random = seededRandom("moments");
    const uniform = Array.from({ length: 20_000 }, () => random.uniform());
    expect(uniform.every((x) => x >= 0 && x < 1)).toBe(true);
    const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    const normal = Array.from({ length: 20_000 }, () => random.normal());
    expect(Math.abs(mean(normal))).toBeLessThan(0.03);
    expect(Math.abs(mean(normal.map((x) => x * x)) - 1)).toBeLessThan(0.05);
  });

  test("integer covers [0, below) and nothing else", () => {
    const random = seededRandom("integers");
    const seen = new Set(Array.from({ length: 500 }, () => random.integer(5)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("shuffled", () => {
  test("keeps the items, does not change its input, and follows the seed", () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    const result = shuffled(items, seededRandom(1));
    expect(items).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect([...result].sort((a, b) => a - b)).toEqual(items);
    expect(result).not.toEqual(items);
    expect(shuffled(items, seededRandom(1))).toEqual(result);
  });
});
