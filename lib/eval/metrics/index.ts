/** Every metric, in the order in which they are shown. */
import { defineCatalog } from "../../base";
import { fluency } from "./fluency";
import { generality } from "./generality";
import { locality } from "./locality";
import type { Metric } from "./metric";
import { paraphraseConsistency } from "./paraphrase-consistency";
import { portability } from "./portability";
import { reliability } from "./reliability";
import { mayChange } from "./may-change";

export const METRICS = defineCatalog<Metric>("metric", [
  reliability,
  generality,
  locality,
  portability,
  mayChange,
  paraphraseConsistency,
  fluency,
]);
