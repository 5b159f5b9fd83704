import { describe, expect, test } from "vitest";
import { differingWords, diffWords } from "./word-diff";

const side = (before: string, after: string, kind: "before" | "after") =>
  diffWords(before, after)
    .filter((part) => part.kind === "same" || part.kind === kind)
    .map((part) => part.text)
    .join("");

const marked = (text: string, other: string) =>
  differingWords(text, other)
    .map(({ text: words, kind }) =>
      kind === "same"
        ? words
        : words.replace(/^(\s*)(.*)$/, (_, space: string, word: string) => `${space}[${word}]`),
    )
    .join("")
    .trimStart();

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

test("Chinese continuations differ by character", () => {
  expect(marked("他出生在巴黎。", "他出生在罗马。")).toBe("他出生在[巴黎]。");
});

describe("the words that another text lacks", () => {
  test("are none in equal texts, however they are spaced", () => {
    expect(marked(" Rome . It was built", "Rome . It  was built")).toBe("Rome . It was built");
  });

  test("are those that were replaced, not what follows them", () => {
    expect(marked("Rome . It was built", "Paris . It was built")).toBe("[Rome] . It was built");
    expect(marked("Paris . It was built", "Rome . It was built")).toBe("[Paris] . It was built");
  });

  test("are those that one text has in addition", () => {
    expect(marked("in the old city", "in the city")).toBe("in the [old] city");
    expect(marked("in the city", "in the old city")).toBe("in the city");
  });

  test("are all against an empty text, and none in one", () => {
    expect(marked("Rome again", "")).toBe("[Rome again]");
    expect(differingWords("", "Rome")).toEqual([]);
  });

  test("are as few as possible when the order changed", () => {
    expect(marked("a b c d", "b c d a")).toBe("[a] b c d");
  });
});
