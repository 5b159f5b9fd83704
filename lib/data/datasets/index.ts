/**
 * Every form of list that Palimpsest reads. Read dataset.ts, then published/counterfact.ts; questions/ are lists that nothing is
 * edited by. A record is read by the first that recognises it, so the forms that ask for more fields come first.
 */
import { defineCatalog } from "../../base";
import { cases } from "./cases";
import type { Dataset } from "./dataset";
import { flat } from "./flat";
import { akew } from "./published/akew";
import { cknowedit } from "./published/cknowedit";
import { conceptedit } from "./published/conceptedit";
import { counterfact } from "./published/counterfact";
import { hallueditbench } from "./published/hallueditbench";
import { convsent } from "./published/knowedit/convsent";
import { sanitation } from "./published/knowedit/sanitation";
import { wikibio } from "./published/knowedit/wikibio";
import { wikidataCounterfact, wikidataRecent } from "./published/knowedit/wikidata";
import { mquake } from "./published/mquake";
import { pitfalls } from "./published/pitfalls";
import { rippleedits } from "./published/rippleedits";
import { safeedit } from "./published/safeedit";
import { unke } from "./published/unke";
import { wikibigedit } from "./published/wikibigedit";
import { zsre } from "./published/zsre";
import { arc } from "./questions/arc";
import { known } from "./questions/known";
import { lre } from "./questions/lre";
import { mmluRedux } from "./questions/mmlu-redux";
import { popqa } from "./questions/popqa";
import { truthfulqa } from "./questions/truthfulqa";

export { markOf } from "./dataset";
export type { Dataset } from "./dataset";
export { Field } from "./field";

export const DATASETS = defineCatalog<Dataset>("dataset", [
  cases,
  akew,
  mquake,
  counterfact,
  zsre,
  cknowedit,
  conceptedit,
  safeedit,
  convsent,
  sanitation,
  wikibio,
  rippleedits,
  pitfalls,
  hallueditbench,
  wikibigedit,
  unke,
  popqa,
  truthfulqa,
  arc,
  mmluRedux,
  lre,
  known,
  wikidataCounterfact,
  wikidataRecent,
  flat,
]);

/** Licence and source as publishers state them, of a list of these datasets; undefined where none has any. */
export function termsOf(ids: readonly string[]): { readonly licence?: string; readonly source?: string } {
  const [published] = ids.map((id) => DATASETS.get(id)).filter(({ source }) => source !== null);
  if (!published) return {};
  const { licence, source } = published;
  return { ...(licence && { licence }), ...(source && { source: source.url }) };
}
