import { buildQuestion } from "../build-case";
import type { Dataset } from "../dataset";

/** Facts that GPT-2 XL knows, from causal tracing. */
export const known: Dataset = {
  id: "known",
  name: "Known facts of ROME",
  holds: "questions",
  licence: "MIT",
  source: {
    citation: "K. Meng et al.: Locating and Editing Factual Associations in GPT. NeurIPS 2022",
    url: "https://rome.baulab.info",
  },
  version: "known_1000, 2022",
  fields: ["known_id", "subject", "attribute", "prompt", "relation_id"],
  marks: [["known_id", "attribute"]],
  read: (record, id) =>
    buildQuestion(
      {
        prompt: record.at("prompt"),
        answers: record.at("attribute"),
        subject: record.at("subject"),
        relation: record.at("relation_id"),
      },
      `known-${record.at("known_id").text || id}`,
    ),
};
