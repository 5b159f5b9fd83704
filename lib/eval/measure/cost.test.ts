import { expect, test } from "vitest";
import { nativeRuntime } from "../../testing/runtimes";
import { CHAT_TEMPLATE, tinyModel } from "../../testing/tiny";
import { askingOperations } from "./cost";

const request = { id: "1", subject: "Anna", prompt: "{} lives in", targetNew: "Rome" };

test("no case costs nothing to ask, a case costs more, and words before its questions more still", async () => {
  const plain = await tinyModel("gpt2", nativeRuntime());
  const costOf = (count: number, promptTokens: number, model = plain) =>
    askingOperations(
      model,
      Array.from({ length: count }, () => ({
        request,
        rephrases: ["The city of Anna is"],
        locality: {},
        portability: {},
      })),
      promptTokens,
    );
  expect(costOf(0, 0)).toBe(0);
  expect(costOf(0, 50)).toBe(0);
  expect(costOf(1, 0)).toBeGreaterThan(0);
  expect(costOf(1, 50)).toBeGreaterThan(costOf(1, 0));
  expect(costOf(2, 0)).toBeGreaterThan(costOf(1, 0));
  // With a chat template there is a question in chat besides.
  expect(
    costOf(1, 0, await tinyModel("gpt2", nativeRuntime(), { chatTemplate: CHAT_TEMPLATE })),
  ).toBeGreaterThan(costOf(1, 0));
});
