import { buildQuestion } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** Questions that people answer wrongly. Of a single choice, the first is right; of several, every choice says whether it is true. */
export const truthfulqa: Dataset = {
  id: "truthfulqa",
  name: "TruthfulQA",
  holds: "questions",
  licence: "Apache-2.0",
  source: {
    citation:
      "S. Lin, J. Hilton, O. Evans: TruthfulQA: Measuring How Models Mimic Human Falsehoods. ACL 2022",
    url: "https://github.com/sylinrl/TruthfulQA",
  },
  version: "multiple choice as on the hub and in mc_task.json; the table, 2021 and 2025",
  fields: [
    "question",
    "mc1_targets",
    "mc2_targets",
    "Category",
    "Best Answer",
    "Correct Answers",
    "Incorrect Answers",
  ],
  marks: [
    ["question", "mc1_targets"],
    ["Question", "Best Answer", "Incorrect Answers"],
  ],
  read(record, id) {
    const prompt = record.at("question");
    const relation = record.at("Category");
    const targets = record.at("mc2_targets", "mc1_targets");
    const labelled = targets.has("choices")
      ? targets
          .at("choices")
          .items.map((choice, index) => [choice, targets.at("labels").items[index]?.text] as const)
      : targets.isObject
        ? targets.entries.map(([choice, label]) => [new Field(choice, targets.path), label.text] as const)
        : ofTable(record);
    return buildQuestion(
      {
        prompt,
        choices: new Field(
          labelled.map(([choice]) => choice.text),
          targets.path,
        ),
        correct: labelled.flatMap(([, label], index) => (label === "1" ? [index] : [])),
        relation,
      },
      id,
    );
  },
};

function ofTable(record: Field): readonly (readonly [Field, string])[] {
  const best = record.at("Best Answer");
  const listed = (name: string) =>
    record
      .at(name)
      .text.split(";")
      .map((text) => text.trim());
  const right = [best.text, ...listed("Correct Answers")].filter(
    (text, i, all) => text !== "" && all.indexOf(text) === i,
  );
  const wrong = listed("Incorrect Answers").filter((text) => text !== "");
  return [
    ...right.map((text) => [new Field(text, best.path), "1"] as const),
    ...wrong.map((text) => [new Field(text, record.at("Incorrect Answers").path), "0"] as const),
  ];
}
