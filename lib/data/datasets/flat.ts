import { buildCase, buildQuestion, oneProbe, probesByKind, type ProbesByKind } from "./build-case";
import type { Dataset } from "./dataset";
import type { Field } from "./field";

const SUBJECT = ["subject"];
const PROMPT = ["prompt", "src", "question", "query"];
const TARGET = ["target_new", "target", "new_answer", "new_target", "alt", "answer_new", "new"];
const TRUTH = ["target_true", "ground_truth", "truth", "true_answer", "answer", "answers", "old"];
const REPHRASINGS = [
  "rephrases",
  "rephrase",
  "rephrase_prompt",
  "rephrasings",
  "paraphrase",
  "paraphrase_prompts",
];
const NEIGHBOURS = ["neighborhood_prompts", "neighbourhood_prompts"];

/**
 * A record of named fields, or a row of a table: what people write by hand, under the names that datasets use. One that has an
 * answer, and no place for a new one, is a question.
 */
export const flat: Dataset = {
  id: "flat",
  name: "Flat records and tables",
  holds: "edits",
  licence: null,
  source: null,
  version: "1",
  fields: [
    "id",
    "case_id",
    ...SUBJECT,
    ...PROMPT,
    ...TARGET,
    ...TRUTH,
    ...REPHRASINGS,
    ...NEIGHBOURS,
    "relation",
    "popularity",
    "locality",
    "portability",
    ...["prompt", "ground_truth", "answer", "target"].flatMap((part) => [
      `locality_${part}`,
      `portability_${part}`,
    ]),
  ],
  marks: [...SUBJECT, ...PROMPT].map((name) => [name]),
  read(record, id) {
    const truth = record.at(...TRUTH);
    const name = record.at("id", "case_id").text || id;
    if (!TARGET.some((part) => record.has(part)) && !truth.isBlank)
      return buildQuestion(
        {
          prompt: record.at(...PROMPT),
          rephrases: record.at(...REPHRASINGS).items,
          answers: truth,
          subject: record.at(...SUBJECT),
          relation: record.at("relation"),
          popularity: record.at("popularity"),
        },
        name,
      );
    const locality = groupsOf(record, "locality");
    // As in CounterFact, neighbours share the true answer of the edit.
    const neighbours = record.at(...NEIGHBOURS).items.map((prompt) => ({ prompt, target: truth }));
    return buildCase(
      {
        subject: record.at(...SUBJECT),
        prompt: record.at(...PROMPT),
        target: record.at(...TARGET),
        truth,
        rephrases: record.at(...REPHRASINGS).items,
        locality: { ...locality, "same-relation": [...(locality["same-relation"] ?? []), ...neighbours] },
        portability: groupsOf(record, "portability"),
      },
      name,
    );
  },
};

/** Probes by kind, and the one that a table has room for in two columns. */
function groupsOf(record: Field, group: string): ProbesByKind {
  const { other = [], ...groups } = probesByKind(record.at(group));
  const pair = oneProbe(
    record.at(`${group}_prompt`),
    record.at(`${group}_ground_truth`, `${group}_answer`, `${group}_target`),
  );
  return { ...groups, other: [...other, ...pair] };
}
