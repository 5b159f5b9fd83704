import { expect, test } from "vitest";
import type { Executable, Runtime } from "./runtime";
import { measureSpeed } from "./speed";

/** A runtime whose runs take these times on a clock of its own. */
function timed(runsMs: readonly number[]) {
  let nowMs = 0;
  const seen = { runs: 0, isDisposed: false };
  const executable: Executable = {
    async run() {
      nowMs += runsMs[seen.runs++];
      return {};
    },
    async dispose() {
      seen.isDisposed = true;
    },
  };
  const runtime = { compile: async () => executable } as unknown as Runtime;
  return { runtime, now: () => nowMs, seen };
}

const OPERATIONS = 2 * 64 * 1024 * 1024;

test("speed is that of the fastest run, since something else may have the processor", async () => {
  const { runtime, now, seen } = timed([100, 50, 20, 40, 80]);
  expect(await measureSpeed(runtime, now)).toBeCloseTo(OPERATIONS / 0.02, -3);
  expect(seen).toEqual({ runs: 5, isDisposed: true });
});

test("the first run prepares and does not count", async () => {
  const { runtime, now } = timed([1, 50, 50, 50, 50]);
  expect(await measureSpeed(runtime, now)).toBeCloseTo(OPERATIONS / 0.05, -3);
});
