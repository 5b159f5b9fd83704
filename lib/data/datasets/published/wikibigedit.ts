import { buildCase, oneProbe } from "../build-case";
import type { Dataset } from "../dataset";

/** Changes of Wikidata between two dates, for long runs. */
export const wikibigedit: Dataset = {
  id: "wikibigedit",
  name: "WikiBigEdit",
  holds: "edits",
  licence: "CC BY 4.0",
  source: {
    citation:
      "L. Thede et al.: WikiBigEdit: Understanding the Limits of Lifelong Knowledge Editing in LLMs. ICML 2025",
    url: "https://huggingface.co/datasets/lukasthede/WikiBigEdit",
  },
  version: "2025",
  fields: ["subject", "update", "ans", "rephrase", "personas", "mhop", "mhop_ans", "loc", "loc_ans"],
  marks: [["subject", "update", "ans"]],
  read: (record, id) =>
    buildCase(
      {
        subject: record.at("subject"),
        prompt: record.at("update"),
        target: record.at("ans"),
        rephrases: record.at("rephrase").items,
        locality: { other: oneProbe(record.at("loc"), record.at("loc_ans")) },
        portability: {
          personas: record.at("personas").items.map((prompt) => ({ prompt, target: record.at("ans") })),
          "multi-hop": oneProbe(record.at("mhop"), record.at("mhop_ans")),
        },
      },
      id,
    ),
};
