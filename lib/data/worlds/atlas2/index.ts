/**
 * The larger world, in two languages: the first world and what extends it. A model that is trained on it knows all that
 * the first one knows.
 */
import { buildWorld, type World } from "../build";
import { atlasParts } from "../atlas";
import { chineseKnowledge, chineseWords } from "./chinese";
import { conceptKnowledge } from "./concepts";
import { moreFacts } from "./facts";
import { datedFacts } from "./texts";
import { translations } from "./translations";

/** Builds the world anew at each call. Keep the result. */
export function atlas2World(): World {
  const parts = [...atlasParts(), moreFacts, datedFacts, conceptKnowledge, chineseKnowledge, chineseWords];
  return buildWorld("atlas-2", [...parts, translations(buildWorld("atlas-2", parts))]);
}
