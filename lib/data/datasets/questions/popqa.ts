import { buildQuestion } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** Questions about things by how well they are known: views of the subject's page. Lists are JSON in a text. */
export const popqa: Dataset = {
  id: "popqa",
  name: "PopQA",
  holds: "questions",
  licence: "MIT",
  source: {
    citation: "A. Mallen et al.: When Not to Trust Language Models. ACL 2023",
    url: "https://github.com/AlexTMallen/adaptive-retrieval",
  },
  version: "2022",
  fields: ["id", "subj", "prop", "question", "possible_answers", "s_pop"],
  marks: [["question", "possible_answers", "subj"]],
  read: (record, id) =>
    buildQuestion(
      {
        prompt: record.at("question"),
        answers: listOf(record.at("possible_answers")),
        subject: record.at("subj"),
        relation: record.at("prop"),
        popularity: record.at("s_pop"),
      },
      record.at("id").text || id,
    ),
};

function listOf(field: Field): Field {
  try {
    return new Field(JSON.parse(field.text), field.path);
  } catch {
    return field;
  }
}
