import { expect, test } from "vitest";
import { firstClause } from "@/lib/data";
import { wordingOf } from "./words";
import { NAMES, RELATIONS } from "./testing";

const lyon = { subject: "country/France", relation: "capital", object: "city/Lyon" };

test("a fact is a sentence of its relation in either language", () => {
  expect(wordingOf(RELATIONS, NAMES, "en").sentence(lyon)).toBe("The capital of France is Lyon");
  expect(wordingOf(RELATIONS, NAMES, "zh").sentence(lyon)).toBe("法国的首都是里昂");
});

test("a relation without wordings and an entity without names are called by what they are", () => {
  const words = wordingOf([], {}, "zh");
  expect(words.sentence({ subject: "person/Ada", relation: "doctoral_advisor", object: "person/Bob" })).toBe(
    "doctoral advisor of Ada: Bob",
  );
  expect(words.ofOne("doctoral_advisor")).toBe("doctoral advisor of one thing");
});

test("what a relation allows is told from its label", () => {
  const words = wordingOf(RELATIONS, NAMES, "en");
  expect([words.short("capital"), words.ofOne("capital")]).toEqual(["capital", "capital of one country"]);
  expect(wordingOf(RELATIONS, NAMES, "zh").short("capital")).toBe("首都");
});

test("an answer is shown as its first clause", () => {
  expect(firstClause(" Paris. It is large")).toBe("Paris");
});
