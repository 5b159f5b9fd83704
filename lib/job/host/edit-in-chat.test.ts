import { beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { EditJobInput } from "../../store";
import { createChatHost } from "../../testing/host/chat-host";
import type { ModelHost } from "../calls";

const wrapped = (text: string) => `<user>${text}\n<assistant>\n`;
const CASE = {
  request: { id: "one", subject: "Anna", prompt: "{} lives in", targetNew: "Rome", form: "chat" },
  rephrases: ["The city of Anna is"],
  locality: { other: [{ prompt: "The capital is", target: "Paris" }] },
};

let modelHost: ModelHost;
beforeEach(() => {
  modelHost = createChatHost();
});

const inputFor = (model: string) =>
  EditJobInput.parse({
    model,
    cases: [CASE],
    mode: "single",
    methods: [{ method: "ft-m", parameters: { layers: [1], steps: 30, learningRate: 0.05 } }],
  });

describe("an edit in chat form", () => {
  test("changes the answer in chat, is judged there, and is reported in the words that were written", async () => {
    const { outcomes } = await modelHost.edit(createRun(), inputFor("chat"));
    const [{ verdict, overlays }] = outcomes;
    expect(verdict?.says[0].prompt).toBe("Anna lives in");
    expect(verdict?.says[0].after.startsWith("Rome")).toBe(true);
    expect(verdict?.probes.map(({ prompt }) => prompt)).toEqual([
      "Anna lives in",
      "The city of Anna is",
      "The capital is",
    ]);
    expect(verdict?.chat?.[0]).toMatchObject({ caseId: "one", question: "Anna lives in", finding: "says" });
    const { text } = await modelHost.generate({
      model: "chat",
      overlays,
      prompt: wrapped("Anna lives in"),
      maxTokens: 8,
    });
    expect(text.startsWith("Rome")).toBe(true);
  });

  test("is refused by a model without a template, before and in preflight, by name", async () => {
    await expect(modelHost.edit(createRun(), inputFor("plain"))).rejects.toMatchObject({
      code: "invalid_input",
      details: { field: "cases.0.request.form" },
    });
    const { cases, methods } = inputFor("plain");
    const { preflights } = await modelHost.preflight({ model: "plain", cases, methods });
    expect(preflights[0].blockers).toContain("cases.0.request.form: plain has no chat template.");
  });

  test("has the next token of the answer, not of the prompt", async () => {
    const asked = { model: "chat", versions: [null], count: 3 };
    const chat = await modelHost.nextTokens({ ...asked, prompt: "Anna lives in", form: "chat" });
    expect(chat).toEqual(await modelHost.nextTokens({ ...asked, prompt: wrapped("Anna lives in") }));
    expect(chat).not.toEqual(await modelHost.nextTokens({ ...asked, prompt: "Anna lives in" }));
  });
});
