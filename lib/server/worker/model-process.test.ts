import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { getPriority, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRun, SILENT, type Progress } from "../../base";
import { EditJobInput } from "../../store";
import { fakeRecords } from "../../testing/host/records";
import { bundle } from "../testing/bundle";
import { createModelProcess, type ModelProcess } from "./model-process";

let file: string;
let folder: string;
let models: ModelProcess;

beforeAll(async () => {
  file = await bundle("lib/server/testing/fake-worker.ts");
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-worker-"));
});
afterAll(async () => {
  await rm(path.dirname(file), { recursive: true });
  await rm(folder, { recursive: true });
});
const RECORDS = fakeRecords();
const OPTIONS = { place: "native", log: SILENT, records: RECORDS, backoffMs: 5 } as const;
const newProcess = (program = file): ModelProcess =>
  createModelProcess({
    file: program,
    variables: { ...process.env, PALIMPSEST_DATA: folder },
    ...OPTIONS,
  });
beforeEach(() => {
  models = newProcess();
});
afterEach(() => models.stop());

const ask = (prompt: string) =>
  models.modelHost.nextTokens({ model: "atlas", prompt, versions: [null], count: 1 });
const INPUT = EditJobInput.parse({
  model: "atlas",
  cases: [{ request: { id: "1", subject: "Rome", prompt: "{} is in", targetNew: "France" } }],
  methods: [{ method: "rome", parameters: {} }],
  mode: "single",
  seed: 3,
});

describe("the worker process", () => {
  test("starts at the first question and answers it", async () => {
    expect(models.state).toBe("stopped");
    expect(await ask("hello")).toEqual({ answers: [[{ token: " answer 0", probability: 0.5 }]] });
    expect(models.state).toBe("ready");
  });

  test("leaves the server its share of the processor", async () => {
    let child: ChildProcess | undefined;
    const watched = createModelProcess({
      ...OPTIONS,
      file,
      variables: { ...process.env, PALIMPSEST_DATA: folder },
      start: (program, env) => (child = fork(program, [], { env, execArgv: [] })),
    });
    watched.start();
    expect(getPriority(child?.pid)).toBe(Math.min(19, getPriority() + 5));
    await watched.stop();
  });

  test("answers several questions at once, each to who asked", async () => {
    const answers = await Promise.all(
      ["a", "b", "c"].map((prompt) =>
        models.modelHost.generate({
          model: "atlas",
          prompt,
          maxTokens: 1,
          temperature: 0,
          seed: 0,
        }),
      ),
    );
    expect(answers.map(({ text }) => text)).toEqual(["a and so on", "b and so on", "c and so on"]);
  });

  test("asks back for what a version applies, and passes on that it is not there", async () => {
    const overlays = ["a".repeat(64)];
    const version = RECORDS.versionOf(overlays);
    const fingerprint = async (asked: { version?: string; overlays?: string[] }) =>
      (await models.modelHost.fingerprint({ model: "atlas", ...asked })).fingerprint;
    expect(await fingerprint({ version })).toBe(await fingerprint({ overlays }));
    await expect(fingerprint({ version: "ver_none" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("passes on errors with code and hint, and keeps what is not meant for people", async () => {
    await expect(ask("refuse")).rejects.toMatchObject({ code: "unsupported", hint: "Another one." });
    const bug = await ask("bug").catch((error: unknown) => error);
    expect(bug).toMatchObject({ code: "internal" });
    expect(String(bug)).not.toContain("secret");
  });

  test("reports progress of an edit and stores its overlay where the server finds it", async () => {
    const updates: Progress[] = [];
    const output = await models.modelHost.edit(
      createRun({ onProgress: (update) => updates.push(update) }),
      INPUT,
    );
    expect(updates.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
    expect(output.outcomes[0].overlays[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  test("gives the same random numbers for the same seed", async () => {
    const [a, b] = [
      await models.modelHost.edit(createRun(), INPUT),
      await models.modelHost.edit(createRun(), INPUT),
    ];
    const other = await models.modelHost.edit(createRun(), { ...INPUT, seed: 4 });
    expect(a.outcomes[0].overlays).toEqual(b.outcomes[0].overlays);
    expect(a.outcomes[0].overlays).not.toEqual(other.outcomes[0].overlays);
  });

  test("stops an edit that is cancelled", async () => {
    const controller = new AbortController();
    const run = createRun({
      signal: controller.signal,
      onProgress: ({ step }) => step === 2 && controller.abort(),
    });
    await expect(models.modelHost.edit(run, INPUT)).rejects.toMatchObject({ code: "cancelled" });
    expect(await ask("still there")).toBeDefined();
  });

  test("that dies interrupts what it was doing, and the next question is answered", async () => {
    await expect(ask("exit")).rejects.toMatchObject({ code: "interrupted" });
    expect(await ask("again")).toBeDefined();
  });

  test("that never comes up is said to be unavailable", async () => {
    const broken = path.join(folder, "broken.mjs");
    await writeFile(broken, "process.exit(1);");
    models = newProcess(broken);
    await expect(ask("hello")).rejects.toMatchObject({ code: "runtime_unavailable" });
  });

  test("that was not built is said so, with the command", async () => {
    models = newProcess(path.join(folder, "none.mjs"));
    await expect(ask("hello")).rejects.toMatchObject({
      code: "runtime_unavailable",
      hint: expect.stringContaining("npm run worker"),
    });
  });

  test("that cannot be spawned fails questions with a typed error, and the next call starts another", async () => {
    const failed: ChildProcess[] = [];
    const refused = () => {
      const child = Object.assign(new EventEmitter(), { connected: false, exitCode: null, signalCode: null });
      setTimeout(() => child.emit("error", new Error("spawn EAGAIN")));
      failed.push(child as unknown as ChildProcess);
      return child as unknown as ChildProcess;
    };
    let isRefusing = true;
    models = createModelProcess({
      ...OPTIONS,
      file,
      variables: { ...process.env, PALIMPSEST_DATA: folder },
      start: (program, variables) => (isRefusing ? refused() : fork(program, [], { env: variables })),
    });
    await expect(ask("hello")).rejects.toMatchObject({
      code: "runtime_unavailable",
      hint: expect.any(String),
    });
    const attempts = failed.length;
    expect(attempts).toBeGreaterThan(0);
    expect(models.state).toBe("stopped");
    isRefusing = false;
    expect(await ask("again")).toBeDefined();
    expect(failed).toHaveLength(attempts);
  });

  test("forgets its models when told to, and goes on", async () => {
    await ask("hello");
    models.reset();
    expect(await ask("hello")).toBeDefined();
  });
});

test.each([
  ["idle", ""],
  [
    "busy",
    `ask({ type: "call", id: 1, name: "nextTokens", input: { model: "atlas", prompt: "busy", versions: [null] } });`,
  ],
])("a worker whose server was killed ends by itself, even when %s", async (_, ask) => {
  const parent = path.join(folder, "parent.mjs");
  await writeFile(
    parent,
    `import { fork } from "node:child_process";
     const child = fork(${JSON.stringify(file)}, [], { env: process.env });
     const ask = (message) => child.send({ channel: "host", message });
     ask({ type: "open" });
     child.on("message", () => {
       ${ask}
       setTimeout(() => process.send(child.pid), 50);
     });`,
  );
  const server = fork(parent, [], { env: { ...process.env, PALIMPSEST_DATA: folder } });
  const pid = await new Promise<number>((resolve) =>
    server.once("message", (message) => resolve(message as number)),
  );
  expect(isAlive(pid)).toBe(true);
  server.kill("SIGKILL");
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
