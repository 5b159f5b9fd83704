import { buildCase } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/**
 * Edits that contradict or go round each other: one edit of a fact with several true answers, or several edits of one fact, which
 * belong together in their order. The question of a relation is the rephrasing; other true answers should stay.
 */
export const pitfalls: Dataset = {
  id: "pitfalls",
  name: "ConflictEdit and RoundEdit",
  holds: "edits",
  licence: "MIT",
  source: {
    citation:
      "Z. Li et al.: Unveiling the Pitfalls of Knowledge Editing for Large Language Models. ICLR 2024",
    url: "https://github.com/zjunlp/PitfallsKnowledgeEditing",
  },
  version: "2023",
  fields: ["edit", "edits", "true_objects"],
  marks: [["edit.relation.prompt"], ["edits.relation.prompt"]],
  read(record, id) {
    const edits = record.at("edits", "edit").items;
    return edits.map((edit, index) => {
      const [relation, subject] = [edit.at("relation"), edit.at("subject").at("label")];
      const question = relation.at("query");
      const old = edit.at("object").at("label");
      const others = record.at("true_objects").items.flatMap((object) => {
        const label = object.at("label");
        return label.text === old.text
          ? []
          : [{ prompt: asked(relation.at("prompt"), subject), target: label }];
      });
      return buildCase(
        {
          subject,
          prompt: relation.at("prompt"),
          target: edit.at("new_object").at("label"),
          truth: old,
          rephrases: question.isBlank ? [] : [asked(question, subject)],
          mayChange: { "other-answers": others },
          ...(edits.length > 1 && { together: id }),
        },
        edits.length > 1 ? `${id}-${index + 1}` : id,
      );
    });
  },
};

function asked(prompt: Field, subject: Field): Field {
  return new Field(
    prompt.text.replace("{}", () => subject.text),
    prompt.path,
  );
}
