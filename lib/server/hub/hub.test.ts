/** The client against a hub in this process: the hosts it contacts, the headers it sends, and how it handles bad responses. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CancelledError } from "../../base";
import { tinyFileBytes } from "../../testing/tiny";
import { hubList, listOf, type Hub } from "./hosts";
import { listChoices, openSnapshot, snapshotFiles, type HubFile, type Snapshot } from "./repository";
import { createHubFetch, type RetryPolicy } from "./request";
import { startHubServer, type HubServer } from "./testing/hub-server";
import { transfer, type TransferCall } from "./transfer";

const REPOSITORY = "owner/tiny";
const WEIGHTS = "model.safetensors";
const TOKEN = "hf_secret";
const RETRY_POLICY: RetryPolicy = { retries: 3, backoffMs: 1, longestWaitMs: 20, stallMs: 2_000 };
const FILES: Record<string, Uint8Array> = {
  ...tinyFileBytes("gpt2"),
  "README.md": new Uint8Array([35]),
  "pytorch_model.bin": new Uint8Array(3),
};

let server: HubServer;
let hub: Hub;
let folder: string;
const signal = new AbortController().signal;

beforeEach(async () => {
  server = await startHubServer({ repository: REPOSITORY, files: FILES });
  hub = { host: new URL(server.origin).host, origin: server.origin };
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-hub-"));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Both servers are listed, unless a test gives another list. */
const fetcher = (origins = [server.deliveryOrigin]) =>
  createHubFetch(
    listOf([hub, ...origins.map((origin) => ({ host: new URL(origin).host, origin }))]),
    RETRY_POLICY,
  );

const snapshotOf = (revision = "main", repository = REPOSITORY): Promise<Snapshot> =>
  openSnapshot({ hub, fetch: fetcher(), repository, revision, signal });

async function get(name: string, more: Partial<TransferCall> = {}): Promise<number[]> {
  const { origin, files } = await snapshotOf();
  const progress: number[] = [];
  await transfer({
    hub,
    fetch: fetcher(),
    origin,
    file: files.find((file) => file.name === name) as HubFile,
    folder,
    signal,
    retryPolicy: RETRY_POLICY,
    onBytes(done) {
      progress.push(done);
      server.arrived(done);
    },
    ...more,
  });
  return progress;
}

const bodies = (name: string) =>
  server.seen.filter(({ method, path: at }) => method === "GET" && at.endsWith(name));

describe("of a repository with several GGUF files", () => {
  const PARTS = ["tiny-Q8_0-00001-of-00002.gguf", "tiny-Q8_0-00002-of-00002.gguf"];
  const GGUF = ["tiny-F16.gguf", ...PARTS, "tiny-IQ1_S.gguf"];
  const bytes = Object.fromEntries(GGUF.map((name, i) => [name, new Uint8Array(100 + i)]));
  const open = async (files: Record<string, Uint8Array>) => {
    await server.close();
    server = await startHubServer({ repository: REPOSITORY, files });
    hub = { host: new URL(server.origin).host, origin: server.origin };
    return { hub, fetch: fetcher(), repository: REPOSITORY, revision: "main", signal };
  };

  test("each is a choice with its size and quantization, and numbered parts are one", async () => {
    const call = await open({ ...bytes, "README.md": new Uint8Array([35]) });
    for (const namesOnly of [false, true]) {
      server.faults.namesOnly = namesOnly;
      const { hasSafetensors, choices } = await listChoices(call);
      expect(hasSafetensors).toBe(false);
      expect(
        choices.map(({ file, sizeBytes, quantization, isRead }) => [file, sizeBytes, quantization, isRead]),
      ).toEqual([
        ["tiny-F16.gguf", 100, "F16", true],
        ["tiny-IQ1_S.gguf", 103, "IQ1_S", false],
        [PARTS[0], 203, "Q8_0", true],
      ]);
    }
  });

  test("one is got with all of its parts, by the name of any, and nothing beside it", async () => {
    const call = await open({ ...bytes, ...FILES });
    for (const file of PARTS) {
      expect((await openSnapshot({ ...call, file })).files.map(({ name }) => name)).toEqual(PARTS);
    }
    const whole = (await openSnapshot(call)).files.map(({ name }) => name);
    expect(whole).toContain(WEIGHTS);
    expect(whole.filter((name) => name.endsWith(".gguf"))).toEqual([]);
    await expect(openSnapshot({ ...call, file: "other.gguf" })).rejects.toMatchObject({
      code: "not_found",
      details: { field: "file" },
      hint: expect.stringContaining("tiny-F16.gguf") as string,
    });
  });

  test("none is guessed; the only one is taken", async () => {
    await expect(openSnapshot(await open(bytes))).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "file" },
      hint: expect.stringContaining("tiny-F16.gguf") as string,
    });
    const { files } = await openSnapshot(await open({ "tiny.gguf": new Uint8Array(7) }));
    expect(files.map(({ name }) => name)).toEqual(["tiny.gguf"]);
  });
});

describe("a snapshot", () => {
  test("is pinned, and names only the files of a checkpoint with their sizes", async () => {
    const { origin, files } = await snapshotOf();
    expect(origin).toEqual({
      host: hub.host,
      repository: REPOSITORY,
      requested: "main",
      revision: server.commit,
    });
    expect(files.map(({ name }) => name).sort()).toEqual(
      ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"].sort(),
    );
    expect(files.find(({ name }) => name === WEIGHTS)?.sizeBytes).toBe(FILES[WEIGHTS].length);
  });

  test("is the same when the listing has names only", async () => {
    const whole = await snapshotOf();
    server.faults.namesOnly = true;
    expect(await snapshotOf()).toEqual(whole);
    expect(server.seen.some(({ at }) => at === "delivery")).toBe(false);
  });

  test("is read by ranges, also from a server that knows none", async () => {
    const snapshot = await snapshotOf();
    const files = snapshotFiles(snapshot, { hub, fetch: fetcher(), signal });
    const head = [...FILES[WEIGHTS].slice(8, 100)];
    expect([...(await files.read(WEIGHTS, 8, 100))]).toEqual(head);
    expect(server.seen.at(-1)).toMatchObject({ at: "delivery", range: "bytes=8-99" });
    server.faults.ignoresRanges = true;
    expect([...(await files.read(WEIGHTS, 8, 100))]).toEqual(head);
  });

  test("of an unknown repository or revision is not found, with what to check", async () => {
    const missing = { code: "not_found", hint: expect.stringContaining("owner/name") };
    await expect(snapshotOf("main", "owner/none")).rejects.toMatchObject(missing);
    await expect(snapshotOf("v9")).rejects.toMatchObject(missing);
  });
});

describe("a gated repository", () => {
  beforeEach(async () => {
    await server.close();
    server = await startHubServer({ repository: REPOSITORY, files: FILES, token: TOKEN });
    hub = { host: new URL(server.origin).host, origin: server.origin };
  });

  test("without a token says that it needs one", async () => {
    await expect(snapshotOf()).rejects.toMatchObject({
      code: "forbidden",
      hint: expect.stringContaining("PALIMPSEST_HUB_TOKEN"),
    });
  });

  test("gets the token, and the host it redirects to never does", async () => {
    hub = { ...hub, token: TOKEN };
    await get(WEIGHTS);
    const sent = (at: string) =>
      server.seen.filter((entry) => entry.at === at).map((entry) => entry.authorization);
    expect(new Set(sent("hub"))).toEqual(new Set([`Bearer ${TOKEN}`]));
    expect(sent("delivery")).toEqual([undefined]);
  });

  test("an error about it does not hold the token", async () => {
    hub = { ...hub, token: "hf_wrong" };
    const error = await snapshotOf().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "forbidden" });
    expect(JSON.stringify([error, String(error)])).not.toContain("hf_wrong");
  });
});

describe("hosts", () => {
  test("that are not listed are not contacted, also after a redirect", async () => {
    await expect(get(WEIGHTS, { fetch: fetcher([]) })).rejects.toMatchObject({
      code: "forbidden",
      details: { host: new URL(server.deliveryOrigin).host },
    });
    expect(server.seen.some(({ at }) => at === "delivery")).toBe(false);
  });

  test.each([
    "https://huggingface.co.elsewhere.example/x",
    "https://evilhf.co/x",
    "http://cdn-lfs.hf.co/x",
    "https://cdn-lfs.hf.co:8443/x",
    "https://name@cdn-lfs.hf.co/x",
    "http://169.254.169.254/latest",
    "file:///etc/passwd",
  ])("%s is not listed", (address) => {
    const check = () => hubList([], undefined).check(new URL(address), "A redirect");
    expect(check).toThrow(expect.objectContaining({ code: "forbidden" }));
  });

  test.each(["https://huggingface.co/x", "https://cdn-lfs-us-1.hf.co/x", "https://cdn-lfs.huggingface.co/x"])(
    "%s is listed",
    (address) => expect(() => hubList([], undefined).check(new URL(address), "A redirect")).not.toThrow(),
  );

  test("the token belongs to the hub, mirrors are proposed first, and others have no name here", () => {
    const { hubs, get: named } = hubList(["http://mirror.lab:8080"], TOKEN);
    expect(hubs.map(({ host, token }) => [host, token])).toEqual([
      ["mirror.lab:8080", undefined],
      ["huggingface.co", TOKEN],
    ]);
    expect(() => named("elsewhere.example")).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        details: expect.objectContaining({ field: "host", reason: "otherHub" }) as object,
      }),
    );
  });
});

describe("a file", () => {
  const onDisk = async () => [...(await readFile(path.join(folder, WEIGHTS)))];
  const right = [...FILES[WEIGHTS]];

  test("arrives under its name, byte for byte, with progress", async () => {
    const progress = await get(WEIGHTS);
    expect(await onDisk()).toEqual(right);
    expect(progress.at(-1)).toBe(right.length);
    expect(await readdir(folder)).toEqual([WEIGHTS]);
  });

  test("that is small is held against the name of its git blob", async () => {
    await get("config.json");
    server.faults.damaged = "config.json";
    await rm(path.join(folder, "config.json"));
    await expect(get("config.json")).rejects.toMatchObject({
      code: "integrity",
      details: { field: "config.json" },
    });
  });

  test("goes on where the connection broke", async () => {
    server.faults.cuts = 2;
    server.faults.cutAfterBytes = 1000;
    await get(WEIGHTS);
    expect(await onDisk()).toEqual(right);
    expect(
      bodies(WEIGHTS)
        .filter(({ at }) => at === "delivery")
        .map(({ range }) => range),
    ).toEqual([
      `bytes=0-${right.length - 1}`,
      `bytes=1000-${right.length - 1}`,
      `bytes=2000-${right.length - 1}`,
    ]);
  });

  test("goes on after a pause, in another process", async () => {
    const stop = new AbortController();
    server.faults.cuts = 1;
    server.faults.cutAfterBytes = 1500;
    const paused = get(WEIGHTS, { signal: stop.signal, onWait: () => stop.abort() });
    await expect(paused).rejects.toBeInstanceOf(CancelledError);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/\.part$/)]);
    await get(WEIGHTS);
    expect(server.seen.at(-1)).toMatchObject({ range: `bytes=1500-${right.length - 1}` });
    expect(await onDisk()).toEqual(right);
  });

  test("is right also from a server that sends everything again", async () => {
    server.faults.cuts = 1;
    server.faults.cutAfterBytes = 1500;
    server.faults.ignoresRanges = true;
    await get(WEIGHTS);
    expect(await onDisk()).toEqual(right);
  });

  test("is given up when connections bring nothing again and again, and what has arrived is kept", async () => {
    server.faults.cuts = 1;
    server.faults.cutAfterBytes = 1500;
    server.faults.hold = { request: 2, afterBytes: 0, isForGood: true };
    const silent = get(WEIGHTS, { retryPolicy: { ...RETRY_POLICY, stallMs: 600 } });
    await expect(silent).rejects.toMatchObject({
      code: "runtime_unavailable",
      hint: expect.stringContaining("kept"),
    });
    const [part] = await readdir(folder);
    expect((await readFile(path.join(folder, part))).length).toBe(1500);
  });

  test("with a wrong digest is deleted, and says so", async () => {
    server.faults.damaged = WEIGHTS;
    await expect(get(WEIGHTS)).rejects.toMatchObject({
      code: "integrity",
      message: expect.stringContaining("deleted"),
      details: { field: WEIGHTS },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test("that grows beyond its announced size is refused", async () => {
    server.faults.growing = WEIGHTS;
    await expect(get(WEIGHTS)).rejects.toMatchObject({
      code: "integrity",
      message: expect.stringContaining("announced"),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test("that is already here and right is not fetched again; one that is not is", async () => {
    await get(WEIGHTS);
    const before = bodies(WEIGHTS).length;
    await get(WEIGHTS);
    expect(bodies(WEIGHTS)).toHaveLength(before);
    await writeFile(path.join(folder, WEIGHTS), Buffer.alloc(right.length));
    await get(WEIGHTS);
    expect(await onDisk()).toEqual(right);
  });
});

describe("a busy hub", () => {
  test("is waited for as long as it asks, and asked again", async () => {
    server.faults.busy = 2;
    server.faults.retryAfter = "3600";
    const waits: number[] = [];
    const { files } = await openSnapshot({
      hub,
      fetch: (request) => fetcher()({ ...request, onWait: (ms) => waits.push(ms) }),
      repository: REPOSITORY,
      revision: "main",
      signal,
    });
    expect(files).toHaveLength(4);
    expect(waits).toEqual([RETRY_POLICY.longestWaitMs, RETRY_POLICY.longestWaitMs]);
  });

  test("is given up after a few tries", async () => {
    server.faults.busy = 100;
    await expect(snapshotOf()).rejects.toMatchObject({
      code: "runtime_unavailable",
      message: expect.stringContaining("429"),
    });
    expect(server.seen).toHaveLength(1 + RETRY_POLICY.retries);
  });

  test("that is not there at all is said to be out of reach", async () => {
    await server.close();
    await expect(snapshotOf()).rejects.toMatchObject({
      code: "runtime_unavailable",
      hint: expect.stringContaining("PALIMPSEST_HUB_MIRRORS"),
      details: { reason: "hubAway" },
    });
    server = await startHubServer({ repository: REPOSITORY, files: FILES });
  });

  test("is not waited for by someone who has gone", async () => {
    server.faults.busy = 100;
    const stop = new AbortController();
    const asked = openSnapshot({
      hub,
      fetch: (request) => fetcher()({ ...request, onWait: () => stop.abort() }),
      repository: REPOSITORY,
      revision: "main",
      signal: stop.signal,
    });
    await expect(asked).rejects.toBeInstanceOf(CancelledError);
  });
});
