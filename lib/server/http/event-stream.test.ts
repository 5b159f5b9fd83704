import { expect, test } from "vitest";
import type { JobEvent } from "../../store";
import { eventStream, placeInStream } from "./event-stream";

const event = (sequence: number): JobEvent => ({
  id: `job_1:${sequence}`,
  job: "job_1",
  sequence,
  kind: "status",
  status: "running",
  at: "2026-11-22T10:00:00.000Z",
});
const request = (query: string, headers: Record<string, string> = {}) =>
  new Request(`http://localhost/x${query}`, { headers });

test("the place to go on from is the header's, else the query's, else the beginning", () => {
  expect(placeInStream(request("?after=3", { "last-event-id": "7" }))).toBe(7);
  expect(placeInStream(request("?after=3"))).toBe(3);
  expect(placeInStream(request(""))).toBe(0);
  expect(placeInStream(request("?after=soon"))).toBe(0);
});

test("events have their place as id, and the stream ends after the last", async () => {
  async function* watch(): AsyncGenerator<JobEvent> {
    yield event(1);
    yield event(2);
  }
  const text = await eventStream(watch, new AbortController().signal).text();
  expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id)).toEqual(["1", "2"]);
  expect(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? "")).toEqual(event(1));
});

test("comments keep a quiet stream open, and whoever leaves is no longer watched for", async () => {
  let left = false;
  async function* watch(signal: AbortSignal): AsyncGenerator<JobEvent> {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    left = true;
  }
  const response = eventStream(watch, new AbortController().signal, undefined, 5);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  while (!text.includes(": still here")) text += new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(left).toBe(true);
});
