import { buildQuestion } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** School questions of science with up to five choices, whose labels are letters or numbers. */
export const arc: Dataset = {
  id: "arc",
  name: "ARC",
  holds: "questions",
  licence: "CC BY-SA 4.0",
  source: {
    citation: "P. Clark et al.: Think you have Solved Question Answering? Try ARC. arXiv 1803.05457, 2018",
    url: "https://allenai.org/data/arc",
  },
  version: "easy and challenge, 2018; lines of JSON, and the form of the hub",
  fields: ["id", "question", "choices", "answerKey"],
  marks: [
    ["question.stem", "answerKey"],
    ["question", "choices.label", "answerKey"],
  ],
  read(record, id) {
    const question = record.at("question");
    const isNested = question.has("stem");
    const choices = isNested ? question.at("choices") : record.at("choices");
    const listed = (name: string) =>
      isNested ? choices.items.map((choice) => choice.at(name)) : choices.at(name).items;
    const right = listed("label").findIndex(({ text }) => text === record.at("answerKey").text);
    return buildQuestion(
      {
        prompt: isNested ? question.at("stem") : question,
        choices: new Field(
          listed("text").map(({ text }) => text),
          choices.path,
        ),
        correct: right < 0 ? [] : [right],
      },
      record.at("id").text || id,
    );
  },
};
