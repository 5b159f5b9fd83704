/** Every measure of factuality, in the order in which they are shown. */
import { defineCatalog } from "../../base";
import type { Measure } from "./answered";
import { CALIBRATION_MEASURES } from "./calibration";
import { CHOICE_MEASURES } from "./choices";
import { CONSISTENCY_MEASURES } from "./consistency";
import { TEXT_MEASURES } from "./texts";

export const MEASURES = defineCatalog<Measure>("measure", [
  ...CHOICE_MEASURES,
  ...TEXT_MEASURES,
  ...CALIBRATION_MEASURES,
  ...CONSISTENCY_MEASURES,
]);
