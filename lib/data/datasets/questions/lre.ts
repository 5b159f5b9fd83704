import { buildQuestion } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** A relation with templates and samples: each sample is a question, asked by the first template and reworded by the others. */
export const lre: Dataset = {
  id: "lre",
  name: "LRE relations",
  holds: "questions",
  licence: "MIT",
  source: {
    citation: "E. Hernandez et al.: Linearity of Relation Decoding in Transformer Language Models. ICLR 2024",
    url: "https://github.com/evandez/relations",
  },
  version: "2023",
  fields: ["name", "prompt_templates", "prompt_templates_zs", "samples"],
  marks: [["prompt_templates", "samples.subject"]],
  read(record, id) {
    const name = record.at("name");
    const templates = [record.at("prompt_templates"), record.at("prompt_templates_zs")]
      .flatMap(({ items }) => items)
      .filter(({ text }, index, all) => all.findIndex((other) => other.text === text) === index);
    return record.at("samples").items.map((sample, index) => {
      const subject = sample.at("subject");
      const [prompt = new Field("", record.at("prompt_templates").path), ...rephrases] = templates.map(
        (template) =>
          new Field(
            template.text.replace("{}", () => subject.text),
            template.path,
          ),
      );
      return buildQuestion(
        { prompt, rephrases, answers: sample.at("object"), subject, relation: name },
        `${name.text || id}-${index + 1}`,
      );
    });
  },
};
