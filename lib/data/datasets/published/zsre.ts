import { buildCase, oneProbe, probesByKind, type ProbesByKind, type Reading } from "../build-case";
import type { Dataset } from "../dataset";
import { Field } from "../field";

/** Marks questions of another dataset, Natural Questions; the mark is removed. */
const FOREIGN = /^nq question:\s*/;

/**
 * Questions about relations, with an answer of another model as the new one. The unrelated question of a record is for
 * locality. Records without a new answer exist; nothing can be edited by them.
 */
export const zsre: Dataset = {
  id: "zsre",
  name: "zsRE",
  holds: "edits",
  licence: "MIT, as MEND and EasyEdit distribute it; the original questions state none",
  source: {
    citation:
      "O. Levy, M. Seo, E. Choi, L. Zettlemoyer: Zero-Shot Relation Extraction via Reading Comprehension. CoNLL 2017; edits of MEND (Mitchell et al., ICLR 2022)",
    url: "https://github.com/eric-mitchell/mend",
  },
  version: "MEND, 2022; with portability, and the form of KnowEdit, 2023",
  fields: [
    "subject",
    "src",
    "alt",
    "answers",
    "rephrase",
    "loc",
    "loc_ans",
    "prompt",
    "target_new",
    "ground_truth",
    "rephrase_prompt",
    "locality",
    "portability",
  ],
  marks: [
    ["src", "alt"],
    ["cond", "target_new"],
  ],
  read: (record, id) => (record.has("src") ? readEdit(record, id) : readKnowEdit(record, id)),
};

function readEdit(record: Field, id: string): Reading {
  const question = record.at("loc");
  const unrelated = new Field(question.text.replace(FOREIGN, ""), question.path);
  return buildCase(
    {
      subject: record.at("subject"),
      prompt: record.at("src"),
      target: record.at("alt"),
      truth: record.at("answers"),
      rephrases: record.at("rephrase").items,
      locality: { other: oneProbe(unrelated, record.at("loc_ans")) },
      portability: consequencesOf(record.at("portability")),
    },
    id,
  );
}

/** One question that takes a step beyond the new answer, or groups of them. */
function consequencesOf(portability: Field): ProbesByKind {
  if (!portability.has("New Question")) return probesByKind(portability);
  return { "one-hop": oneProbe(portability.at("New Question"), portability.at("New Answer")) };
}

function readKnowEdit(record: Field, id: string): Reading {
  return buildCase(
    {
      subject: record.at("subject"),
      prompt: record.at("prompt"),
      target: record.at("target_new"),
      truth: record.at("ground_truth"),
      rephrases: record.at("rephrase_prompt").items,
      locality: probesByKind(record.at("locality")),
      portability: probesByKind(record.at("portability")),
    },
    id,
  );
}
