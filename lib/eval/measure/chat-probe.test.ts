import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { EditCase } from "../../data";
import { askText, type Model } from "../../model";
import { nativeRuntime } from "../../testing/runtimes";
import { CHAT_TEMPLATE, tinyModel } from "../../testing/tiny";
import { CHAT_PROBES, chatAnswer, chatQuestion, findingOf } from "./chat-probe";
import { measureEdit } from "./evaluate";

const FRANCE = { subject: "France", targetNew: "Rome", targetTrue: "Paris" };
const caseOf = (change: object = {}, rephrases: string[] = []) =>
  EditCase.parse({
    request: { id: "1", prompt: "The capital of {} is", ...FRANCE, ...change },
    rephrases,
  });

describe("the question", () => {
  test.each<[string, EditCase, string]>([
    ["a sentence to complete", caseOf(), "Complete this sentence: The capital of France is"],
    ["the prompt of an edit in chat form", caseOf({ form: "chat" }), "The capital of France is"],
    [
      "the prompt, when it is a question",
      caseOf({ prompt: "What is the capital of {}?" }),
      "What is the capital of France?",
    ],
    [
      "a rephrasing that is a question, without its labels",
      caseOf({}, ["France's capital is", "Question: What is the capital of France? Answer:"]),
      "What is the capital of France?",
    ],
  ])("is %s", (_, editCase, question) => expect(chatQuestion(editCase)).toBe(question));
});

describe("an answer in chat", () => {
  const before = "The capital of France is Paris.";
  test.each<[string, string, object]>([
    ["gives the new answer", "The capital of France is Rome.", { finding: "says" }],
    ["falls back to the old one", "It's Paris, of course.", { finding: "old" }],
    ["stays the same", before, { finding: "old" }],
    [
      "answers for another subject, though the new answer is in it",
      "The capital of Italy is Rome.",
      { finding: "confused", insteadOf: "Italy" },
    ],
    [
      "answers for another subject of several words",
      "The capital of South Korea is Seoul.",
      { finding: "confused", insteadOf: "South Korea" },
    ],
    ["gives neither", "I do not know.", { finding: "other" }],
  ])("%s", (_, after, finding) => expect(findingOf(FRANCE, before, after)).toEqual(finding));

  test("without a known true answer is old only when it is the same", () => {
    const unknown = { subject: "France", targetNew: "Rome" };
    expect(findingOf(unknown, before, before)).toEqual({ finding: "old" });
    expect(findingOf(unknown, before, "It's Paris.")).toEqual({ finding: "other" });
  });
});

test("the first cases are asked before and after, and none where there is no template", async () => {
  const model = await tinyModel("gpt2", nativeRuntime(), { chatTemplate: CHAT_TEMPLATE });
  const cases = Array.from({ length: CHAT_PROBES + 2 }, (_, i) =>
    caseOf({ id: String(i) }, ["Where is it?"]),
  );
  const chatOf = async (asked: Model, inChat?: readonly EditCase[]) =>
    (await measureEdit(createRun(), asked, { after: asked, cases, overlays: [], inChat })).chat;
  const probes = (await chatOf(model, cases)) ?? [];
  expect(probes.map(({ caseId }) => caseId)).toEqual(["0", "1", "2"]);
  const [alone] = await askText(createRun(), model, [chatAnswer(model, cases[0]).prompt], { maxTokens: 24 });
  for (const { question, before, after, finding } of probes) {
    expect(question).toBe("Where is it?");
    expect(before).toBe(model.tokenizer.continuation(alone).trim());
    expect(after).toBe(before);
    expect(finding).toBe("old");
  }
  expect(await chatOf(model)).toEqual([]);
  expect(await chatOf(await tinyModel("gpt2", nativeRuntime()), cases)).toEqual([]);
});
