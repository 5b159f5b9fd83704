/** Downloads through the HTTP endpoints, as a page makes them. The server never opens a URL from a request. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { tinyFileBytes } from "../../testing/tiny";
import { getServices } from "../services";
import { bundle } from "../testing/bundle";
import { startHubServer, type HubServer } from "./testing/hub-server";

const REPOSITORY = "owner/tiny";

let folder: string;
let worker: string;
let hub: HubServer;
let before: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-hub-routes-"));
  worker = await bundle("lib/server/testing/fake-worker.ts");
  hub = await startHubServer({ repository: REPOSITORY, files: tinyFileBytes("gpt2") });
  vi.stubEnv("PALIMPSEST_DATA", folder);
  vi.stubEnv("PALIMPSEST_WORKER", worker);
  vi.stubEnv("PALIMPSEST_LOG_LEVEL", "silent");
  vi.stubEnv("PALIMPSEST_HUB_MIRRORS", `${hub.origin}, ${hub.deliveryOrigin}`);
  vi.stubEnv("PALIMPSEST_HUB_TOKEN", "hf_secret");
  await getServices();
});
afterAll(async () => {
  await (await getServices()).close();
  await hub.close();
  await rm(folder, { recursive: true });
  await rm(path.dirname(worker), { recursive: true });
});
beforeEach(() => {
  before = hub.seen.length;
});

const ROUTES = import.meta.glob<Record<string, (request: Request, context: object) => Promise<Response>>>(
  "../../../app/api/**/route.ts",
);

async function ask(method: string, route: string, body?: unknown, params: Record<string, string> = {}) {
  const handler = (await ROUTES[`../../../app/api${route}/route.ts`]())[method];
  const request = new Request(`http://127.0.0.1:3000/api${route}`, {
    method,
    headers: { host: "127.0.0.1:3000", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("the hosts are the server's own list, and the token stays behind", async () => {
  const { body } = await ask("GET", "/hub");
  const hosts = [hub.origin, hub.deliveryOrigin].map((origin) => new URL(origin).host);
  expect(body.hosts).toEqual([
    { host: hosts[0], hasToken: false },
    { host: hosts[1], hasToken: false },
    { host: "huggingface.co", hasToken: true },
  ]);
  expect(JSON.stringify(body)).not.toContain("hf_secret");
});

test.each([
  [{ repository: "http://169.254.169.254/latest" }, "repository"],
  [{ repository: "../../etc/passwd" }, "repository"],
  [{ repository: "owner/name/more" }, "repository"],
  [{ repository: REPOSITORY, revision: "../main" }, "revision"],
  [{ repository: REPOSITORY, revision: "main?x=1#y" }, "revision"],
  [{ repository: REPOSITORY, host: "169.254.169.254" }, "host"],
  [{ repository: REPOSITORY, host: "http://elsewhere.example" }, "host"],
])("%j is refused by its field, and nobody is asked", async (input, field) => {
  for (const [route, more] of [
    ["/hub/preflight", {}],
    ["/hub/downloads", { modelId: "tiny", name: "Tiny" }],
  ] as const) {
    const { status, body } = await ask("POST", route, { ...input, ...more });
    expect([status, body]).toEqual([
      422,
      expect.objectContaining({ code: "invalid_input", details: expect.objectContaining({ field }) }),
    ]);
  }
  expect(hub.seen).toHaveLength(before);
});

test("a repository is looked at, downloaded and listed, with the commit that was seen", async () => {
  const looked = await ask("POST", "/hub/preflight", { repository: REPOSITORY });
  expect(looked.body).toMatchObject({ origin: { revision: hub.commit }, report: { family: "gpt2" } });
  const { body } = await ask("POST", "/hub/downloads", {
    repository: REPOSITORY,
    commit: hub.commit,
    modelId: "tiny",
    name: "Tiny",
  });
  const params = { jobId: String(body.jobId) };
  await expect
    .poll(async () => (await ask("GET", "/jobs/[jobId]", undefined, params)).body.status, { timeout: 20_000 })
    .toBe("succeeded");
  expect((await ask("GET", "/jobs/[jobId]", undefined, params)).body.output).toMatchObject({
    modelId: "tiny",
  });
  const { jobs } = (await ask("GET", "/jobs")).body as { jobs: { summary: object }[] };
  expect(jobs[0].summary).toMatchObject({ repository: REPOSITORY, model: "tiny" });
  const { models } = (await ask("GET", "/models")).body as { models: { id: string }[] };
  expect(models.find(({ id }) => id === "tiny")).toMatchObject({
    source: "hub",
    origin: { repository: REPOSITORY, requested: "main", revision: hub.commit },
  });
  expect((await ask("POST", "/jobs/[jobId]/pause", {}, params)).status).toBe(409);
});

test("a folder is judged by the beginnings of its files alone", async () => {
  const files = Object.entries(tinyFileBytes("gpt2")).map(([name, bytes]) => ({
    name,
    sizeBytes: bytes.length,
    head: name === "tokenizer.json" ? "" : Buffer.from(bytes.slice(0, 6000)).toString("base64"),
  }));
  const { body } = await ask("POST", "/models/preflight", { modelId: "mine", files });
  expect(body).toMatchObject({ family: "gpt2", layers: 2, storedAs: "F32" });
  const cut = files.map((file) =>
    file.name === "model.safetensors" ? { ...file, head: file.head.slice(0, 400) } : file,
  );
  const refused = await ask("POST", "/models/preflight", { modelId: "mine", files: cut });
  expect(refused.body).toMatchObject({ code: "integrity", details: { field: "model.safetensors" } });
});
