import { describe, expect, it } from "vitest";
import { differingWords } from "./word-difference";

const marked = (text: string, other: string) =>
  differingWords(text, other)
    .map(({ word, differs }) => (differs ? `[${word}]` : word))
    .join(" ");

describe("differingWords", () => {
  it("marks nothing in equal texts, whatever their spacing", () => {
    expect(marked(" Rome . It was built", "Rome . It  was built")).toBe("Rome . It was built");
  });

  it("marks a word that was replaced, and keeps what follows", () => {
    expect(marked("Rome . It was built", "Paris . It was built")).toBe("[Rome] . It was built");
    expect(marked("Paris . It was built", "Rome . It was built")).toBe("[Paris] . It was built");
  });

  it("marks words that only one text has", () => {
    expect(marked("in the old city", "in the city")).toBe("in the [old] city");
    expect(marked("in the city", "in the old city")).toBe("in the city");
  });

  it("marks everything against an empty text, and nothing in one", () => {
    expect(marked("Rome again", "")).toBe("[Rome] [again]");
    expect(differingWords("", "Rome")).toEqual([]);
  });

  it("marks words in another order as little as possible", () => {
    const words = differingWords("a b c d", "b c d a");
    expect(words.filter(({ differs }) => differs)).toEqual([{ word: "a", differs: true }]);
  });
});
