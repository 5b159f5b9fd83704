import { expect, test } from "vitest";
import { createRecent } from "./recent";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a value is made once and shared by those who ask meanwhile", async () => {
  const recent = createRecent<number>(2);
  let made = 0;
  const make = async () => ++made;
  expect(await Promise.all([recent.get("a", make), recent.get("a", make)])).toEqual([1, 1]);
  expect(await recent.get("a", make)).toBe(1);
});

test("the least recently used value leaves, and is given to leave", async () => {
  const left: string[] = [];
  const recent = createRecent<string>(2, async (value) => void left.push(value));
  for (const id of ["a", "b", "a", "c"]) await recent.get(id, async () => id.toUpperCase());
  await settled();
  expect(left).toEqual(["B"]);
  expect(["a", "b", "c"].map((id) => recent.has(id))).toEqual([true, false, true]);
});

test("a failed making is forgotten, so that the next call tries again", async () => {
  const recent = createRecent<string>(2);
  await expect(recent.get("a", async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await settled();
  expect(recent.has("a")).toBe(false);
  expect(await recent.get("a", async () => "second")).toBe("second");
});

test("a making that fails after it left does not take its successor along", async () => {
  const recent = createRecent<string>(1);
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

test("clear forgets everything and gives it to leave", async () => {
  const left: string[] = [];
  const recent = createRecent<string>(3, async (value) => void left.push(value));
  await recent.get("a", async () => "A");
  await recent.get("b", async () => "B");
  await recent.clear();
  expect(left.sort()).toEqual(["A", "B"]);
  expect(recent.has("a") || recent.has("b")).toBe(false);
});
