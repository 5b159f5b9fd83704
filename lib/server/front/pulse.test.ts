import { expect, test } from "vitest";
import type { JsonObject } from "../../base";
import { createMemoryStore } from "../../store";
import { sampleJob } from "../../store/conformance";
import type { ServerLog } from "../http/log";
import { startPulse } from "./pulse";

test("the log has the queue, memory and the event loop, again and again until it is stopped", async () => {
  const lines: JsonObject[] = [];
  const log = { info: (_: string, fields: JsonObject) => void lines.push(fields) } as unknown as ServerLog;
  const store = createMemoryStore();
  await store.jobs.put(sampleJob("job_1", { status: "queued" }));
  const pulse = startPulse({
    log,
    store,
    modelProcess: () => process.pid,
    counts: () => ({ streams: 3 }),
    everyMs: 40,
  });
  await new Promise((resolve) => setTimeout(resolve, 15));
  const until = Date.now() + 400;
  while (Date.now() < until); // nobody is answered meanwhile
  const longest = () => lines.map(({ eventLoop }) => (eventLoop as { longestMs: number }).longestMs);
  await expect.poll(() => Math.max(...longest())).toBeGreaterThan(200);
  await expect.poll(() => lines.length).toBeGreaterThan(1);
  pulse.stop();
  expect(pulse.latest).toMatchObject({ queued: 1, running: 0, memoryMb: expect.any(Number) });
  expect(lines[0]).toMatchObject({ queued: 1, running: 0, streams: 3, memoryMb: expect.any(Number) });
  const count = lines.length;
  await new Promise((resolve) => setTimeout(resolve, 90));
  expect(lines).toHaveLength(count);
});
