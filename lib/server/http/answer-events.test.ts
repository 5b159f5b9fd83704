import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sampleJob } from "../../store/conformance";
import { getServices } from "../services";
import { bundle } from "../testing/bundle";
import { call } from "../testing/call-route";

let folder: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-events-"));
  worker = await bundle("lib/server/testing/fake-worker.ts");
  vi.stubEnv("PALIMPSEST_DATA", folder);
  vi.stubEnv("PALIMPSEST_WORKER", worker);
  vi.stubEnv("PALIMPSEST_LOG_LEVEL", "silent");
  await getServices();
});
afterAll(async () => {
  await (await getServices()).close();
  await rm(folder, { recursive: true });
  await rm(path.dirname(worker), { recursive: true });
});

describe("an answer as events", () => {
  const streamed = async (question: string, body: unknown) => {
    const route = `/api/models/[modelId]/${question}`;
    const headers = { accept: "text/event-stream" };
    const response = await call("POST", route, { params: { modelId: "atlas" }, body, headers });
    const text = await response.text();
    return {
      response,
      events: [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data) as object),
    };
  };

  test("is its progress and then itself", async () => {
    const { response, events } = await streamed("generate", { prompt: "One" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(events.map((event) => (event as { update?: { text: string } }).update?.text)).toEqual([
      "One and",
      "One and so",
      "One and so on",
      undefined,
    ]);
    expect(events[3]).toMatchObject({ kind: "result", value: { text: "One and so on" } });
  });

  test("is an error where one comes up, without what is not for the client", async () => {
    const refused = await streamed("next-tokens", { prompt: "refuse", versions: [null] });
    expect(refused.events).toMatchObject([{ kind: "error", error: { code: "unsupported" } }]);
    const bug = await streamed("next-tokens", { prompt: "bug", versions: [null] });
    expect(bug.events).toMatchObject([{ kind: "error", error: { code: "internal" } }]);
    expect(JSON.stringify(bug.events)).not.toContain("secret");
  });

  test("begins only when the input is sound", async () => {
    const { response } = await streamed("generate", { prompt: "" });
    expect(response.status).toBe(422);
  });
});

test("a client with all its streams or uploads under way is told when to try again, and another is not in its way", async () => {
  const { store, streams, uploads } = await getServices();
  await store.jobs.put(sampleJob("job_1", { status: "succeeded" }));
  const watch = (address: string) =>
    call("GET", "/api/jobs/[jobId]/events", {
      params: { jobId: "job_1" },
      headers: { "x-forwarded-for": address },
    });
  const taken = Array.from({ length: 500 }, () => streams.take("203.0.113.7"));
  const refused = await watch("203.0.113.7, 10.0.0.1");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
  expect(await refused.json()).toMatchObject({ code: "too_many", hint: expect.any(String) });
  await (await watch("203.0.113.8")).text();
  for (const leave of taken) leave();
  await (await watch("203.0.113.7")).text();
  expect(streams.taken).toBe(0);

  const uploading = Array.from({ length: 8 }, () => uploads.take(""));
  const params = { modelId: "new", name: "config.json" };
  const put = () => call("PUT", "/api/models/[modelId]/files/[name]", { params, body: "{}" });
  expect((await put()).status).toBe(429);
  for (const leave of uploading) leave();
  expect((await put()).status).toBe(200);
  expect(uploads.taken).toBe(0);
});
