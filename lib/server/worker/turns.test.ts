import { expect, test } from "vitest";
import { CancelledError } from "../../base";
import type { Runtime } from "../../runtime";
import { createTurns } from "./turns";

const IDLE_MS = 20;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A shared runtime whose runs take a few milliseconds and are written down. */
async function setUp() {
  const ran: string[] = [];
  const turns = createTurns(IDLE_MS);
  const runtime = turns.share({
    kind: "native",
    limits: {} as Runtime["limits"],
    ownedBytes: () => 0,
    compile: async () => ({
      async run(_feeds) {
        await pause(2);
        return {};
      },
      dispose: async () => undefined,
    }),
    dispose: async () => undefined,
  });
  const program = await runtime.compile({} as never, {} as never);
  /** Work of some runs, one after another. */
  const work = (name: string, runs: number, signal?: AbortSignal) => async () => {
    for (let n = 0; n < runs; n++) {
      await program.run({}, { signal });
      ran.push(name);
    }
  };
  return { ran, turns, work };
}

test("short work passes between two runs of a long one, which then goes on", async () => {
  const { ran, turns, work } = await setUp();
  const long = turns.inBackground(work("long", 20));
  await pause(12);
  const before = ran.length;
  await turns.inForeground(work("short", 10));
  // The run of the long one that had begun is finished, and no other begins.
  expect(ran.slice(before).filter((name) => name === "long").length).toBeLessThanOrEqual(1);
  await long;
  expect(ran.filter((name) => name === "long")).toHaveLength(20);
});

test("a long one goes on while short work waits for what the long one makes", async () => {
  const { ran, turns, work } = await setUp();
  const made = turns.inBackground(work("long", 5));
  await turns.inForeground(async () => {
    await made;
    await work("short", 1)();
  });
  expect(ran.at(-1)).toBe("short");
});

test("a long one that is cancelled while it gives way stops at once", async () => {
  const { turns, work } = await setUp();
  const stop = new AbortController();
  const short = turns.inForeground(work("short", 30));
  const long = turns.inBackground(work("long", 1, stop.signal));
  stop.abort();
  await expect(long).rejects.toBeInstanceOf(CancelledError);
  await short;
});
