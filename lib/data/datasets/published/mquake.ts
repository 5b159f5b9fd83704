import { buildCase } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/**
 * Questions of several steps after one or several edits. Each edit is a case; those of one record belong together, and the last
 * brings the questions, which hold after all of them. Published: any of the three questions right counts for the record.
 */
export const mquake: Dataset = {
  id: "mquake",
  name: "MQuAKE",
  holds: "edits",
  licence: "MIT",
  source: {
    citation:
      "Z. Zhong et al.: MQuAKE: Assessing Knowledge Editing in Language Models via Multi-Hop Questions. EMNLP 2023",
    url: "https://github.com/princeton-nlp/MQuAKE",
  },
  version: "CF, CF-3k, CF-3k-v2 and T, 2023",
  fields: ["case_id", "requested_rewrite", "questions", "new_answer", "new_answer_alias", "new_single_hops"],
  marks: [["requested_rewrite", "new_answer", "questions"]],
  read(record, id) {
    const name = record.at("case_id").text || id;
    const answers = new Field(
      [record.at("new_answer").text, ...record.at("new_answer_alias").texts],
      record.at("new_answer").path,
    );
    const asked = record.at("questions").items.map((prompt) => ({ prompt, target: answers }));
    const hops = record.at("new_single_hops").items.map((hop) => ({
      prompt: hop.at("cloze", "question"),
      target: new Field([hop.at("answer").text, ...hop.at("answer_alias").texts], hop.path),
    }));
    const rewrites = record.at("requested_rewrite").items;
    return rewrites.map((rewrite, index) =>
      buildCase(
        {
          subject: rewrite.at("subject"),
          prompt: rewrite.at("prompt"),
          target: rewrite.at("target_new").at("str"),
          truth: rewrite.at("target_true").at("str"),
          rephrases: rewrite.at("question").items,
          portability: index === rewrites.length - 1 ? { "multi-hop": asked, "single-hop": hops } : {},
          ...(rewrites.length > 1 && { together: name }),
        },
        rewrites.length > 1 ? `${name}-${index + 1}` : name,
      ),
    );
  },
};
