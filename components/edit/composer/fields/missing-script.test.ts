import { expect, test } from "vitest";
import { missingScript } from "./missing-script";

/** Each character as so many pieces, which are broken when they are several. */
const cut = (text: string, pieces: (character: string) => number) =>
  [...text].flatMap((character, index) => {
    const count = pieces(character);
    return Array.from({ length: count }, () => ({
      id: 0,
      text: count === 1 ? character : "\uFFFD",
      start: index,
      end: index + 1,
    }));
  });

test.each([
  ["罗马", "chinese"],
  ["ローマ", "japanese"],
  ["로마", "korean"],
  ["Рим", "cyrillic"],
  ["روما", "arabic"],
])("%s that is cut into bytes is %s that the model has not", (text, script) => {
  expect(
    missingScript(
      text,
      cut(text, () => 3),
    ),
  ).toBe(script);
});

test("a script with tokens of its own is not missing, though a rare character is cut", () => {
  expect(
    missingScript(
      "罗马城",
      cut("罗马城", (character) => (character === "城" ? 3 : 1)),
    ),
  ).toBeNull();
  expect(
    missingScript(
      "Rome",
      cut("Rome", () => 1),
    ),
  ).toBeNull();
  expect(
    missingScript(
      "Rome 🏛",
      cut("Rome 🏛", (character) => (character === "🏛" ? 4 : 1)),
    ),
  ).toBeNull();
});

test("of an answer behind its prompt, its own tokens decide", () => {
  const tokens = cut("x 罗", (character) => (character === "罗" ? 3 : 1)).slice(2);
  expect(missingScript("x 罗", tokens)).toBe("chinese");
});
