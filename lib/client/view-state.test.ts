import { expect, test } from "vitest";
import { z } from "zod";
import { defineView, readField } from "./view-state";

test("text is read as it stands, other values as JSON", () => {
  expect(readField(z.string().default("main"), "try-2")).toBe("try-2");
  expect(readField(z.number().default(0), "12")).toBe(12);
  expect(readField(z.boolean().default(false), "true")).toBe(true);
  expect(readField(z.array(z.string()).default([]), '["rome","ft"]')).toEqual(["rome", "ft"]);
});

test("a text that looks like a number stays text", () => {
  expect(readField(z.string().default(""), "1994")).toBe("1994");
});

test("what does not parse means the default", () => {
  expect(readField(z.enum(["a", "b"]).default("a"), "c")).toBeNull();
  expect(readField(z.number().default(0), "{broken")).toBeNull();
});

test("a view writes what it reads", () => {
  const view = defineView(
    z.object({ methods: z.array(z.string()).default([]), note: z.string().default("") }),
  );
  for (const [key, value] of Object.entries({ methods: ["rome"], note: 'a "quoted" line' })) {
    const parser = view.parsers[key];
    expect(parser.parse(parser.serialize(value))).toEqual(value);
  }
});
