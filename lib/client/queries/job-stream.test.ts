import { afterEach, expect, test, vi } from "vitest";
import { jobEvents } from "./job-stream";

const event = (sequence: number, status: string) => ({
  id: `job_1:${sequence}`,
  job: "job_1",
  sequence,
  kind: status === "running" ? "progress" : "status",
  status,
  at: "2026-01-01T00:00:00.000Z",
});
const body = (events: readonly ReturnType<typeof event>[]) =>
  events.map((entry) => `id: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`).join("");

/** A server that answers each connection with the next body, and remembers what each asked for. */
function serve(bodies: readonly (string | Error)[]) {
  const asked: (string | null)[] = [];
  let at = 0;
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get("last-event-id"));
    const answer = bodies[at++];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(new Response(answer));
  });
  return asked;
}

async function sequences(signal = new AbortController().signal): Promise<number[]> {
  const seen: number[] = [];
  for await (const entry of jobEvents("job_1", { signal, wait: () => Promise.resolve() }))
    seen.push(entry.sequence);
  return seen;
}

afterEach(() => void vi.unstubAllGlobals());

test("ends after a final status", async () => {
  serve([body([event(0, "queued"), event(1, "running"), event(2, "succeeded"), event(3, "running")])]);
  expect(await sequences()).toEqual([0, 1, 2]);
});

test("a lost connection is taken up after the last event, and nothing comes twice", async () => {
  const asked = serve([
    body([event(0, "queued"), event(1, "running")]),
    new TypeError("network"),
    body([event(1, "running"), event(2, "running"), event(3, "failed")]),
  ]);
  expect(await sequences()).toEqual([0, 1, 2, 3]);
  expect(asked).toEqual([null, "1", "1"]);
});

test("progress that is not kept comes through, and does not move the place in the stream", async () => {
  const shown = (id: string) => ({ ...event(1, "running"), id });
  const asked = serve([
    body([event(0, "queued"), event(1, "running"), shown("job_1:1.1"), shown("job_1:1.2")]),
    body([shown("job_1:1.1"), event(2, "failed")]),
  ]);
  expect(await sequences()).toEqual([0, 1, 1, 1, 1, 2]);
  expect(asked).toEqual([null, "1"]);
});

test("an unknown job is an error, not a reason to ask for ever", async () => {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(Response.json({ code: "not_found", message: "There is no such job." }, { status: 404 })),
  );
  await expect(sequences()).rejects.toMatchObject({ code: "not_found" });
});
