import { expect, test } from "vitest";
import { legendEm } from "./base";

test("short names share a row of the legend, and each long one has its own", () => {
  const short = legendEm(["ROME", "MEMIT"]);
  expect(legendEm(["ROME"])).toBe(short);
  const long = legendEm(["同一关系的其他事实保持不变的份额", "自由生成时回答新答案的份额"]);
  expect(long - short).toBeCloseTo(1.9);
  expect(legendEm(["改写"])).toBe(short);
});

test("of names that are not known, two stand beside each other", () => {
  expect(legendEm(4)).toBe(legendEm(3));
  expect(legendEm(5)).toBeGreaterThan(legendEm(4));
});
