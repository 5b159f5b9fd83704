import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createWorkerManager } from "./worker-manager";
import type { FromWorker } from "./worker-protocol";

class FakeWorker extends EventTarget {
  isEnded = false;
  postMessage(): void {}
  terminate(): void {
    this.isEnded = true;
  }
  say(data: FromWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

const atlas = { modelId: "atlas", choice: "automatic" } as const;

function setUp() {
  const workers: FakeWorker[] = [];
  const host = createWorkerManager(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { workers, host };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("one worker serves one model, and another model ends it", () => {
  const { workers, host } = setUp();
  host.open(atlas);
  host.open(atlas);
  expect(workers).toHaveLength(1);
  host.open({ ...atlas, modelId: "gpt2" });
  expect(workers.map((worker) => worker.isEnded)).toEqual([true, false]);
});

test("another backend starts another worker", () => {
  const { workers, host } = setUp();
  host.open(atlas);
  host.open({ ...atlas, choice: "wasm" });
  expect(workers.map((worker) => worker.isEnded)).toEqual([true, false]);
});

test("released and opened again at once keeps the loaded model; released for good ends it", () => {
  const { workers, host } = setUp();
  host.open(atlas);
  host.release();
  host.open(atlas);
  vi.runAllTimers();
  expect(workers[0].isEnded).toBe(false);
  host.release();
  vi.runAllTimers();
  expect(workers[0].isEnded).toBe(true);
});

test("an error is kept until retry, and does not start a worker for each call", async () => {
  const { workers, host } = setUp();
  host.open(atlas);
  workers[0].say({ type: "failed", error: { code: "out_of_memory", message: "Too large." } });
  expect(host.snapshot()).toMatchObject({ status: "error", error: { code: "out_of_memory" } });
  await expect(host.call(atlas, "tokens", {})).rejects.toMatchObject({ code: "out_of_memory" });
  expect(workers).toHaveLength(1);
  host.retry();
  expect(workers).toHaveLength(2);
  workers[1].say({ type: "ready", backend: "wasm", threads: 2 });
  expect(host.snapshot()).toMatchObject({ status: "ready", backend: "wasm", threads: 2, modelId: "atlas" });
});
