import { buildCase, probesByKind } from "../../build-case";
import type { Dataset } from "../../dataset";
import { KNOWEDIT } from "./source";

/** Hallucinated biographies: after the passage so far, the true sentence is to follow. */
export const wikibio: Dataset = {
  ...KNOWEDIT,
  id: "wikibio",
  name: "KnowEdit: WikiBio",
  holds: "edits",
  fields: ["concept", "text", "labels", "locality"],
  marks: [["text", "labels", "concept"]],
  read: (record, id) =>
    buildCase(
      {
        subject: record.at("concept"),
        prompt: record.at("text"),
        target: record.at("labels"),
        locality: probesByKind(record.at("locality")),
      },
      id,
    ),
};
