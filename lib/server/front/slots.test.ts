import { expect, test } from "vitest";
import { createRoom, createSlots } from "./slots";

const forever = new AbortController().signal;
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

test("slots are limited for a client and in all, and are free again when they are given back", () => {
  const slots = createSlots({ what: "uploads", inAll: 3, ofClient: 2 });
  const first = slots.take("ada");
  slots.take("ada");
  expect(() => slots.take("ada")).toThrow(expect.objectContaining({ code: "too_many" }));
  slots.take("bo");
  expect(() => slots.take("cy")).toThrow("uploads");
  first();
  first();
  expect(slots.taken).toBe(2);
  slots.take("cy");
  expect(slots.taken).toBe(3);
});

test("bytes wait for room in the order they came, and one larger than all the room enters alone", async () => {
  const room = createRoom(100);
  const order: string[] = [];
  const enter = async (name: string, bytes: number) => {
    const leave = await room.enter(bytes, forever);
    order.push(name);
    return leave;
  };
  const first = await enter("first", 60);
  const large = enter("large", 500);
  const small = enter("small", 10);
  await soon();
  expect(order).toEqual(["first"]);
  first();
  (await large)();
  (await small)();
  expect(order).toEqual(["first", "large", "small"]);
});

test("who leaves while it waits holds nobody up", async () => {
  const room = createRoom(100);
  const leave = await room.enter(100, forever);
  const gone = new AbortController();
  const left = room.enter(50, gone.signal);
  const next = room.enter(10, forever);
  gone.abort();
  await expect(left).rejects.toMatchObject({ name: "AbortError" });
  leave();
  (await next)();
});
