import { buildCase, oneProbe, probesByKind, type Reading } from "../build-case";
import type { Dataset } from "../dataset";
import type { Field } from "../field";

/** Counterfactual statements. Neighbours are prompts about other subjects whose answer is the true one of the edit. */
export const counterfact: Dataset = {
  id: "counterfact",
  name: "CounterFact",
  holds: "edits",
  licence: "MIT",
  source: {
    citation:
      "K. Meng, D. Bau, A. Andonian, Y. Belinkov: Locating and Editing Factual Associations in GPT. NeurIPS 2022",
    url: "https://rome.baulab.info",
  },
  version: "2022; flat form of EasyEdit, 2023",
  fields: [
    "case_id",
    "requested_rewrite",
    "paraphrase_prompts",
    "neighborhood_prompts",
    "subject",
    "prompt",
    "target_new",
    "ground_truth",
    "rephrase_prompt",
    "locality_prompt",
    "locality_ground_truth",
    "portability",
  ],
  marks: [["requested_rewrite"], ["case_id", "locality_prompt"]],
  read: (record, id) => {
    const caseId = record.at("case_id").text || id;
    return record.has("requested_rewrite") ? readOriginal(record, caseId) : readFlat(record, caseId);
  },
};

function readOriginal(record: Field, id: string): Reading {
  const rewrite = record.at("requested_rewrite");
  const truth = rewrite.at("target_true").at("str");
  return buildCase(
    {
      subject: rewrite.at("subject"),
      prompt: rewrite.at("prompt"),
      target: rewrite.at("target_new").at("str"),
      truth,
      rephrases: record.at("paraphrase_prompts").items,
      locality: {
        "same-relation": record.at("neighborhood_prompts").items.map((prompt) => ({ prompt, target: truth })),
      },
      portability: {},
    },
    id,
  );
}

function readFlat(record: Field, id: string): Reading {
  return buildCase(
    {
      subject: record.at("subject"),
      prompt: record.at("prompt"),
      target: record.at("target_new"),
      truth: record.at("ground_truth"),
      rephrases: record.at("rephrase_prompt").items,
      locality: {
        "same-relation": oneProbe(record.at("locality_prompt"), record.at("locality_ground_truth")),
      },
      portability: probesByKind(record.at("portability")),
    },
    id,
  );
}
