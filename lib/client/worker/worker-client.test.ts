import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createWorkerClient, type BridgeEvents } from "./worker-client";
import type { FromWorker, ToWorker } from "./worker-protocol";

/** A worker that only records what it is told. */
class FakeWorker extends EventTarget {
  readonly received: ToWorker[] = [];
  isEnded = false;
  postMessage(message: ToWorker): void {
    this.received.push(message);
  }
  terminate(): void {
    this.isEnded = true;
  }
  say(data: FromWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

function setUp() {
  const worker = new FakeWorker();
  const events = { onReady: vi.fn(), onLoading: vi.fn(), onGone: vi.fn() } satisfies BridgeEvents;
  return {
    worker,
    events,
    bridge: createWorkerClient(
      worker as unknown as Worker,
      { modelId: "atlas", choice: "automatic" },
      events,
    ),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("answers find their calls by id, in any order", async () => {
  const { worker, bridge } = setUp();
  const first = bridge.call("tokens", { texts: ["a"] });
  const second = bridge.call("tokens", { texts: ["b"] });
  worker.say({ type: "result", id: 2, value: "second" });
  worker.say({ type: "result", id: 1, value: "first" });
  expect(await Promise.all([first, second])).toEqual(["first", "second"]);
});

test("an error arrives with its code, message and hint", async () => {
  const { worker, bridge } = setUp();
  const call = bridge.call("edit", {});
  worker.say({
    type: "error",
    id: 1,
    error: { code: "no_effect", message: "Nothing moved.", hint: "Raise the steps." },
  });
  await expect(call).rejects.toMatchObject({
    code: "no_effect",
    message: "Nothing moved.",
    hint: "Raise the steps.",
  });
});

test("a cancelled call is given time to stop by itself, and then its worker is ended", async () => {
  const { worker, bridge, events } = setUp();
  const control = new AbortController();
  const call = bridge.call("edit", {}, { signal: control.signal });
  control.abort();
  expect(worker.received.at(-1)).toEqual({ type: "cancel", id: 1 });
  expect(worker.isEnded).toBe(false);
  const refused = expect(call).rejects.toMatchObject({ code: "cancelled" });
  await vi.runAllTimersAsync();
  await refused;
  expect(worker.isEnded).toBe(true);
  expect(events.onGone).toHaveBeenCalledOnce();
});

test("a worker that stops in time is kept", async () => {
  const { worker, bridge, events } = setUp();
  const control = new AbortController();
  const call = bridge.call("edit", {}, { signal: control.signal });
  control.abort();
  worker.say({ type: "error", id: 1, error: { code: "cancelled", message: "Cancelled." } });
  await expect(call).rejects.toMatchObject({ code: "cancelled" });
  await vi.runAllTimersAsync();
  expect(worker.isEnded).toBe(false);
  expect(events.onGone).not.toHaveBeenCalled();
});

test("a model that cannot be opened fails every call, those to come too", async () => {
  const { worker, bridge, events } = setUp();
  const waiting = bridge.call("tokens", {});
  worker.say({ type: "failed", error: { code: "not_found", message: "There is no model." } });
  await expect(waiting).rejects.toMatchObject({ code: "not_found" });
  await expect(bridge.call("tokens", {})).rejects.toMatchObject({ code: "not_found" });
  expect(events.onGone).toHaveBeenCalledOnce();
});

test("progress goes to the call that makes it", () => {
  const { worker, bridge } = setUp();
  const [mine, other] = [vi.fn(), vi.fn()];
  void bridge.call("edit", {}, { onProgress: mine });
  void bridge.call("edit", {}, { onProgress: other });
  worker.say({ type: "progress", id: 1, progress: { phase: "one", step: 1 } });
  expect(mine).toHaveBeenCalledOnce();
  expect(other).not.toHaveBeenCalled();
});
