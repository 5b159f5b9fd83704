import { describe, expect, test } from "vitest";
import { clashesOf, clashText, replacedBy } from "./same-fact";

const fact = (
  subject: string,
  targetNew: string,
  rephrases: string[] = [],
  prompt = "The capital of {} is",
) => ({
  request: { id: `${subject} ${targetNew}`, subject, prompt, targetNew },
  rephrases,
});

describe("two edits of one fact", () => {
  test("contradict each other where their targets differ, and repeat each other where they do not", () => {
    const cases = [
      fact("Norway", "Bergen"),
      fact("Peru", "Cusco"),
      fact("Norway", "Moss"),
      fact("Peru", "Cusco "),
    ];
    expect(clashesOf(cases)).toEqual([
      { kind: "contradiction", first: 0, second: 2 },
      { kind: "repetition", first: 1, second: 3 },
    ]);
  });

  test("are found in other spaces, with the subject elsewhere in the prompt, and where one rewords the other", () => {
    const cases = [
      fact("Norway", "Bergen", ["Norway's capital is"]),
      fact("Norway", "Moss", [], "The  capital of {} is "),
      fact("The capital", "Moss", [], "{} of Norway is"),
      fact("Norway", "Hamar", [], "{}'s capital is"),
    ];
    expect(clashesOf(cases)).toEqual([
      { kind: "contradiction", first: 0, second: 1 },
      { kind: "repetition", first: 1, second: 2 },
      { kind: "contradiction", first: 0, second: 3 },
    ]);
  });

  test("are not two that only share a rephrasing, nor two subjects of one relation", () => {
    const vague = ["What is the capital?"];
    expect(clashesOf([fact("Norway", "Bergen", vague), fact("Peru", "Cusco", vague)])).toEqual([]);
  });

  test("are named with both paths", () => {
    const cases = [fact("Norway", "Bergen"), fact("Norway", "Moss"), fact("Norway", "Moss")];
    expect(clashesOf(cases).map((clash) => clashText(clash, cases))).toEqual([
      "cases.0 and cases.1 contradict each other: “The capital of Norway is” with “Bergen”, and “Moss”. Only one of them can hold.",
      "cases.1 and cases.2 are the same edit: “The capital of Norway is” with “Moss”.",
    ]);
  });
});

test("an edit is replaced by the last one of its fact, unless that one says the same", () => {
  const [bergen, moss, peru] = [fact("Norway", "Bergen"), fact("Norway", "Moss"), fact("Peru", "Cusco")];
  expect(replacedBy([bergen, peru, moss])).toEqual([2, undefined, undefined]);
  expect(replacedBy([bergen, moss, bergen])).toEqual([undefined, 2, undefined]);
  expect(replacedBy([bergen, moss, fact("Norway", "Hamar")])).toEqual([2, 2, undefined]);
  expect(replacedBy([])).toEqual([]);
});

test("thousands of edits of one fact are gone through once", () => {
  const cases = Array.from({ length: 20_000 }, (_, i) => fact("Norway", `${i}`));
  expect(clashesOf(cases)).toHaveLength(19_999);
  expect(replacedBy(cases).indexOf(undefined)).toBe(19_999);
});
