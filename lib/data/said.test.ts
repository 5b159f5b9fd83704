import { expect, test } from "vitest";
import { gives, givesName } from "./said";

test.each([
  [" Rome.", "Rome", true],
  [" Romeville", "Rome", false],
  ["Rome2", "Rome", false],
  ["里昂是", "里昂", true],
  ["巴黎市", "巴黎", true],
  [" Parisian food", "Paris", false],
  ["Lyon是", "Lyon", true],
  [" Paris", "Rome", false],
  [" anything", "", false],
])("%j gives %j: %s", (text, answer, expected) => {
  expect(gives(text, answer)).toBe(expected);
});

test("a name counts with its article and by any alias, and not inside a longer word", () => {
  expect(givesName(" the United Kingdom.", ["Great Britain", "United Kingdom"])).toBe(true);
  expect(givesName(" Hague", ["The Hague"])).toBe(true);
  expect(givesName(" Romeville", ["Rome", "Roma"])).toBe(false);
  expect(givesName(" Rome", [])).toBe(false);
});
