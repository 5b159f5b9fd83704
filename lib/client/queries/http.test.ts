import { afterEach, describe, expect, test, vi } from "vitest";
import { cancelJob, listJobs, listModels, QUESTIONS } from "../../api";
import { addressOf, callEndpoint, streamEndpoint, urlOf } from "./http";

afterEach(() => void vi.unstubAllGlobals());

test("parameters are encoded into the path, and a query holds only what was given", async () => {
  const fetched = vi.fn((_url: string) => Promise.resolve(Response.json({ jobs: [] })));
  vi.stubGlobal("fetch", fetched);
  await callEndpoint(listJobs, { input: { limit: 5 } });
  expect(fetched.mock.calls[0][0]).toBe("/api/jobs?limit=5");
  expect(addressOf(listJobs, { input: { limit: 5 } })).toBe("/api/jobs?limit=5");
  expect(urlOf(cancelJob.path, { jobId: "job_1/../x" })).toBe("/api/jobs/job_1%2F..%2Fx/cancel");
});

test("an error of the server is thrown with its code, hint and field", async () => {
  const wire = {
    code: "conflict",
    message: "The head moved.",
    hint: "Reload.",
    details: { field: "expectedHead" },
  };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(wire, { status: 409 })));
  await expect(callEndpoint(listModels, {})).rejects.toMatchObject(wire);
});

test("a server that cannot be reached and one that answers nonsense are told apart", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
  await expect(callEndpoint(listModels, {})).rejects.toMatchObject({ code: "runtime_unavailable" });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>proxy</html>")));
  await expect(callEndpoint(listModels, {})).rejects.toMatchObject({ code: "integrity" });
});

describe("an answer as events", () => {
  const ask = async (...events: readonly object[]) => {
    const body = events.map((event) => `event: any\ndata: ${JSON.stringify(event)}\n\n`).join("");
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(body)));
    const texts: (string | undefined)[] = [];
    const call = {
      params: { modelId: "atlas" },
      input: { prompt: "a", maxTokens: 2, temperature: 0, seed: 0 },
    };
    const answer = streamEndpoint(QUESTIONS.generate, call, ({ text }) => texts.push(text));
    return { texts, answer: await answer };
  };
  const progress = (text: string) => ({ kind: "progress", update: { phase: "writing", step: 1, text } });
  const value = { text: "ab", stoppedBy: "length", tokens: [] };

  test("comes with its progress", async () => {
    const { texts, answer } = await ask(progress("a"), progress("ab"), { kind: "result", value });
    expect(texts).toEqual(["a", "ab"]);
    expect(answer).toEqual(value);
  });

  test("is its error, or interrupted where the events end early, or unreadable", async () => {
    const error = { code: "unsupported", message: "No template.", hint: "Ask plainly." };
    await expect(ask(progress("a"), { kind: "error", error })).rejects.toMatchObject(error);
    await expect(ask(progress("a"))).rejects.toMatchObject({ code: "interrupted" });
    await expect(ask({ kind: "result", value: { text: 1 } })).rejects.toMatchObject({ code: "integrity" });
  });
});
