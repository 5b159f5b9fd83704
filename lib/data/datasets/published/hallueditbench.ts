import { buildCase, oneProbe, type ProbeFields, type ProbesByKind } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

const HOPS = [2, 3, 4, 5, 6];

/** Facts that a model gets wrong, to be corrected: one table for each topic and model. Empty cells are tests that a record lacks. */
export const hallueditbench: Dataset = {
  id: "hallueditbench",
  name: "HalluEditBench",
  holds: "edits",
  licence: "MIT",
  source: {
    citation: "B. Huang et al.: Can Knowledge Editing Really Correct Hallucinations? ICLR 2025",
    url: "https://github.com/llm-editing/HalluEditBench",
  },
  version:
    "2024; its questions of locality have no answers, and only their text before and after is compared there",
  fields: [
    "subject",
    "relation",
    "object",
    "question",
    "paraphrased_question",
    "multiple_choice_with_letters",
    "multiple_choice_labels",
    "yes_question",
    "no_question",
    "reversed_relation_question",
    ...HOPS.flatMap((hops) => [`question_${hops}hop`, `answer_${hops}hop`]),
  ],
  marks: [["subject", "relation", "object", "yes_question"]],
  read(record, id) {
    const [subject, relation, object] = [record.at("subject"), record.at("relation"), record.at("object")];
    const written = record.at("question");
    const isOfSubject = written.text.split(subject.text).length === 2;
    const question = isOfSubject
      ? written
      : new Field(subject.isBlank ? "" : `What is the ${relation.text} of {}?`, relation.path);
    const choices = record.at("multiple_choice_with_letters");
    const asked = (prompt: Field, answer: string): readonly ProbeFields[] =>
      prompt.isBlank ? [] : [{ prompt, target: new Field(answer, prompt.path) }];
    const generality: ProbesByKind = {
      yes: asked(record.at("yes_question"), "Yes"),
      no: asked(record.at("no_question"), "No"),
      "multiple-choice": oneProbe(
        new Field(
          choices.isBlank ? "" : `${question.text.replace("{}", () => subject.text)} ${choices.text}`,
          choices.path,
        ),
        record.at("multiple_choice_labels"),
      ),
    };
    return buildCase(
      {
        subject,
        prompt: question,
        target: object,
        rephrases: record.at("paraphrased_question").items,
        generality,
        portability: {
          reversed: asked(record.at("reversed_relation_question"), subject.text),
          ...Object.fromEntries(
            HOPS.map((hops) => [
              `${hops}-hop`,
              oneProbe(record.at(`question_${hops}hop`), record.at(`answer_${hops}hop`)),
            ]),
          ),
        },
      },
      id,
    );
  },
};
