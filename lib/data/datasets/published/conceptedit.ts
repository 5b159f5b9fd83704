import { buildCase, oneProbe } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/**
 * Definitions of concepts, replaced by one of the same branch (intra) or of another (inter). Whether an instance still belongs to
 * the concept may change: it is asked, and no answer is a miss.
 */
export const conceptedit: Dataset = {
  id: "conceptedit",
  name: "ConceptEdit",
  holds: "edits",
  licence: "MIT",
  source: {
    citation:
      "X. Wang et al.: Editing Conceptual Knowledge for Large Language Models. Findings of EMNLP 2024",
    url: "https://github.com/zjunlp/ConceptEdit",
  },
  version: "2024; test files, and the list of concepts",
  fields: [
    "label",
    "prompt",
    "phrase_prompt",
    "target_new_desc",
    "instance_prompt",
    "locality_prompt",
    "locality_answer",
    "concept_name",
    "concept_def",
    "module_inter",
    "module_intra",
  ],
  marks: [
    ["label", "target_new_desc"],
    ["concept_name", "concept_def"],
  ],
  read: (record, id) => (record.has("concept_name") ? readConcept(record, id) : readTest(record, id)),
};

function readTest(record: Field, id: string) {
  const instances = record.at("instance_prompt").items.filter(({ isBlank }) => !isBlank);
  return buildCase(
    {
      subject: record.at("label"),
      prompt: record.at("prompt"),
      target: record.at("target_new_desc"),
      rephrases: record.at("phrase_prompt").items,
      locality: { concept: oneProbe(record.at("locality_prompt"), record.at("locality_answer")) },
      mayChange:
        instances.length === 0
          ? {}
          : { instance: instances.map((prompt) => ({ prompt, target: new Field("Yes", prompt.path) })) },
    },
    id,
  );
}

function readConcept(record: Field, id: string) {
  const subject = record.at("concept_name");
  return ["module_intra", "module_inter"]
    .filter((name) => record.has(name))
    .map((name) =>
      buildCase(
        {
          subject,
          prompt: new Field(subject.isBlank ? "" : "Definition of {}:", subject.path),
          target: record.at(name).at("replace_def"),
          truth: record.at("concept_def"),
        },
        `${id}-${name.slice("module_".length)}`,
      ),
    );
}
