import { expect, test } from "vitest";
import { CancelledError } from "./errors";
import { createQueue } from "./queue";

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

test("tasks run one at a time in the order they came", async () => {
  const queue = createQueue();
  const events: string[] = [];
  const task = (name: string) => async () => {
    events.push(`${name} starts`);
    await pause();
    events.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all([queue.add(task("a")), queue.add(task("b")), queue.add(task("c"))])).toEqual([
    "a",
    "b",
    "c",
  ]);
  expect(events).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
});

test("a failing task fails alone", async () => {
  const queue = createQueue();
  const failing = queue.add(async () => Promise.reject(new Error("no")));
  const next = queue.add(async () => "next");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("next");
});

test("a waiting task whose signal aborts is refused at once and never starts; the next waits for the one before", async () => {
  const queue = createQueue();
  const abort = new AbortController();
  const events: string[] = [];
  let endFirst = (): void => {};
  const first = queue.add(() => new Promise<void>((resolve) => (endFirst = resolve)));
  void first.then(() => events.push("first ends"));
  const waiting = queue.add(async () => void events.push("waiting starts"), abort.signal);
  const last = queue.add(async () => void events.push("last starts"));
  await pause();
  abort.abort();
  await expect(waiting).rejects.toBeInstanceOf(CancelledError);
  events.push("waiting is refused");
  await pause();
  endFirst();
  await last;
  expect(events).toEqual(["waiting is refused", "first ends", "last starts"]);
});

test("a task whose signal aborts after its start ends by itself", async () => {
  const queue = createQueue();
  const abort = new AbortController();
  const task = queue.add(async () => {
    abort.abort();
    await pause();
    return "whole";
  }, abort.signal);
  expect(await task).toBe("whole");
  await expect(queue.add(async () => "more", abort.signal)).rejects.toBeInstanceOf(CancelledError);
});
