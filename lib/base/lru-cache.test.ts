import { expect, test } from "vitest";
import { CancelledError } from "./errors";
import { createLruCache } from "./lru-cache";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a value is computed once and shared by concurrent callers", async () => {
  const recent = createLruCache<number>({ limit: 2 });
  let made = 0;
  const make = async () => ++made;
  expect(await Promise.all([recent.get("a", make), recent.get("a", make)])).toEqual([1, 1]);
  expect(await recent.get("a", make)).toBe(1);
});

test("the least recently used value is evicted and passed to onEvict", async () => {
  const left: string[] = [];
  const recent = createLruCache<string>({ limit: 2, onEvict: async (value) => void left.push(value) });
  for (const id of ["a", "b", "a", "c"]) await recent.get(id, async () => id.toUpperCase());
  await settled();
  expect(left).toEqual(["B"]);
  expect(["a", "b", "c"].map((id) => recent.has(id))).toEqual([true, false, true]);
});

test("a failed making is forgotten, so that the next call tries again", async () => {
  const recent = createLruCache<string>({ limit: 2 });
  await expect(recent.get("a", async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await settled();
  expect(recent.has("a")).toBe(false);
  expect(await recent.get("a", async () => "second")).toBe("second");
});

test("when the caller who makes is cancelled, one of those who wait makes, and the others share that", async () => {
  const recent = createLruCache<string>({ limit: 2 });
  const makers: string[] = [];
  let cancel = (): void => {};
  const get = (name: string, make: () => Promise<string>) =>
    recent.get("a", () => {
      makers.push(name);
      return make();
    });
  const first = get("first", () => new Promise((_, reject) => (cancel = () => reject(new CancelledError()))));
  const others = ["second", "third"].map((name) => get(name, async () => `by the ${name}`));
  cancel();
  await expect(first).rejects.toBeInstanceOf(CancelledError);
  expect(await Promise.all(others)).toEqual(["by the second", "by the second"]);
  expect(makers).toEqual(["first", "second"]);
});

test("a waiting caller that is cancelled returns at once, and the computation continues", async () => {
  const recent = createLruCache<string>({ limit: 2 });
  const abort = new AbortController();
  let finish = (): void => {};
  const first = recent.get("a", () => new Promise((resolve) => (finish = () => resolve("whole"))));
  const waiting = recent.get("a", async () => "not made", abort.signal);
  abort.abort();
  await expect(waiting).rejects.toBeInstanceOf(CancelledError);
  finish();
  expect(await first).toBe("whole");
  await expect(recent.get("a", async () => "not made", abort.signal)).rejects.toBeInstanceOf(CancelledError);
});

test("another failure than a cancellation is shared", async () => {
  const recent = createLruCache<string>({ limit: 2 });
  const failing = recent.get("a", async () => Promise.reject(new Error("no")));
  const other = recent.get("a", async () => "not made");
  await expect(failing).rejects.toThrow("no");
  await expect(other).rejects.toThrow("no");
});

test("a making that fails after it left does not take its successor along", async () => {
  const recent = createLruCache<string>({ limit: 1 });
  let fail = () => {};
  const slow = recent.get(
    "a",
    () => new Promise<string>((_, reject) => (fail = () => reject(new Error("late")))),
  );
  await recent.get("b", async () => "b");
  expect(await recent.get("a", async () => "fresh")).toBe("fresh");
  fail();
  await expect(slow).rejects.toThrow("late");
  await settled();
  expect(recent.has("a")).toBe(true);
});

test("clear removes every value and passes it to onEvict", async () => {
  const left: string[] = [];
  const recent = createLruCache<string>({ limit: 3, onEvict: async (value) => void left.push(value) });
  await recent.get("a", async () => "A");
  await recent.get("b", async () => "B");
  await recent.clear();
  expect(left.sort()).toEqual(["A", "B"]);
  expect(recent.has("a") || recent.has("b")).toBe(false);
});

test("values with a weight stay while their sum is within the limit, and the heaviest of all stays alone", async () => {
  const left: number[] = [];
  const recent = createLruCache<number>({
    limit: 10,
    byteSize: (value) => value,
    onEvict: async (value) => void left.push(value),
  });
  for (const value of [4, 5, 1]) await recent.get(`of ${value}`, async () => value);
  await settled();
  expect(left).toEqual([]);
  await recent.get("of 3", async () => 3);
  await settled();
  expect(left).toEqual([4]);
  await recent.get("of 20", async () => 20);
  await settled();
  expect([left, recent.has("of 20")]).toEqual([[4, 5, 1, 3], true]);
});

test("room is made before a value is there, by those that were not used for longest, and they are freed by then", async () => {
  const left: number[] = [];
  const recent = createLruCache<number>({
    limit: 10,
    byteSize: (value) => value,
    onEvict: async (value) => {
      await settled();
      left.push(value);
    },
  });
  for (const value of [4, 3, 2]) await recent.get(`of ${value}`, async () => value);
  await recent.makeRoom(1);
  expect(left).toEqual([]);
  await recent.get("of 4", async () => 4);
  await recent.makeRoom(6);
  expect(left).toEqual([3, 2]);
  expect(recent.has("of 4")).toBe(true);
});

test("a value that is still being computed has no size and evicts nothing", async () => {
  const recent = createLruCache<number>({ limit: 10, byteSize: (value) => value });
  await recent.get("small", async () => 6);
  let finish = (_: number): void => {};
  const slow = recent.get("slow", () => new Promise<number>((resolve) => (finish = resolve)));
  await settled();
  expect(recent.has("small")).toBe(true);
  finish(9);
  await slow;
  await settled();
  expect([recent.has("small"), recent.has("slow")]).toEqual([false, true]);
});

test("a dropped value is freed, and computed again on request", async () => {
  const left: string[] = [];
  const recent = createLruCache<string>({ limit: 2, onEvict: async (value) => void left.push(value) });
  await recent.get("a", async () => "first");
  recent.drop("a");
  await settled();
  expect([left, await recent.get("a", async () => "second")]).toEqual([["first"], "second"]);
});
