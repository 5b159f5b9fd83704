import { buildCase } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** Sub-questions of a record; published scripts ask the first five. */
const ASKED = 5;

/** Structured and unstructured forms of the same edits. The paragraph is the target here; the structured form is its question. */
export const akew: Dataset = {
  id: "akew",
  name: "AKEW",
  holds: "edits",
  licence: "MIT",
  source: {
    citation: "X. Wu et al.: AKEW: Assessing Knowledge Editing in the Wild. EMNLP 2024",
    url: "https://github.com/TrustedLLM/UnKE",
  },
  version: "CounterFact, MQuAKE-CF and WikiUpdate, 2024",
  fields: ["case_id", "requested_rewrite", "paraphrase_prompts", "loc", "loc_ans"],
  marks: [["requested_rewrite.fact_new_uns"]],
  read(record, id) {
    const [rewrite = record.at("requested_rewrite")] = record.at("requested_rewrite").items;
    const question = rewrite.at("prompt_full", "question");
    const triples = rewrite.at("unsfact_triplets_GPT").items.slice(0, ASKED);
    return buildCase(
      {
        subject: rewrite.at("subject"),
        prompt: question.isBlank ? rewrite.at("prompt") : question,
        target: rewrite.at("fact_new_uns"),
        truth: new Field(
          rewrite.at("target_true").at("str").text || rewrite.at("answer_true").text,
          rewrite.at("target_true", "answer_true").path,
        ),
        rephrases: record.at("paraphrase_prompts").items,
        locality: record.at("loc").isBlank
          ? {}
          : { other: [{ prompt: record.at("loc"), target: record.at("loc_ans") }] },
        portability: {
          "sub-question": triples.map((triple) => ({
            prompt: new Field(
              triple.at("prompt").text.replace("{}", () => triple.at("subject").text),
              triple.at("prompt").path,
            ),
            target: triple.at("target"),
          })),
        },
      },
      record.at("case_id").text || id,
    );
  },
};
