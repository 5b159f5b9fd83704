/**
 * `npm run bench`: times the core, the server and a tab on the embedded model, and every method on that and on a larger one.
 * Needs a build and a browser for the parts that serve. `npm run bench -- core` times the core alone, `-- channel` what a
 * call to a model in another thread or process costs, `-- methods` the methods, `-- methods atlas` those on one model,
 * `-- methods rome` one of them, `-- lifelong wise` the edits of one up to the thousandth, `-- history` a thousand kept edits
 * in the page, `-- interface` how soon the page answers, beside the older build whose address PALIMPSEST_BENCH_BESIDE has,
 * `-- knowledge` plans on a large graph, `-- jobs` the queue while a job runs, `-- load` the server under load, beside the older build in the folder
 * PALIMPSEST_BENCH_BESIDE_FOLDER, `-- loading` the memory that a larger model
 * takes to load, `-- quantized` a model of half a billion parameters in four bits, `-- merge` merges and kinship of models in folders beside the times of the original, `-- explain` edges, traces, discovery and a lens beside the times of the originals,
 * `-- asking` what asking about edits costs, `-- looking` the frames a second of Explore's largest pictures, `-- estimates` what
 * preflight promises beside what is seen.
 */
import { benchChannel } from "./channel";
import { benchCore } from "./core";
import { benchEstimates, ESTIMATE_PARTS } from "./estimates";
import { benchAsking } from "./evaluation/asking";
import { benchExplain } from "./explain";
import { benchInterface } from "./page/interface";
import { benchDrawing } from "./page/drawing";
import { benchHistory } from "./page/history";
import { benchLooking } from "./page/looking";
import { benchLoading } from "./loading";
import { benchKnowledge } from "./knowledge";
import { machine, printLines, type Line } from "./measure";
import { benchLifelong, LIFELONG_PARTS } from "./lifelong";
import { benchMerge } from "./merge";
import { benchMethods, METHOD_PARTS } from "./methods";
import { benchJobs } from "./server/jobs";
import { benchLoad } from "./server/load";
import { benchQuantized } from "./quantized";
import { benchServing } from "./serving";
import { benchSolves, SOLVE_PARTS } from "./solves";

/** A part returns its lines, or has printed them as they came. */
type Part = (only: readonly string[]) => Promise<readonly Line[] | void>;

const PARTS: Readonly<Record<string, Part>> = {
  core: benchCore,
  channel: benchChannel,
  serving: benchServing,
  history: benchHistory,
  interface: benchInterface,
  jobs: benchJobs,
  load: benchLoad,
  loading: benchLoading,
  quantized: benchQuantized,
  methods: benchMethods,
  solves: benchSolves,
  lifelong: benchLifelong,
  asking: benchAsking,
  explain: benchExplain,
  knowledge: benchKnowledge,
  drawing: benchDrawing,
  looking: benchLooking,
  merge: benchMerge,
  estimates: benchEstimates,
};
const words = process.argv.slice(2);
const only = words.filter((word) =>
  [...METHOD_PARTS, ...SOLVE_PARTS, ...LIFELONG_PARTS, ...ESTIMATE_PARTS].includes(word),
);
const asked = words.filter((word) => !only.includes(word));
const unknown = asked.find((name) => !(name in PARTS));

if (unknown !== undefined) {
  process.stderr.write(
    `There is no part "${unknown}". Parts: ${Object.keys(PARTS).join(", ")}; of methods: ${METHOD_PARTS.join(", ")} or a method; of lifelong: a method or evaluation.\n`,
  );
  process.exit(2);
}
process.stdout.write(`${machine()}\n`);
for (const [name, bench] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const lines = await bench(only);
  if (lines) printLines(name, lines);
}
// onnxruntime keeps threads alive that would hold the process open.
process.exit();
