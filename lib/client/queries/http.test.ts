import { afterEach, expect, test, vi } from "vitest";
import { cancelJob, listJobs, listModels } from "../../api";
import { addressOf, callEndpoint, urlOf } from "./http";

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
