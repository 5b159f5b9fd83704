import { expect, test } from "vitest";
import { ui as english } from "@/components/messages/en/ui";
import { ui as chinese } from "@/components/messages/zh/ui";
import { formatBytes, formatNats, formatPercent, shortId } from "./format";

test("percentages have one decimal and losses three", () => {
  expect(formatPercent(0.9984)).toBe("99.8%");
  expect(formatNats(1.23456)).toBe("1.235 nats");
});

test("sizes are decimal, and a size just under a unit does not read as a thousand of the smaller one", () => {
  expect(formatBytes(999)).toBe("999 B");
  expect(formatBytes(25_200_000)).toBe("25.2 MB");
  expect(formatBytes(999_960)).toBe("1.0 MB");
  expect(formatBytes(1_520_000_000)).toBe("1.5 GB");
});

test("durations never show sixty seconds or sixty minutes", () => {
  expect(english.duration(340)).toBe("340 ms");
  expect(english.duration(1234)).toBe("1.2 s");
  expect(english.duration(59_970)).toBe("1 min");
  expect(english.duration(185_000)).toBe("3 min 5 s");
  expect(english.duration(3_599_800)).toBe("1 h");
  expect(english.duration(7_800_000)).toBe("2 h 10 min");
});

test("durations have the units of the page's language", () => {
  expect(chinese.duration(340)).toBe("340 毫秒");
  expect(chinese.duration(1234)).toBe("1.2 秒");
  expect(chinese.duration(159_000)).toBe("2 分 39 秒");
  expect(chinese.duration(7_800_000)).toBe("2 小时 10 分");
});

test("a version's short name leaves its kind out", () => {
  expect(shortId("ver_3fa9c1d2e4b56789")).toBe("3fa9c1d2");
});
