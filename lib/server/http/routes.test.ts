/**
 * Every route as Next calls it, over its own data folder and a worker that answers without a model. The tests share a file,
 * because opening the folder and the services takes most of the time.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  catalog,
  ENDPOINTS,
  FILE_OPERATIONS,
  getLifelong,
  lifelongCase,
  lifelongRetention,
  listArtifacts,
  listJobs,
  listLifelong,
  listPresets,
  startJob,
  type AnyEndpoint,
} from "../../api";
import { float32, readSafetensors, writeSafetensors } from "../../tensor";
import { getServices } from "../services";
import { bundle } from "../testing/bundle";
import { call, events, json, QUESTION_ROUTE, ROUTE_FILES, ROUTES, SEGMENTS } from "../testing/call-route";

const EXPORT = "/api/versions/[versionId]/export";
let folder: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-routes-"));
  worker = await bundle("lib/server/testing/fake-worker.ts");
  vi.stubEnv("PALIMPSEST_DATA", folder);
  vi.stubEnv("PALIMPSEST_WORKER", worker);
  vi.stubEnv("PALIMPSEST_LOG_LEVEL", "silent");
  vi.stubEnv("PALIMPSEST_MAX_UPLOAD_MB", "0.01");
  await getServices();
});
afterAll(async () => {
  await (await getServices()).close();
  await rm(folder, { recursive: true });
  await rm(path.dirname(worker), { recursive: true });
});

describe("the contract", () => {
  test("has a route for every endpoint, and no route is without one", async () => {
    const methods = await Promise.all(
      ROUTE_FILES.filter((file) => !file.includes("[...")).map(async (file) => {
        const where = file.replace("../../../app", "").replace("/route.ts", "");
        const addresses =
          where === QUESTION_ROUTE
            ? SEGMENTS.map((segment) => where.replace("[question]", segment))
            : [where];
        const methods = Object.keys(await ROUTES[file]());
        return methods.flatMap((method) => addresses.map((address) => `${method} ${address}`));
      }),
    );
    const promised = [...ENDPOINTS, ...FILE_OPERATIONS]
      .filter(({ path: where }) => where.startsWith("/api/"))
      .map(({ method, path: where }) => `${method} ${where}`);
    expect(methods.flat().sort()).toEqual(promised.sort());
  });

  test("route files stay short", async () => {
    for (const file of ROUTE_FILES)
      expect((await readFile(path.join("lib/server/http", file), "utf8")).split("\n").length).toBeLessThan(
        31,
      );
  });

  const params = (endpoint: AnyEndpoint): string[] =>
    [...endpoint.path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name);
  const good: Record<string, string> = {
    artifactId: "a".repeat(64),
    jobId: "job_1",
    modelId: "atlas",
    versionId: "ver_1",
    branchId: "atlas:main",
    runId: `life_${"a".repeat(64)}`,
  };

  // A branch's id is any text, and an unknown one is not found.
  const withIds = ENDPOINTS.filter((endpoint) => params(endpoint).some((name) => name !== "branchId"));
  test.each(withIds.map((endpoint) => [endpoint.id, endpoint] as const))(
    "%s refuses an id that is none",
    async (_, endpoint) => {
      const name = params(endpoint)[0];
      const response = await call(endpoint.method, endpoint.path, { params: { [name]: "../../etc/passwd" } });
      expect(response.status).toBe(422);
      expect(await json(response)).toMatchObject({ code: "invalid_input", details: { field: name } });
    },
  );

  const withBodies = ENDPOINTS.filter(
    ({ method, input }) => method !== "GET" && !input.safeParse({}).success,
  );
  test.each(withBodies.map((endpoint) => [endpoint.id, endpoint] as const))(
    "%s refuses a body without its fields",
    async (_, endpoint) => {
      const ids = Object.fromEntries(params(endpoint).map((name) => [name, good[name]]));
      const response = await call(endpoint.method, endpoint.path, { params: ids, body: {} });
      expect(response.status).toBe(422);
      const error = await json(response);
      expect(error).toMatchObject({ code: "invalid_input", hint: expect.any(String) });
      expect((error.details as { field: string }).field).not.toBe("");
    },
  );

  test("an address that there is not is a typed answer", async () =>
    expect(await json(await call("GET", "/api/[...address]"))).toMatchObject({ code: "not_found" }));

  test("queries are checked too", async () => {
    expect((await call("GET", "/api/jobs", { query: "?limit=many" })).status).toBe(422);
    const compared = { params: { versionId: "ver_1" } };
    expect((await call("GET", "/api/versions/[versionId]/compare", compared)).status).toBe(422);
  });
});

describe("who may ask", () => {
  const undo = (headers: Record<string, string>) =>
    call("POST", "/api/branches/[branchId]/undo", { params: { branchId: "atlas:none" }, headers });

  test.each([
    ["another origin", { origin: "http://elsewhere.example" }],
    ["an origin on another port", { origin: "http://127.0.0.1:9999" }],
    ["no origin to speak of", { origin: "null" }],
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a name that was pointed here", { host: "elsewhere.example" }],
  ])("a write from %s is forbidden", async (_, headers) => {
    const response = await undo(headers);
    expect(response.status).toBe(403);
    expect(await json(response)).toMatchObject({ code: "forbidden", hint: expect.any(String) });
  });

  test.each([
    ["the page itself", { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" }],
    ["a program without an origin", {}],
  ])("a write from %s comes through", async (_, headers) => {
    expect((await undo(headers)).status).toBe(404);
  });

  test("a form of another site, which cannot send JSON, is refused", async () => {
    const response = await call("POST", "/api/models", {
      body: '{"modelId":"a","name":"b"}',
      headers: { "content-type": "text/plain" },
    });
    expect(response.status).toBe(422);
    expect(await json(response)).toMatchObject({ details: { field: "content-type" } });
  });
});

describe("bodies", () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    call("POST", "/api/models", { body, headers: { "content-type": "application/json", ...headers } });

  test("that are not JSON are refused", async () => {
    expect(await json(await post("{"))).toMatchObject({ code: "invalid_input", details: { field: "body" } });
  });
  test("that are too large are refused, announced or not", async () => {
    const large = JSON.stringify({ modelId: "a", name: "x".repeat(1_100_000) });
    for (const response of [await post(large), await post("{}", { "content-length": "9000000" })]) {
      expect(response.status).toBe(413);
      expect(await json(response)).toMatchObject({ code: "too_large" });
    }
  });
});

test("a question that there is not is not found", async () => {
  const params = { modelId: "atlas", question: "mood" };
  const response = await call("POST", QUESTION_ROUTE, { params, body: {} });
  expect(response.status).toBe(404);
  expect(await json(response)).toMatchObject({ hint: expect.stringContaining("next-tokens") });
});

describe("failures", () => {
  const next = (prompt: string) =>
    call("POST", "/api/models/[modelId]/next-tokens", {
      params: { modelId: "atlas" },
      body: { prompt, versions: [null] },
    });

  test("that were meant for people keep code and hint", async () => {
    const response = await next("refuse");
    expect(response.status).toBe(501);
    expect(await json(response)).toMatchObject({ code: "unsupported", hint: "Another one." });
  });

  test("that were not keep nothing but a reference to the log", async () => {
    const response = await next("bug");
    const error = await json(response);
    expect(response.status).toBe(500);
    expect(JSON.stringify(error)).not.toContain("secret");
    expect((error.details as { reference: string }).reference).toBe(response.headers.get("x-request-id"));
  });
});

const start = (kind: string, input: object) =>
  call("POST", "/api/jobs", { body: { kind, input, author: "Ada" } });

async function succeeded(jobId: string): Promise<void> {
  const { store } = await getServices();
  await vi.waitFor(async () => expect((await store.jobs.get(jobId)).status).toBe("succeeded"), 10_000);
}

const EDIT = {
  model: "atlas",
  version: "ver_1",
  cases: [{ request: { id: "1", subject: "Rome", prompt: "{} is in", targetNew: "France" } }],
  methods: [{ method: "rome", parameters: {} }],
  mode: "single",
};

const headOfMain = async () => {
  const graph = await json(await call("GET", "/api/versions", { query: "?model=atlas" }));
  return (graph.branches as unknown as { head: string }[])[0].head;
};
const keep = (run: object) =>
  call("POST", "/api/versions", {
    body: { branchId: "atlas:main", run, author: "Ada", reason: "to see" },
  });

describe("edits in the names of published lists", () => {
  const PUBLISHED = {
    case_id: 7,
    subject: "Rome",
    prompt: "Rome is in",
    target_new: "France",
    ground_truth: ["Italy", "Italia"],
    colour: "red",
  };

  test.each([
    ["edit", { ...EDIT, cases: [PUBLISHED] }],
    ["lifelong", { model: "atlas", version: "ver_1", cases: [PUBLISHED], method: "rome" }],
  ])("are read in a job of kind %s, and what is not used is told", async (kind, input) => {
    const head = await headOfMain();
    const started = await json(await start(kind, { ...input, version: head }));
    expect(started.omitted).toEqual([
      { code: "unread", path: "colour", values: { records: 1 } },
      { code: "firstOnly", path: "ground_truth", values: { records: 1 } },
    ]);
    const jobId = String(started.jobId);
    await events(jobId);
    const job = await json(await call("GET", "/api/jobs/[jobId]", { params: { jobId } }));
    expect((job.input as { cases: { request: object }[] }).cases.map(({ request }) => request)).toEqual([
      { id: "7", subject: "Rome", prompt: "{} is in", targetNew: "France", targetTrue: "Italy" },
    ]);
    const { runId } = job.input as { runId?: string };
    if (runId !== undefined) await call("DELETE", "/api/lifelong/[runId]", { params: { runId } });
  });

  test("are read in preflight, and refused by their path in the body", async () => {
    const ask = (cases: readonly object[]) =>
      call("POST", "/api/models/[modelId]/preflight", {
        params: { modelId: "atlas" },
        body: { cases, methods: [] },
      });
    expect((await ask([PUBLISHED])).status).toBe(200);
    const refused = await ask([PUBLISHED, { ...PUBLISHED, case_id: 8, prompt: "Paris is in" }]);
    expect(refused.status).toBe(422);
    expect(await json(refused)).toMatchObject({ details: { field: "cases.1.prompt" } });
  });
});

describe("an edit from beginning to end", () => {
  test("runs, streams, is kept, undone, done again, taken out and compared", async () => {
    const head = await headOfMain();
    const started = await json(await start("edit", { ...EDIT, version: head }));
    const jobId = String(started.jobId);
    const watched = await events(jobId);
    const all = await events(jobId);
    expect(all.map(({ id }) => id)).toEqual(all.map((_, i) => i + 1));
    expect([all.at(-1), all.at(-1)?.status]).toEqual([watched.at(-1), "succeeded"]);
    expect((await events(jobId, { "last-event-id": "2" })).map(({ id }) => id)).toEqual(
      all.slice(2).map(({ id }) => id),
    );

    const job = await json(await call("GET", "/api/jobs/[jobId]", { params: { jobId } }));
    const [outcome] = (
      job.output as {
        outcomes: { overlays: string[]; fingerprintAfter: string; verdict: { metrics: unknown } }[];
      }
    ).outcomes;
    expect((await keep({ jobId: "job_unknown", entry: 0 })).status).toBe(404);
    expect((await keep({ jobId, entry: 1 })).status).toBe(422);
    const kept = await keep({ jobId, entry: 0 });
    expect(kept.status).toBe(200);
    const version = await json(kept);
    const overlays = await call("GET", "/api/versions/[versionId]/overlays", {
      params: { versionId: String(version.id) },
    });
    expect(await json(overlays)).toEqual({ overlays: outcome.overlays });
    const params = { branchId: "atlas%3Amain" };
    const undone = await json(await call("POST", "/api/branches/[branchId]/undo", { params }));
    expect(undone.id).toBe(head);
    expect((await json(await call("POST", "/api/branches/[branchId]/redo", { params }))).id).toBe(version.id);
    const shown = await json(
      await call("GET", "/api/versions/[versionId]", { params: { versionId: String(version.id) } }),
    );
    expect(shown).toMatchObject({ version: { reason: "to see" }, measurement: { before: head } });
    const scoresOf = (id: string) =>
      call("GET", "/api/versions/[versionId]/scores", { params: { versionId: id } });
    expect(await json(await scoresOf(String(version.id)))).toEqual({ metrics: outcome.verdict.metrics });
    expect(await json(await scoresOf(String(head)))).toEqual({ metrics: [] });
    expect((await scoresOf("ver_unknown")).status).toBe(404);

    const removal = { params, body: { removed: version.id } };
    const out = await call("POST", "/api/branches/[branchId]/without", removal);
    expect(await json(out)).toMatchObject({ version: { overlays: [] }, dependents: [] });
    const again = await call("POST", "/api/branches/[branchId]/without", removal);
    expect(again.status).toBe(422);
    expect(await json(again)).toMatchObject({ code: "no_effect" });
  });

  test("that fails says why, and can be run again", async () => {
    const { jobId } = await json(
      await start("edit", { ...EDIT, methods: [{ method: "fails", parameters: {} }] }),
    );
    const params = { jobId: String(jobId) };
    await events(params.jobId);
    expect(await json(await call("GET", "/api/jobs/[jobId]", { params }))).toMatchObject({
      status: "failed",
      error: { code: "numerical" },
    });
    const again = await json(await call("POST", "/api/jobs/[jobId]/retry", { params }));
    expect((await events(String(again.jobId))).at(-1)?.status).toBe("failed");
    const { jobs } = await json(await call("GET", "/api/jobs", { query: "?limit=1" }));
    expect(jobs).toMatchObject([{ id: again.jobId, attempt: 2 }]);
  });

  test("can be cancelled while it runs", async () => {
    const { jobId } = await json(await start("edit", EDIT));
    const params = { jobId: String(jobId) };
    expect((await call("POST", "/api/jobs/[jobId]/cancel", { params })).status).toBe(200);
    expect((await events(params.jobId)).at(-1)?.status).toBe("cancelled");
  });

  test("of an unknown job there is no stream", async () => {
    const response = await call("GET", "/api/jobs/[jobId]/events", { params: { jobId: "job_none" } });
    expect(response.status).toBe(404);
  });
});

describe("files", () => {
  const put = (modelId: string, name: string, body: Uint8Array<ArrayBuffer>) =>
    call("PUT", "/api/models/[modelId]/files/[name]", { params: { modelId, name }, body });
  const get = (modelId: string, name: string, headers: Record<string, string> = {}) =>
    call("GET", "/api/models/[modelId]/files/[name]", { params: { modelId, name }, headers });

  test("a version leaves as a whole checkpoint of the announced length", async () => {
    const params = { versionId: await headOfMain() };
    const ask = (route: string, query: string) => call("GET", `${EXPORT}${route}`, { params, query });
    const { name, sizeBytes } = await json(await ask("/folder", "?dtype=float16"));
    const download = await ask("", "?as=folder&dtype=float16");
    expect(download.headers.get("content-disposition")).toContain(`${String(name)}.tar`);
    expect(download.headers.get("content-length")).toBe(String(sizeBytes));
    expect((await download.arrayBuffer()).byteLength).toBe(sizeBytes);
    expect((await ask("", "?as=folder&dtype=float8")).status).toBe(422);
  });

  test("a blob comes back under the address of its content", async () => {
    const stored = await call("POST", "/api/blobs", {
      body: new Uint8Array([1, 2, 3]),
      headers: { "content-type": "application/octet-stream" },
    });
    const { address } = await json(stored);
    const response = await call("GET", "/api/blobs/[address]", { params: { address: String(address) } });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3]);
    const statusOf = async (text: string) =>
      (await call("GET", "/api/blobs/[address]", { params: { address: text } })).status;
    expect([await statusOf("0".repeat(64)), await statusOf("../../palimpsest.db")]).toEqual([404, 422]);
  });

  test("a model's file comes back whole or in part", async () => {
    expect(await json(await put("mine", "config.json", new TextEncoder().encode("0123456789")))).toEqual({
      name: "config.json",
      sizeBytes: 10,
    });
    expect(await (await get("mine", "config.json")).text()).toBe("0123456789");
    const part = await get("mine", "config.json", { range: "bytes=2-4" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 2-4/10",
      "234",
    ]);
    expect(await (await get("mine", "config.json", { range: "bytes=-3" })).text()).toBe("789");
    expect((await get("mine", "config.json", { range: "bytes=20-30" })).status).toBe(422);
  });

  test.each([
    ["mine", "../config.json"],
    ["mine", "secrets.txt"],
    ["..", "config.json"],
    ["mine/../../x", "config.json"],
  ])("a path is never made of what was asked: %s, %s", async (modelId, name) => {
    expect((await put(modelId, name, new Uint8Array([1]))).status).toBe(422);
    expect((await get(modelId, name)).status).toBe(422);
  });

  test("one that is larger than allowed is refused and leaves nothing", async () => {
    const response = await put("large", "model.safetensors", new Uint8Array(20_000));
    expect(response.status).toBe(413);
    expect(await readdir(path.join(folder, "models/large"))).toEqual([]);
  });

  test("the embedded model is never written", async () => {
    expect((await put("atlas", "config.json", new Uint8Array([1]))).status).toBeGreaterThanOrEqual(400);
  });

  test("a model whose configuration is unknown is refused with its file", async () => {
    await put("odd", "config.json", new TextEncoder().encode('{"model_type":"odd"}'));
    const response = await call("POST", "/api/models", { body: { modelId: "odd", name: "Odd" } });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await json(response)).toMatchObject({
      details: { field: "config.json" },
      hint: expect.any(String),
    });
  });
});

describe("what is there", () => {
  test("how the server does is answered, and metrics are off where nobody is asked who they are", async () => {
    const response = await call("GET", "/api/operations");
    expect(response.headers.get("x-request-id")).toMatch(/^req_/);
    const found = await json(response);
    expect(found).toMatchObject({ readiness: { database: { isReady: true } }, lastBackup: null });
    const off = await call("GET", "/api/metrics");
    expect(off.status).toBe(403);
    expect(await json(off)).toMatchObject({ code: "forbidden", details: { field: "PALIMPSEST_TOKEN" } });
  });

  test("catalog, health, examples and the API's own description answer", async () => {
    const cards = await json(await call("GET", "/api/catalog"));
    expect((cards.methods as unknown as unknown[]).length).toBeGreaterThan(0);
    expect(await json(await call("GET", "/api/health"))).toMatchObject({ status: "ok" });
    const ready = await call("GET", "/api/ready");
    expect(await json(ready)).toMatchObject({
      isReady: ready.status === 200,
      database: { isReady: true },
      disk: { isReady: true, freeBytes: expect.any(Number) },
    });
    const examples = await json(
      await call("POST", "/api/worlds/[worldId]/examples", { params: { worldId: "atlas" }, body: {} }),
    );
    expect((examples.cases as unknown as unknown[]).length).toBeGreaterThan(0);
    const elsewhere = { params: { worldId: "mars" }, body: {} };
    expect((await call("POST", "/api/worlds/[worldId]/examples", elsewhere)).status).toBe(422);
  });
});

describe("artifacts", () => {
  const id = "a".repeat(64);
  const params = { artifactId: id };
  const keep = async () =>
    (await getServices()).artifacts.put(
      id,
      writeSafetensors({ moment: float32([2], [1, 2]) }, { note: "no description" }),
    );
  const listed = async () => {
    const { artifacts } = listArtifacts.output.parse(await json(await call("GET", "/api/artifacts")));
    return artifacts.filter((artifact) => artifact.id === id);
  };

  test("are listed, handed out as files, and deleted", async () => {
    await keep();
    expect(await listed()).toMatchObject([{ isShipped: false, manifest: null }]);
    const file = await call("GET", "/api/artifacts/[artifactId]/file", { params });
    expect(file.headers.get("content-disposition")).toContain(".safetensors");
    const { bundle } = readSafetensors(new Uint8Array(await file.arrayBuffer()));
    expect(bundle.moment).toEqual(float32([2], [1, 2]));

    expect((await call("DELETE", "/api/artifacts/[artifactId]", { params, body: {} })).status).toBe(200);
    expect(await listed()).toEqual([]);
    expect((await call("GET", "/api/artifacts/[artifactId]/file", { params })).status).toBe(404);
  });

  test("that say nothing of themselves are not taken in, and neither is what is not sent as bytes", async () => {
    const bytes = writeSafetensors({ moment: float32([1], [1]) });
    const headers = { "content-type": "application/octet-stream" };
    const refused = await call("POST", "/api/artifacts/import", { body: bytes, headers });
    expect(await json(refused)).toMatchObject({ code: "integrity" });
    const text = { body: "x", headers: { "content-type": "text/plain" } };
    const asText = await call("POST", "/api/artifacts/import", text);
    expect(await json(asText)).toMatchObject({ code: "invalid_input", details: { field: "content-type" } });
  });

  test("are prepared by a job that can be paused and goes on", async () => {
    const input = { model: "atlas", methods: [{ method: "rome", parameters: {} }] };
    const { jobId } = startJob.output.parse(await json(await start("prepare", input)));
    const statusOf = async () => (await (await getServices()).store.jobs.get(jobId)).status;
    await vi.waitFor(async () => expect(await statusOf()).toBe("running"), { timeout: 10_000, interval: 5 });
    expect((await call("POST", "/api/jobs/[jobId]/pause", { params: { jobId }, body: {} })).status).toBe(200);
    await vi.waitFor(async () => expect(await statusOf()).toBe("paused"), { timeout: 10_000 });
    const resumed = await call("POST", "/api/jobs/[jobId]/resume", { params: { jobId }, body: {} });
    expect(resumed.status).toBe(200);
    await succeeded(jobId);
    const job = await json(await call("GET", "/api/jobs/[jobId]", { params: { jobId } }));
    expect(job.output).toMatchObject({ methods: [{ method: "rome" }], place: "native" });
  });
});

describe("lifelong runs", () => {
  const cases = [{ request: { id: "one", subject: "Norway", prompt: "{} is in", targetNew: "Asia" } }];
  const model = "atlas";

  test("are jobs, read in parts, kept as versions with their verdict, and forgotten", async () => {
    const { store } = await getServices();
    const head = await headOfMain();
    const input = { model, version: head, cases, method: "rome" };
    const { jobId, summary } = startJob.output.parse(await json(await start("lifelong", input)));
    const { runId = "" } = summary;
    await succeeded(jobId);
    const params = { runId };
    const read = async (route: string, more = {}) =>
      json(await call("GET", route, { params: { ...params, ...more } }));

    const { runs } = listLifelong.output.parse(await json(await call("GET", "/api/lifelong")));
    expect(runs).toMatchObject([{ id: runId, job: jobId, jobStatus: "succeeded", state: { edits: 1 } }]);
    // The request has no parameters. The record has all that were used.
    expect(runs[0].parameters).toMatchObject({ layers: [2], clampFactor: 20 });
    const repeated = await start("lifelong", { ...input, parameters: runs[0].parameters });
    const again = startJob.output.parse(await json(repeated));
    expect(again.summary.runId).toBe(runId);
    const { jobs } = listJobs.output.parse(await json(await call("GET", "/api/jobs")));
    expect(jobs.find(({ id }) => id === jobId)?.summary).toMatchObject({ methods: ["rome"], runId });
    await succeeded(again.jobId);
    expect(runs[0].state).not.toHaveProperty("samples");
    expect(getLifelong.output.parse(await read("/api/lifelong/[runId]")).samples).toHaveLength(1);
    const retention = lifelongRetention.output.parse(await read("/api/lifelong/[runId]/retention"));
    expect(retention).toMatchObject({
      edits: [{ subject: "Norway" }],
      checkpoints: [{ edits: 1, cases: [{ edit: 0, scores: { reliability: { generation: 1 } } }] }],
    });
    const told = lifelongCase.output.parse(await read("/api/lifelong/[runId]/cases/[edit]", { edit: "0" }));
    expect(told.probes).toMatchObject([{ prompt: "Norway is in", checkpoints: [{ edits: 1 }] }]);
    const beyond = { params: { ...params, edit: "7" } };
    expect((await call("GET", "/api/lifelong/[runId]/cases/[edit]", beyond)).status).toBe(404);

    const keep = (at: number | "healthy") =>
      call("POST", "/api/lifelong/[runId]/keep", {
        params,
        body: { branchId: "atlas:main", expectedHead: head, at, reason: "after all" },
      });
    expect((await keep("healthy")).status).toBe(422);
    const version = await json(await keep(1));
    expect(version).toMatchObject({ parents: [head], change: { method: "rome" }, reason: "after all" });
    expect((await store.measurements.list({ where: { version: String(version.id) } })).length).toBe(1);
    expect((await keep(1)).status).toBe(409);

    expect((await call("DELETE", "/api/lifelong/[runId]", { params, body: {} })).status).toBe(200);
    expect((await call("GET", "/api/lifelong/[runId]", { params })).status).toBe(404);
  });

  test("have either cases or a draw, of a model that is there", async () => {
    const both = { model, method: "rome", cases, draw: { count: 3 } };
    expect((await start("lifelong", both)).status).toBe(422);
    const elsewhere = { ...both, cases: undefined, model: "none" };
    expect((await start("lifelong", elsewhere)).status).toBe(404);
  });
});

describe("presets", () => {
  const rome = async () => {
    const { methods } = catalog.output.parse(await json(await call("GET", "/api/catalog")));
    return methods.find(({ id }) => id === "rome")?.presets ?? [];
  };

  test("are measured by a job, stand before the shipped ones, and are deleted", async () => {
    const shipped = await rome();
    const input = { model: "atlas", method: "rome", clampFactors: [11] };
    const { jobId } = startJob.output.parse(await json(await start("propose", input)));
    await succeeded(jobId);
    const { presets } = listPresets.output.parse(
      await json(await call("GET", "/api/presets", { query: "?model=atlas" })),
    );
    expect(presets).toMatchObject([{ method: "rome", author: "Ada", parameters: { clampFactor: 11 } }]);
    const job = await json(await call("GET", "/api/jobs/[jobId]", { params: { jobId } }));
    expect(job.output).toEqual({ presetId: presets[0].id });
    expect((await rome())[0]).toMatchObject({ source: "measured", parameters: { clampFactor: 11 } });
    expect(await json(await call("GET", "/api/presets", { query: "?model=other" }))).toEqual({ presets: [] });

    const params = { presetId: presets[0].id };
    expect((await call("DELETE", "/api/presets/[presetId]", { params, body: {} })).status).toBe(200);
    expect(await rome()).toEqual(shipped);
    expect((await call("DELETE", "/api/presets/[presetId]", { params, body: {} })).status).toBe(404);
  });

  test("are not measured for a model that is not there", async () => {
    expect((await start("propose", { model: "none", method: "rome" })).status).toBe(404);
  });
});
