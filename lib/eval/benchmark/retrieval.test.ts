import { expect, test } from "vitest";
import { createRetriever, withFact } from "./retrieval";

const FACTS = ["The capital of Norway is Bergen", "The capital of France is Rome", "挪威的首都是卑尔根"];

test("the fact that shares the rarest words with a question is found", () => {
  const retrieve = createRetriever(FACTS);
  expect(retrieve("What is the capital of France?")).toBe(FACTS[1]);
  expect(retrieve("挪威的首都是哪里？")).toBe(FACTS[2]);
  expect(retrieve("Quartz?")).toBeUndefined();
});

test("a fact stands before the question as a sentence", () => {
  expect(withFact(FACTS[0], "Where?")).toBe("The capital of Norway is Bergen. Where?");
  expect(withFact(undefined, "Where?")).toBe("Where?");
});
