import { buildQuestion } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** MMLU, checked by people. A record that they found wrong is read with their answer; without one it is left out. */
export const mmluRedux: Dataset = {
  id: "mmlu-redux",
  name: "MMLU and MMLU-Redux",
  holds: "questions",
  licence: "CC BY 4.0; MMLU: MIT",
  source: {
    citation: "A. P. Gema et al.: Are We Done with MMLU? NAACL 2025",
    url: "https://huggingface.co/datasets/edinburgh-dawg/mmlu-redux-2.0",
  },
  version: "2.0, 2024",
  fields: ["question", "choices", "answer", "error_type", "correct_answer", "subject"],
  marks: [["question", "choices", "answer"]],
  read(record, id) {
    const [choices, checked] = [record.at("choices"), record.at("correct_answer")];
    const isWrong = !["", "ok"].includes(record.at("error_type").text);
    const answer = isWrong ? checked : record.at("answer");
    const index = indexOf(answer, choices);
    return buildQuestion(
      {
        prompt: record.at("question"),
        choices: index === undefined ? new Field(undefined, answer.path) : choices,
        correct: index === undefined ? [] : [index],
        relation: record.at("subject"),
      },
      id,
    );
  },
};

/** A number from zero, a letter, or the text of the choice. */
function indexOf(answer: Field, choices: Field): number | undefined {
  const { text } = answer;
  const texts = choices.items.map((choice) => choice.text);
  const index = /^\d+$/.test(text)
    ? Number(text)
    : /^[A-Z]$/.test(text)
      ? text.charCodeAt(0) - 65
      : texts.indexOf(text);
  return index >= 0 && index < texts.length ? index : undefined;
}
