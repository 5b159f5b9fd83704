import { describe, expect, test } from "vitest";
import { EditCase, filledPrompt } from "../data";
import { loadModel } from "../model";
import { nativeRuntime } from "../testing/runtimes";
import { jsonBytes, memoryFiles, tinyFileBytes } from "../testing/tiny";
import { caseAsRead, promptsAsWritten } from "./chat-form";
import { locateSubject, targetIds } from "./locate";

const TEMPLATE =
  "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}{% if add_generation_prompt %}<assistant>\n{% endif %}";
const modelWith = (template?: string) =>
  loadModel(
    "tiny",
    memoryFiles({
      ...tinyFileBytes("gpt2"),
      "tokenizer_config.json": jsonBytes({ chat_template: template }),
    }),
    nativeRuntime(),
  );
const CASE = EditCase.parse({
  request: { id: "1", subject: "Anna", prompt: "Where does {} live?", targetNew: "Rome", form: "chat" },
  rephrases: ["Anna lives in"],
  locality: { other: [{ prompt: "The capital is", target: "Paris", alternatives: ["Rome"] }] },
});
const wrapped = (text: string) => `<user>${text}\n<assistant>\n`;

describe("a case in chat form", () => {
  test("is read with every prompt as the user's turn, the subject still in its place", async () => {
    const model = await modelWith(TEMPLATE);
    const read = caseAsRead(model, CASE);
    expect(read).toEqual({
      request: { id: "1", subject: "Anna", prompt: wrapped("Where does {} live?"), targetNew: "Rome" },
      rephrases: [wrapped("Anna lives in")],
      locality: { other: [{ prompt: wrapped("The capital is"), target: "Paris", alternatives: ["Rome"] }] },
      portability: {},
    });
    const { tokenizer } = model;
    const { ids, subjectEnd } = locateSubject(tokenizer, read.request.prompt, "Anna");
    expect(tokenizer.decode(ids.slice(0, subjectEnd + 1))).toBe("<user>Where does Anna");
    expect(tokenizer.continuation(targetIds(tokenizer, read.request))).toBe("Rome"); // no space after the line's end
  });

  test("is found again by what was written", async () => {
    const words = promptsAsWritten(await modelWith(TEMPLATE), [CASE]);
    expect(words.get(wrapped("Where does Anna live?"))).toBe(filledPrompt(CASE.request));
    expect(words.get(wrapped("The capital is"))).toBe("The capital is");
    expect(words.size).toBe(3);
  });

  test("is refused by a model without a template, and where the template loses the subject", async () => {
    const plain = await modelWith();
    expect(() => caseAsRead(plain, CASE)).toThrow(
      expect.objectContaining({ code: "unsupported", message: "tiny has no chat template." }),
    );
    const losing = await modelWith(
      "{% for m in messages %}{{ m.content | replace('{}', '') }}\n{% endfor %}",
    );
    expect(() => caseAsRead(losing, CASE)).toThrow(
      expect.objectContaining({ code: "invalid_input", details: { field: "form" } }),
    );
  });
});

test("a case in plain form is read as it is", async () => {
  const { form: _, ...request } = CASE.request;
  const plain = { ...CASE, request };
  const model = await modelWith();
  expect(caseAsRead(model, plain)).toBe(plain);
  expect(promptsAsWritten(model, [plain]).size).toBe(0);
});
