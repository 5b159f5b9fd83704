import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRun } from "../../base";
import { createWorkerManager } from "./worker-manager";

/** A worker that records what it is told, and says what a test makes it say. */
class FakeWorker extends EventTarget {
  readonly received: unknown[] = [];
  isEnded = false;
  postMessage(message: unknown): void {
    this.received.push(message);
  }
  terminate(): void {
    this.isEnded = true;
  }
  say(data: object): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { message }));
  }
}

const atlas = { modelId: "atlas", choice: "automatic" } as const;
const READY = { type: "ready", place: "wasm", threads: 2 };
const QUESTION = { model: "atlas", texts: ["a"] };

function setUp() {
  const workers: FakeWorker[] = [];
  const manager = createWorkerManager(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { workers, manager };
}
/** Lets promises that are settled be heard. */
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("one worker serves one model, and another model ends it", () => {
  const { workers, manager } = setUp();
  manager.open(atlas);
  manager.open(atlas);
  expect(workers).toHaveLength(1);
  expect(workers[0].received).toEqual([{ type: "open", target: atlas }]);
  manager.open({ ...atlas, modelId: "gpt2" });
  expect(workers.map((worker) => worker.isEnded)).toEqual([true, false]);
});

test("another backend starts another worker", () => {
  const { workers, manager } = setUp();
  manager.open(atlas);
  manager.open({ ...atlas, choice: "wasm" });
  expect(workers.map((worker) => worker.isEnded)).toEqual([true, false]);
});

test("released and opened again at once keeps the loaded model; released for good ends it", () => {
  const { workers, manager } = setUp();
  manager.open(atlas);
  manager.release();
  manager.open(atlas);
  vi.runAllTimers();
  expect(workers[0].isEnded).toBe(false);
  manager.release();
  vi.runAllTimers();
  expect(workers[0].isEnded).toBe(true);
  expect(manager.snapshot().status).toBe("closed");
});

test("says how far the model's files are, and which backend holds it", async () => {
  const { workers, manager } = setUp();
  manager.open(atlas);
  const progress = { file: "model.safetensors", loadedBytes: 1, totalBytes: 2 };
  workers[0].say({ type: "loading", progress });
  const loading = manager.snapshot();
  expect([loading.status, manager.progress()]).toEqual(["loading", progress]);
  workers[0].say({ type: "loading", progress: { ...progress, loadedBytes: 2 } });
  expect(manager.snapshot(), "drawn again for each report").toBe(loading);
  expect(manager.progress()?.loadedBytes).toBe(2);
  workers[0].say(READY);
  await settled();
  expect(manager.snapshot()).toMatchObject({
    status: "ready",
    backend: "wasm",
    threads: 2,
    modelId: "atlas",
  });
  expect(manager.progress()).toBeUndefined();
});

test("an error is kept until retry, and does not start a worker for each call", async () => {
  const { workers, manager } = setUp();
  manager.open(atlas);
  workers[0].say({ type: "failed", error: { code: "out_of_memory", message: "Too large." } });
  await settled();
  expect(manager.snapshot()).toMatchObject({ status: "error", error: { code: "out_of_memory" } });
  await expect(manager.ask(atlas, "tokens", QUESTION)).rejects.toMatchObject({ code: "out_of_memory" });
  expect(workers).toHaveLength(1);
  manager.retry();
  expect(workers).toHaveLength(2);
  workers[1].say(READY);
  await settled();
  expect(manager.snapshot()).toMatchObject({ status: "ready", modelId: "atlas" });
});

test("a worker that crashes fails its calls with what that means", async () => {
  const { workers, manager } = setUp();
  const call = manager.ask(atlas, "tokens", QUESTION);
  call.catch(() => undefined);
  workers[0].say(READY);
  await settled();
  workers[0].crash("out of memory");
  await expect(call).rejects.toMatchObject({ code: "out_of_memory", details: { reason: "workerStopped" } });
  expect(workers[0].isEnded).toBe(true);
});

test("a call that does not stop ends its worker, whose other calls can be made again with a new one", async () => {
  const { workers, manager } = setUp();
  const control = new AbortController();
  const run = createRun({ signal: control.signal });
  const stuck = manager.ask(atlas, "prepare", { model: "atlas", methods: [] }, run);
  const other = manager.ask(atlas, "tokens", QUESTION);
  for (const call of [stuck, other]) call.catch(() => undefined);
  workers[0].say(READY);
  await settled();
  control.abort();
  expect(workers[0].isEnded).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  await expect(stuck).rejects.toMatchObject({ code: "cancelled" });
  await expect(other).rejects.toMatchObject({ code: "interrupted" });
  expect(workers.map((worker) => worker.isEnded)).toEqual([true, false]);
  expect(manager.snapshot().status).toBe("loading");
});
