/**
 * Findings of the papers on small models (docs/explore.md), as Markdown tables:
 *
 *     npx tsx scripts/experiments/explore/index.ts atlas [study ...]
 *     npx tsx scripts/experiments/explore/index.ts ../shared/fixtures/gpt2-atlas-proto [study ...]
 *
 * All studies when none is named. The embedded model is asked about its world; the model of the golden files about the facts in
 * its list of sentences.
 */
import path from "node:path";
import { edits, hallucination, inContext, reverse, twoHop } from "./cases";
import { openSetting, say } from "./setting";
import { early, heads, relations } from "./structure";
import { sweep } from "./sweep";

const STUDIES = {
  relations,
  heads,
  early,
  sweep,
  edits,
  hallucination,
  "in-context": inContext,
  reverse,
  "two-hop": twoHop,
};

const [place = "atlas", ...named] = process.argv.slice(2);
const setting = await openSetting(place);
for (const name of named.length > 0 ? named : Object.keys(STUDIES)) {
  const started = performance.now();
  say(`\n## ${name}, ${path.basename(place)}`);
  await STUDIES[name as keyof typeof STUDIES](setting);
  say(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
}
process.exit();
