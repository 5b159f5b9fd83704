import { expect, test } from "vitest";
import { movedBy, parseScript, readScriptFile, writeScriptFile } from "./script";

const WORDS = {
  method: "ROME",
  model: "atlas",
  prompt: { head: "The city of ", subject: "Eiffel Tower", tail: " is" },
  before: "Paris",
  after: "Rome",
  target: "Rome",
  holds: true,
};
const slides = [
  { kind: "words", caption: "one", notes: "Say it slowly.", data: WORDS },
  { kind: "page", caption: "two", notes: "", data: { url: "/history?b=try" } },
];

test("a script comes back as it was kept, and as it was saved in a file", () => {
  expect(parseScript(JSON.stringify(slides))).toEqual(slides);
  expect(readScriptFile(writeScriptFile(slides))).toEqual(slides);
});

test("a script from before slides had kinds opens as pages", () => {
  const old = [{ url: "/edit", caption: "one" }];
  expect(parseScript(JSON.stringify(old))).toEqual([
    { kind: "page", caption: "one", notes: "", data: { url: "/edit" } },
  ]);
});

test.each(["https://example.org/", "//example.org/"])("a slide that leads to %s is left out", (url) => {
  expect(parseScript(JSON.stringify([{ url, caption: "" }]))).toEqual([]);
  expect(parseScript(JSON.stringify([{ ...slides[1], data: { url } }, slides[0]]))).toEqual([slides[0]]);
});

test("a damaged script opens empty, and as a file it is refused", () => {
  expect(parseScript("{")).toEqual([]);
  expect(() => readScriptFile("{")).toThrow(/not a presentation script/);
});

test("a file with a slide that cannot be drawn is refused, and says which", () => {
  expect(() => readScriptFile(writeScriptFile([slides[0], { ...slides[1], kind: "dance" }]))).toThrow(
    /Slide 2/,
  );
  expect(() => readScriptFile(writeScriptFile([{ ...slides[0], data: { before: 1 } }]))).toThrow(/Slide 1/);
});

test("moving a slide past an end changes nothing", () => {
  expect(movedBy(slides, 0, 1).map((slide) => slide.caption)).toEqual(["two", "one"]);
  expect(movedBy(slides, 0, -1)).toBe(slides);
  expect(movedBy(slides, 1, 1)).toBe(slides);
});
