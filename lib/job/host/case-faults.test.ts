import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { EditCase } from "../../data";
import type { Model } from "../../model";
import { EditJobInput } from "../../store";
import { createChatHost } from "../../testing/host/chat-host";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyConfig, tinyModel } from "../../testing/tiny";
import { failureOf } from "../../testing/edits";
import { caseFaults, checkCaseIds } from "./case-faults";

const LONG = "lives in ".repeat(60);
const caseOf = (change: Partial<EditCase>, targetNew = "Rome") =>
  EditCase.parse({
    request: { id: "a", subject: "Anna", prompt: "{} lives in", targetNew },
    rephrases: ["The city of Anna is"],
    ...change,
  });
const fieldsOf = (model: Model, cases: readonly EditCase[]) =>
  caseFaults(model, cases).map(({ index: index, field }) => [index, field]);

describe("texts that are too long", () => {
  test("are named by their path, wherever they are in the list", async () => {
    const model = await tinyModel("gpt2", nativeRuntime());
    const probe = { prompt: "Anna lives in", target: "Rome" };
    const cases = [
      caseOf({}),
      caseOf({ rephrases: ["Anna lives in", LONG], locality: { near: [probe, { ...probe, prompt: LONG }] } }),
      caseOf({
        portability: {
          hop: [
            { ...probe, target: LONG },
            { ...probe, alternatives: ["Paris", LONG] },
          ],
        },
      }),
    ];
    expect(fieldsOf(model, cases)).toEqual([
      [1, "cases.1.rephrases.1"],
      [1, "cases.1.locality.near.1.prompt"],
      [2, "cases.2.portability.hop.0.target"],
      [2, "cases.2.portability.hop.1.alternatives.1"],
    ]);
    expect(fieldsOf(model, [caseOf({}, LONG)])).toEqual([
      [0, "cases.0.request.prompt"],
      [0, "cases.0.request.targetNew"],
    ]);
  });
});

describe("tokens that the tokenizer has and the model lacks", () => {
  /** As a checkpoint is whose tokenizer was given tokens, and whose embedding was never resized. */
  const model = async () => {
    const whole = await tinyModel("gpt2", nativeRuntime());
    const [last] = whole.tokenizer.encode(" Rome").ids.slice(-1);
    const config = { vocab_size: last };
    expect(Number(tinyConfig("gpt2").vocab_size)).toBeGreaterThan(last);
    return tinyModel("gpt2", nativeRuntime(), { config });
  };

  test("are named with the text that has them, in requests and in probes", async () => {
    const small = await model();
    const city = { prompt: "The city is", target: "Anna" };
    const cases = [
      caseOf({ rephrases: [], locality: { near: [city, { ...city, target: "Rome" }] } }, "Anna"),
      caseOf({ rephrases: [] }),
    ];
    const faults = caseFaults(small, cases);
    expect(faults.map(({ field }) => field)).toEqual([
      "cases.0.locality.near.1.target",
      "cases.1.request.targetNew",
    ]);
    for (const { message } of faults) expect(message).toContain('" Rome"');
  });
});

test("cases of one id are refused together, each by its path", () => {
  const named = (id: string) => caseOf({ request: { ...caseOf({}).request, id } });
  expect(() => checkCaseIds(["a", "b", "c"].map(named))).not.toThrow();
  const refused = failureOf(Promise.resolve().then(() => checkCaseIds(["a", "b", "a", "a", "b"].map(named))));
  return expect(refused).resolves.toMatchObject({
    code: "invalid_input",
    details: { field: "cases.2.request.id", count: 3 },
  });
});

describe("probes that were written for another edit", () => {
  const modelHost = createChatHost();
  const inputFor = (writtenFor: object) =>
    EditJobInput.parse({
      model: "plain",
      cases: [
        {
          request: { id: "one", subject: "Anna", prompt: "{} lives in", targetNew: "Rome" },
          rephrases: ["The city of Anna is"],
          locality: { other: [{ prompt: "The capital is", target: "Paris" }] },
          portability: { implied: [{ prompt: "The country is", target: "Rome" }] },
          writtenFor,
        },
      ],
      mode: "single",
      methods: [{ method: "ft-m", parameters: { layers: [1], steps: 30, learningRate: 0.05 } }],
    });
  const ANNA = { subject: "Anna", prompt: "{} lives in", target: "Rome", model: "plain" };

  test("probes of the edit itself are asked, and nothing is said of them", async () => {
    const [{ verdict, report }] = (await modelHost.edit(createRun(), inputFor(ANNA))).outcomes;
    expect(verdict?.probes).toHaveLength(4);
    expect(report.notes ?? []).toEqual([]);
  });

  test.each([
    ["subject", { ...ANNA, subject: "Bert" }, 1, "3 probes were written for “Bert” and left out."],
    ["model", { ...ANNA, model: "atlas" }, 1, "3 probes were written for “atlas” and left out."],
    ["target", { ...ANNA, target: "Paris" }, 3, "1 probe was written for “Paris” and left out."],
  ])(
    "those of another %s are left out of the scores, and preflight and verdict say so",
    async (_, of, count, note) => {
      const input = inputFor(of);
      const { preflights } = await modelHost.preflight(input);
      expect(preflights[0].warnings).toContain(note);
      const [{ verdict, report }] = (await modelHost.edit(createRun(), input)).outcomes;
      expect(verdict?.probes).toHaveLength(count);
      expect(report.notes).toContain(note);
      expect(verdict?.metrics.find(({ metric }) => metric === "portability")?.after).toBeNull();
    },
  );
});
