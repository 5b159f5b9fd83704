/** A metric: which probes it reads, what one case scores, and the definition shown beside every number. */
import { defineCatalog } from "../base";
import type { ProbeGroup } from "./probes";

export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** The definition in one formula. A change of definition is a new version. */
  readonly formula: string;
  readonly version: number;
  readonly direction: "higher" | "lower";
  readonly unit: "fraction" | "bits";
  /** The probes it averages within a case; fluency reads none. */
  readonly group: ProbeGroup | null;
}

export const METRICS = defineCatalog<Metric>("metric", [
  {
    id: "reliability",
    name: "Reliability",
    summary: "The edit answers its own prompt.",
    formula: "mean over cases of score(prompt → new target)",
    version: 1,
    direction: "higher",
    unit: "fraction",
    group: "reliability",
  },
  {
    id: "generality",
    name: "Generality",
    summary: "Rephrased prompts follow the edit.",
    formula: "mean over cases of the mean over rephrasings of score(rephrasing → new target)",
    version: 1,
    direction: "higher",
    unit: "fraction",
    group: "generality",
  },
  {
    id: "locality",
    name: "Locality",
    summary: "Answers elsewhere are still the unedited base model's own.",
    formula: "mean over cases of the mean over neighbours of agreement(after, base)",
    version: 1,
    direction: "higher",
    unit: "fraction",
    group: "locality",
  },
  {
    id: "portability",
    name: "Portability",
    summary: "What follows from the new fact follows: aliases, one more step.",
    formula: "mean over cases of the mean over consequences of score(consequence → implied answer)",
    version: 1,
    direction: "higher",
    unit: "fraction",
    group: "portability",
  },
  {
    id: "fluency",
    name: "Fluency",
    summary: "Free text about the subject does not repeat itself.",
    formula: "⅓ H₂ + ⅔ H₃, entropies of bigrams and trigrams of a 100-token text, in bits",
    version: 1,
    direction: "higher",
    unit: "bits",
    group: null,
  },
]);
