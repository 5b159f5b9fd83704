import { buildCase, oneProbe } from "../../build-case";
import type { Dataset } from "../../dataset";
import { Field } from "../../field";
import { KNOWEDIT } from "./source";

/** Answers that should be forgotten, each beside one of the answers that should stay: the next of the list, from the first again. */
export const sanitation: Dataset = {
  ...KNOWEDIT,
  id: "sanitation",
  name: "KnowEdit: Sanitation",
  holds: "edits",
  fields: ["success", "locality", "K_F", "K_R"],
  marks: [
    ["success.question", "locality"],
    ["K_F.question", "K_R"],
  ],
  read(record, id) {
    const kept = record.at("locality", "K_R").items;
    return record.at("success", "K_F").items.map((item, index) => {
      const question = (field: Field) =>
        new Field(field.isBlank ? "" : `Question: ${field.text} Answer:`, field.path);
      const other = kept.length > 0 ? kept[index % kept.length] : undefined;
      return buildCase(
        {
          prompt: question(item.at("question")),
          target: item.at("target_new"),
          truth: item.at("ground_truth"),
          ...(other && {
            locality: { retained: oneProbe(question(other.at("question")), other.at("ground_truth")) },
          }),
        },
        `${id}-${index + 1}`,
      );
    });
  },
};
