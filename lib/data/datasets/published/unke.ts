import { buildCase } from "../build-case";
import type { Dataset } from "../dataset";

/** Whole paragraphs as targets, with questions about parts of them. */
export const unke: Dataset = {
  id: "unke",
  name: "UnKE",
  holds: "edits",
  licence: "MIT",
  source: {
    citation:
      "J. Deng et al.: Everything is Editable: Extend Knowledge Editing to Unstructured Data. ICLR 2025",
    url: "https://github.com/TrustedLLM/UnKE",
  },
  version: "final_data_v3, 2024",
  fields: ["id", "question", "para_question", "answer", "sub_question", "sub_answer"],
  marks: [["question", "para_question", "answer"]],
  read(record, id) {
    const [questions, answers] = [record.at("sub_question"), record.at("sub_answer")];
    const target = answers.items;
    return buildCase(
      {
        prompt: record.at("question"),
        target: record.at("answer"),
        rephrases: record.at("para_question").items,
        portability: {
          "sub-question": questions.items.map((prompt, index) => ({
            prompt,
            target: target[index] ?? answers.at(String(index)),
          })),
        },
      },
      record.at("id").text || id,
    );
  },
};
