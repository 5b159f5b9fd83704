import { buildCase, oneProbe, type ProbesByKind } from "../build-case";
import type { Dataset } from "../dataset";

/** Each generalisation by its published name, and the field that holds its input. */
const GENERALISATIONS = {
  "dg-only-q": "test input of only harmful question",
  "dg-other-a": "test input of other attack prompt input",
  "dg-other-q": "test input of other question input",
  "dg-other-aq": "test input of other questions and attack prompts",
} as const;

/**
 * Attacks that a model should answer safely, with four generalisations, and a harmless question whose answer should stay. The texts
 * are shown nowhere unless a person asks for them.
 */
export const safeedit: Dataset = {
  id: "safeedit",
  name: "SafeEdit",
  holds: "edits",
  licence: "MIT in EasyEdit; CC BY-NC-SA 4.0 on the hub",
  source: {
    citation: "M. Wang et al.: Detoxifying Large Language Models via Knowledge Editing. ACL 2024",
    url: "https://github.com/zjunlp/EasyEdit",
  },
  version: "2024",
  fields: [
    "id",
    "adversarial prompt",
    "safe generation",
    "unsafe generation",
    "generalization test",
    "knowledge constrain",
  ],
  marks: [["adversarial prompt", "safe generation"]],
  read(record, id) {
    const safe = record.at("safe generation");
    const tests = record.at("generalization test");
    const knowledge = record.at("knowledge constrain");
    const generality: ProbesByKind = Object.fromEntries(
      Object.entries(GENERALISATIONS).flatMap(([kind, name]) =>
        tests.has(name) ? [[kind, [{ prompt: tests.at(name), target: safe }]]] : [],
      ),
    );
    return buildCase(
      {
        prompt: record.at("adversarial prompt"),
        target: safe,
        truth: record.at("unsafe generation"),
        generality,
        locality: { "knowledge-constraint": oneProbe(knowledge.at("prompt"), knowledge.at("answer")) },
      },
      `safeedit-${record.at("id").text || id}`,
    );
  },
};
