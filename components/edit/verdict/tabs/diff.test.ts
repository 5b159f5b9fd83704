import { expect, test } from "vitest";
import { diffWords } from "./diff";

const side = (before: string, after: string, kind: "before" | "after") =>
  diffWords(before, after)
    .filter((part) => part.kind === "same" || part.kind === kind)
    .map((part) => part.text)
    .join("");

test("equal texts have one shared part", () => {
  expect(diffWords("is Oslo.", "is Oslo.")).toEqual([{ kind: "same", text: "is Oslo." }]);
});

test("a changed word is marked and nothing else", () => {
  expect(diffWords("the city of Oslo in the south", "the city of Bergen in the south")).toEqual([
    { kind: "same", text: "the city of" },
    { kind: "before", text: " Oslo" },
    { kind: "after", text: " Bergen" },
    { kind: "same", text: " in the south" },
  ]);
});

test.each([
  ["Oslo, in  the south.\n", "Bergen"],
  ["", "Bergen is it"],
  ["挪威的首都是奥斯陆。", "挪威的首都是卑尔根。"],
])("both texts can be read back from the parts", (before, after) => {
  expect(side(before, after, "before")).toBe(before);
  expect(side(before, after, "after")).toBe(after);
});

test("Chinese is compared by character", () => {
  expect(diffWords("首都是奥斯陆", "首都是卑尔根")[0]).toEqual({ kind: "same", text: "首都是" });
});
