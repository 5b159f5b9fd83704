/**
 * Looking inside, natively: edges of a fact by EAP-IG, a whole causal trace, discovery and a lens grid, on a trained model of six
 * layers and on one of GPT-2 small's shape, with the times of the original implementations on one thread beside ours. Needs the
 * golden files that stand beside the repository.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as native from "onnxruntime-node";
import { z } from "zod";
import { createRun } from "../../../lib/base";
import {
  ATTRIBUTION_METHODS,
  attributeEdges,
  CIRCUIT_METRICS,
  circuitGraph,
  discoverCircuit,
  edgesOf,
  logitLens,
  sharedParts,
  traceAnswer,
} from "../../../lib/explain";
import { loadModel, openCheckpoint, openModel, type CheckpointFiles, type Model } from "../../../lib/model";
import { createOrtRuntime, type Executable, type Runtime } from "../../../lib/runtime";
import { folderFiles } from "../../../lib/server/files/folder-files";
import { fixtureTokenizer } from "../../cli/parity";
import { formatMs, measured, type Line } from "../measure";
import { randomGpt2 } from "../random-model";

const FIXTURES = path.resolve(import.meta.dirname, "../../../../shared/fixtures");
const ATLAS = path.join(import.meta.dirname, "../../../public/models/atlas");

/** What the originals took on one thread, in milliseconds. */
interface Published {
  readonly eapIg: string;
  readonly trace: string;
  readonly discovery?: string;
}

const Ids = z.array(z.int());
const CircuitFile = z.object({
  cases: z.array(
    z.object({
      clean: z.object({ ids: Ids }),
      corrupt: z.object({ ids: Ids }),
      answer: z.object({ id: z.int() }),
      other: z.object({ id: z.int() }),
    }),
  ),
});
const DiscoveryFile = z.object({
  runs: z.array(z.object({ threshold: z.number(), validation_ids: z.array(Ids) })),
});

const STEPS = 5;
const NOISE = 0.18;
const WINDOW = 3;

export async function benchExplain(): Promise<Line[]> {
  const fixture = path.join(FIXTURES, "gpt2-atlas-proto");
  if (!existsSync(fixture))
    return [{ what: "looking inside", value: "-", note: `no golden files at ${FIXTURES}` }];
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(FIXTURES, "circuits", name), "utf8"));
  const [one] = CircuitFile.parse(read("circuits-eap.json")).cases;
  const [discovery] = DiscoveryFile.parse(read("circuits-acdc.json")).runs;
  const pair = {
    clean: one.clean.ids,
    corrupt: one.corrupt.ids,
    answer: one.answer.id,
    other: one.other.id,
  };
  const counter = countedRuns(createOrtRuntime(native, { kind: "native", threads: 1 }));
  const checkpoint = await openCheckpoint("gpt2-atlas-proto", folderFiles(fixture));
  const trained = await openModel(checkpoint, await fixtureTokenizer(fixture), counter.runtime);
  const lines = await benchModel("fixture model", trained, pair, counter.runs, {
    eapIg: "0.17–0.19 s",
    trace: "2.8 s",
  });
  lines.push(await benchDiscovery(trained, discovery, counter.runs));
  await trained.dispose();
  const files: CheckpointFiles = await randomGpt2(folderFiles(ATLAS));
  const large = await loadModel("random-gpt2", files, counter.runtime);
  lines.push(
    ...(await benchModel("GPT-2 small's shape", large, pair, counter.runs, {
      eapIg: "5.2–5.7 s",
      trace: "88 s",
    })),
  );
  await large.dispose();
  return lines;
}

async function benchModel(
  name: string,
  model: Model,
  pair: Parameters<typeof attributeEdges>[2]["pair"],
  runs: () => Ran,
  published: Published,
): Promise<Line[]> {
  const run = createRun();
  const { clean } = pair;
  const eapIg = (steps: number) => () =>
    attributeEdges(run, model, {
      pair,
      metric: CIRCUIT_METRICS.get("logit_diff"),
      method: ATTRIBUTION_METHODS.get("eap-ig"),
      steps,
    });
  const edges = edgesOf(circuitGraph(model.facts.dimensions)).length;
  const first = await timed(eapIg(STEPS), runs, false);
  const again = await timed(eapIg(STEPS), runs);
  const long = await timed(eapIg(6 * STEPS), runs);
  const traced = await timed(
    () =>
      traceAnswer(createRun(), model, {
        ids: clean,
        subject: [1, 3],
        kinds: ["state", "mlp", "attention"],
        noise: NOISE,
        window: WINDOW,
      }),
    runs,
  );
  const lens = await timed(
    () =>
      logitLens(
        run,
        model,
        Array.from({ length: 12 }, (_, t) => clean[t % clean.length]),
        { asked: [pair.answer] },
      ),
    runs,
  );
  return [
    lineOf(`${name}: EAP-IG, m = ${STEPS}`, again, `${edges} edges; the original ${published.eapIg}`),
    lineOf(`${name}: the first time`, first, "programs are built"),
    lineOf(
      `${name}: EAP-IG, m = ${6 * STEPS}`,
      long,
      `${(long.cpuMs / again.cpuMs).toFixed(1)} × that of m = ${STEPS}, where 6 is linear`,
    ),
    lineOf(`${name}: trace triplet`, traced, `${clean.length} tokens; the original ${published.trace}`),
    lineOf(`${name}: lens grid`, lens, `12 tokens, all layers`),
  ];
}

async function benchDiscovery(
  model: Model,
  { threshold, validation_ids }: z.infer<typeof DiscoveryFile>["runs"][number],
  runs: () => Ran,
): Promise<Line> {
  const run = createRun();
  const shared = await sharedParts(run, model, "folded", "ablated");
  let tested = 0;
  const taken = await timed(async () => {
    const found = await discoverCircuit(run, model, {
      prompts: validation_ids.map((ids) => ids.slice(0, -1)),
      answers: validation_ids.map((ids) => ids[ids.length - 1]),
      threshold,
      ablation: { kind: "zero", shared },
    });
    tested = found.tested;
  }, runs);
  return lineOf("fixture model: ACDC", taken, `${tested} edges tested; the original 26 s, 937 forwards`);
}

interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Runs of programs, and the time in them. */
  readonly runs: number;
  readonly insideMs: number;
}

/** What takes less than this is measured several times, and the median counts. */
const QUICK_MS = 2000;
const TIMES = 5;

/** After one call that is not counted, unless the first is meant. */
async function timed(work: () => Promise<unknown>, runs: () => Ran, warm = true): Promise<Taken> {
  const once = async (): Promise<Taken> => {
    const before = runs();
    const { wallMs, cpuMs } = await measured(work);
    const after = runs();
    return { wallMs, cpuMs, runs: after.count - before.count, insideMs: after.ms - before.ms };
  };
  if (!warm) return once();
  const first = await once();
  const taken: Taken[] = [];
  for (let i = 0; i < (first.wallMs < QUICK_MS ? TIMES : 1); i++) taken.push(await once());
  return taken.sort((a, b) => a.cpuMs - b.cpuMs)[Math.floor(taken.length / 2)];
}

function lineOf(what: string, { wallMs, cpuMs, runs, insideMs }: Taken, note: string): Line {
  const share = Math.round((100 * insideMs) / wallMs);
  return {
    what,
    value: formatMs(wallMs),
    note: `${formatMs(cpuMs)} of the processor, ${runs} passes with ${share} % of the time; ${note}`,
  };
}

interface Ran {
  readonly count: number;
  readonly ms: number;
}

/** A runtime that counts the runs of what it builds. */
function countedRuns(runtime: Runtime): { readonly runtime: Runtime; readonly runs: () => Ran } {
  let [count, ms] = [0, 0];
  const compile: Runtime["compile"] = async (...call) => {
    const executable = await runtime.compile(...call);
    const run: Executable["run"] = async (...feeds) => {
      const started = performance.now();
      const results = await executable.run(...feeds);
      count++;
      ms += performance.now() - started;
      return results;
    };
    return { ...executable, run };
  };
  return { runtime: { ...runtime, compile }, runs: () => ({ count, ms }) };
}
