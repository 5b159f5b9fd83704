import { expect, test } from "vitest";
import { formatBytes, formatDuration, formatNats, formatPercent, shortId } from "./format";

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
  expect(formatDuration(340)).toBe("340 ms");
  expect(formatDuration(1234)).toBe("1.2 s");
  expect(formatDuration(59_970)).toBe("1 min");
  expect(formatDuration(185_000)).toBe("3 min 5 s");
  expect(formatDuration(3_599_800)).toBe("1 h");
  expect(formatDuration(7_800_000)).toBe("2 h 10 min");
});

test("a version's short name leaves its kind out", () => {
  expect(shortId("ver_3fa9c1d2e4b56789")).toBe("3fa9c1d2");
});
