import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gatherReports } from "./gather-reports";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first report is told at once, those that follow together", () => {
  const told: (readonly number[])[] = [];
  const reports = gatherReports<number>(100, (some) => told.push(some));
  for (const n of [1, 2, 3]) reports.add(n);
  expect(told).toEqual([[1]]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([[1], [2, 3]]);
  vi.advanceTimersByTime(1000);
  reports.add(4);
  expect(told).toEqual([[1], [2, 3], [4]]);
});

test("closing tells what waits, and nothing is told afterwards", () => {
  const told: (readonly number[])[] = [];
  const reports = gatherReports<number>(100, (some) => told.push(some));
  for (const n of [1, 2]) reports.add(n);
  reports.close();
  reports.add(3);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([[1], [2]]);
});
