import { expect, test } from "vitest";
import { movedBy, parseScript } from "./use-script";

const slides = [
  { url: "/edit", caption: "one" },
  { url: "/history?b=try", caption: "two" },
];

test("a script comes back as it was saved", () => {
  expect(parseScript(JSON.stringify(slides))).toEqual(slides);
});

test("a script with an address of another site is not opened", () => {
  expect(parseScript(JSON.stringify([{ url: "https://example.org/", caption: "" }]))).toEqual([]);
  expect(parseScript(JSON.stringify([{ url: "//example.org/", caption: "" }]))).toEqual([]);
});

test("a damaged script opens empty", () => {
  expect(parseScript("{")).toEqual([]);
});

test("moving a slide past an end changes nothing", () => {
  expect(movedBy(slides, 0, 1).map((slide) => slide.caption)).toEqual(["two", "one"]);
  expect(movedBy(slides, 0, -1)).toBe(slides);
  expect(movedBy(slides, 1, 1)).toBe(slides);
});
