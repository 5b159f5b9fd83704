import { expect, test } from "vitest";
import { createThroughput } from "./throughput";

test("the rate is that of the last seconds, and starts again with another try", () => {
  let nowMs = 0;
  const throughput = createThroughput(() => nowMs);
  const after = (durationMs: number, doneBytes: number) => {
    nowMs += durationMs;
    return throughput.at(doneBytes);
  };
  expect(after(0, 0)).toBe(0);
  expect(after(1000, 500)).toBe(500);
  for (let i = 0; i < 10; i++) after(1000, 500);
  expect(after(1000, 500)).toBe(0);
  expect(after(1000, 100)).toBe(0);
  expect(after(1000, 300)).toBe(200);
});
