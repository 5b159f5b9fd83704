import { buildCase, probesByKind } from "../../build-case";
import type { Dataset } from "../../dataset";
import type { Field } from "../../field";
import { KNOWEDIT } from "./source";

const FIELDS = [
  "subject",
  "prompt",
  "target_new",
  "ground_truth",
  "rephrase",
  "rephrase_prompt",
  "locality",
  "portability",
];

function read(record: Field, id: string) {
  return buildCase(
    {
      subject: record.at("subject"),
      prompt: record.at("prompt"),
      target: record.at("target_new"),
      truth: record.at("ground_truth"),
      rephrases: record.at("rephrase", "rephrase_prompt").items,
      locality: probesByKind(record.at("locality")),
      portability: probesByKind(record.at("portability")),
    },
    id,
  );
}

/** Facts that the world has since got another answer to are replaced by made-up ones: a record states what was true. */
export const wikidataCounterfact: Dataset = {
  ...KNOWEDIT,
  id: "wikidata-counterfact",
  name: "KnowEdit: WikiData counterfact",
  holds: "edits",
  fields: FIELDS,
  marks: [["subject", "target_new", "ground_truth", "locality", "portability"]],
  read,
};

/** Facts that are newer than the models: nothing was true before. */
export const wikidataRecent: Dataset = {
  ...KNOWEDIT,
  id: "wikidata-recent",
  name: "KnowEdit: WikiData recent",
  holds: "edits",
  fields: FIELDS,
  marks: [["subject", "target_new", "locality", "portability"]],
  read,
};
