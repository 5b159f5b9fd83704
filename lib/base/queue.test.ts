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

test("a waiting task whose signal aborts never starts", async () => {
  const queue = createQueue();
  const abort = new AbortController();
  let started = false;
  const first = queue.add(pause);
  const waiting = queue.add(async () => {
    started = true;
  }, abort.signal);
  const last = queue.add(async () => "last");
  abort.abort();
  await expect(waiting).rejects.toBeInstanceOf(CancelledError);
  await first;
  expect(await last).toBe("last");
  expect(started).toBe(false);
});
