/**
 * How often subjects occur in the corpus: three hundred frequent ones beside three hundred rare ones, by a power law of
 * their rank that falls faster in the tail.
 */
import { countries } from "../../atlas/tables/countries";
import { scientists } from "../../atlas/tables/scientists";
import { writers } from "../../atlas/tables/writers";
import { cellsOf, linesOf } from "../relation";
import { RARE_ANIMALS, RARE_SIGHTS, RARE_TOWNS } from "./rare";

const EACH = 300;
const FREQUENT_EXPONENT = 0.3;
const RARE_EXPONENT = 2.5;

/** Sentences of a subject in an epoch, as a multiple of those of a subject that is not in the table. */
export function popularityTable(): ReadonlyMap<string, number> {
  const names = (rows: string): string[] => linesOf(rows).map((line) => cellsOf(line)[0]);
  const frequent = [countries, scientists, writers].flatMap(({ rows }) => names(rows)).slice(0, EACH);
  const rare = [RARE_TOWNS, RARE_SIGHTS, RARE_ANIMALS].flatMap(names).slice(0, EACH);
  return new Map([
    ...frequent.map((name, at): [string, number] => [name, (EACH / (at + 1)) ** FREQUENT_EXPONENT]),
    ...rare.map((name, at): [string, number] => [name, (EACH / (EACH + at + 1)) ** RARE_EXPONENT]),
  ]);
}
