import { beforeEach, expect, test, vi } from "vitest";
import type * as StartWorker from "./start-worker";

class FakeWorker extends EventTarget {
  static started: FakeWorker[] = [];
  constructor() {
    super();
    FakeWorker.started.push(this);
  }
}

let module: typeof StartWorker;
beforeEach(async () => {
  FakeWorker.started = [];
  vi.stubGlobal("Worker", FakeWorker);
  vi.resetModules();
  module = await import("./start-worker");
});
const early = (pathname: string, search = "") => module.startWorkerEarly({ pathname, search });

test("a worker that was started early is the first that is handed out, and only once", () => {
  early("/edit");
  expect(module.startWorker()).toBe(FakeWorker.started[0]);
  expect(module.startWorker()).toBe(FakeWorker.started[1]);
});

test("none is started early where the page does not work with the model at once, or works on the server", () => {
  early("/history");
  early("/edit", "?p=server");
  expect(FakeWorker.started).toEqual([]);
});

test("one that could not start is started again", () => {
  early("/chat");
  FakeWorker.started[0].dispatchEvent(new Event("error"));
  expect(module.startWorker()).toBe(FakeWorker.started[1]);
});
