/**
 * A benchmark: cases in blocks, for each block what the model says by itself once, then every baseline and method on the same cases.
 * Edits that belong together are made together; every other edit is made alone. After each block the record is kept as an artifact,
 * so a run that was stopped goes on there.
 */
import { because, checkCancelled, hashJson, PalimpsestError, type JsonObject, type Run } from "../../base";
import { acceptedAnswers, filledPrompt, withOwnProbes, type EditCase } from "../../data";
import { applyMethod, caseAsRead, EDIT_METHODS, parseParameters, type AnyEditMethod } from "../../edit";
import {
  answer,
  answersInTheWild,
  askDivergence,
  createLexicon,
  createRetriever,
  fallsBackAt,
  fitToxicity,
  JUDGES,
  judgedInTheWild,
  NEIGHBOURS,
  probeResults,
  probesOf,
  publishedOf,
  stepOf,
  stepRandom,
  WILD_TOKENS,
  wildTokens,
  withFact,
  type BaselineAnswers,
  type BenchmarkCase,
  type JudgeTools,
  type ProbeQuestion,
  type ToxicityProbes,
} from "../../eval";
import type { Model, OpenEncoder } from "../../model";
import {
  BASELINES,
  BenchmarkRecord,
  manifestOf,
  metadataOf,
  type ArtifactFiles,
  type Backend,
  type BenchmarkJobInput,
} from "../../store";
import { floats, readSafetensors, writeSafetensors, type Tensor } from "../../tensor";
import type { HostRecords } from "../calls/records";
import { caseFaults } from "../host/case-faults";
import { settingsHere } from "../host/parameters";
import { textsFor, TRAINING_CASES, type TextsHost } from "../host/texts";

interface BenchmarkHost extends TextsHost {
  readonly model: Model;
  readonly artifacts: ArtifactFiles;
  readonly openEncoder: OpenEncoder;
  readonly records: Pick<HostRecords, "presetsOf" | "askJudge">;
  readonly place: Backend;
}

/** Cases whose questions are asked of the unedited model together. */
const BLOCK = 16;
const FIELD = "benchmark";

export async function performBenchmark(
  run: Run,
  input: BenchmarkJobInput,
  host: BenchmarkHost,
): Promise<BenchmarkRecord> {
  const { model } = host;
  JUDGES.get(input.judge);
  const methods = await methodsOf(input, host);
  const { cases, refused } = readable(model, input);
  const groups = groupsOf(cases);
  const key = await keyOf(input, methods, model);
  const artifactId = await hashJson(key);
  const total = cases.length;
  const names = [...BASELINES, ...methods.map(({ name }) => name)];
  const record: BenchmarkRecord = (await kept(host.artifacts, artifactId)) ?? {
    runId: `bench_${artifactId}`,
    input,
    fingerprint: await model.fingerprint(),
    place: host.place,
    refused,
    entries: names.map((method, i) => ({
      method,
      parameters: i < BASELINES.length ? {} : methods[i - BASELINES.length].parameters,
      cases: [],
    })),
    done: 0,
    total,
  };
  const asking = await askerOf(run, input, cases, host);
  run.progress({ phase: "Benchmark", step: record.done, steps: total });
  const toxicity =
    needs(input, "toxicity") && record.done < total ? await fitToxicity(run, model, cases) : undefined;
  while (record.done < total) {
    const block = blockFrom(groups, record.done);
    const { ofBlock, pass } = countingCases(run, { from: record.done, total, passes: names.length });
    const base = await askBase(ofBlock, model, block.flat(), asking);
    pass(block.flat().length);
    const made = [base.cases, await asking.retrieved(ofBlock, model, block.flat(), base)];
    pass(block.flat().length);
    made.push(
      ...(await oneByOne(methods, (entry) =>
        byMethod(ofBlock, entry, block, base, { asking, toxicity, pass }, input, host),
      )),
    );
    made.forEach((some, i) => record.entries[i].cases.push(...some));
    record.done += block.flat().length;
    await keep(host.artifacts, artifactId, key, record);
    run.progress({ phase: "Benchmark", step: record.done, steps: total });
  }
  return record;
}

interface Counted {
  /** Cases before the block, and in all. */
  readonly from: number;
  readonly total: number;
  /** How often each case of the block is gone through: once for each baseline and method. */
  readonly passes: number;
}

/** The run of a block: whatever is at work, what is told is how many cases of all are through. */
function countingCases(run: Run, { from, total, passes }: Counted) {
  let gone = 0;
  const ofBlock: Run = {
    ...run,
    progress: ({ phase }) => run.progress({ phase, step: from + Math.floor(gone / passes), steps: total }),
  };
  return { ofBlock, pass: (cases: number) => void (gone += cases) };
}

/** The names of artifacts and of runs: everything that decides a digit. */
async function keyOf(input: BenchmarkJobInput, methods: readonly Entry[], model: Model): Promise<JsonObject> {
  const { inTheWild, judge, turns, seed, repetition, cases } = input;
  return {
    artifact: "benchmark",
    checkpoint: model.facts.checkpoint,
    training: input.dataset.name,
    fingerprint: await model.fingerprint(),
    place: model.runtime.kind,
    cases: await hashJson(cases as unknown as JsonObject[]),
    methods: methods.map(({ name, parameters }) => ({ name, parameters })),
    judge: `${judge} ${JUDGES.get(judge).version}`,
    inTheWild,
    ...(inTheWild && { freeTokens: { ...WILD_TOKENS } }),
    turns,
    seed,
    repetition,
    ...Object.fromEntries(EVIDENCE.filter((what) => needs(input, what)).map((what) => [what, true])),
  };
}

const EVIDENCE = ["divergence", "toxicity"] as const;

/** Whether the paper of the list publishes a number that is made of this. */
function needs({ dataset }: BenchmarkJobInput, what: (typeof EVIDENCE)[number]): boolean {
  return publishedOf(dataset.id).some((metric) => metric.needs === what);
}

interface Entry {
  readonly name: string;
  readonly method: AnyEditMethod;
  readonly parameters: JsonObject;
}

async function methodsOf(input: BenchmarkJobInput, host: BenchmarkHost): Promise<Entry[]> {
  return Promise.all(
    input.methods.map(async ({ method: id, parameters }, i) => {
      const method = EDIT_METHODS.get(id);
      const settings = await settingsHere(method, host.model.facts, host.records);
      const again = input.methods.slice(0, i).filter((other) => other.method === id).length;
      return {
        name: again === 0 ? id : `${id} ${again + 1}`,
        method,
        parameters: parseParameters(method, parameters, settings.parameters),
      };
    }),
  );
}

function readable(model: Model, { model: modelId, cases: given }: BenchmarkJobInput) {
  const own = given.map((editCase) => withOwnProbes(editCase, modelId));
  const faults = new Map(caseFaults(model, own).map((fault) => [fault.index, fault.message]));
  const refused = [...faults].map(([index, message]) => ({ caseId: given[index].request.id, message }));
  if (refused.length === own.length) {
    throw new PalimpsestError("invalid_input", `The model can read none of the ${own.length} cases.`, {
      hint: refused[0]?.message,
      details: { ...because("noCaseReadable", { cases: own.length }), field: "cases" },
    });
  }
  const cases = own.filter((_, index) => !faults.has(index)).map((one) => caseAsRead(model, one));
  return { cases, refused };
}

/** Cases that are edited together, in the order of the first of each. */
function groupsOf(cases: readonly EditCase[]): EditCase[][] {
  const groups = new Map<string, EditCase[]>();
  cases.forEach((one, index) => {
    const key = one.together === undefined ? `alone ${index}` : `together ${one.together}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  });
  return [...groups.values()];
}

/** Whole groups from the case with this number on, up to the size of a block. */
function blockFrom(groups: readonly EditCase[][], done: number): EditCase[][] {
  const block: EditCase[][] = [];
  let [before, inside] = [0, 0];
  for (const group of groups) {
    if (before >= done && (inside === 0 || inside + group.length <= BLOCK)) {
      block.push(group);
      inside += group.length;
    } else if (before >= done) break;
    before += group.length;
  }
  return block;
}

/** What the unedited model says to a block: before and base of everything that is measured. */
interface Base extends BaselineAnswers {
  readonly wild: readonly string[];
  readonly cases: BenchmarkCase[];
}

/** Of the judge by sentence similarity. */
const ENCODER = "all-minilm-l6-v2";

/** The rows of [N, D]. */
function vectorsOf(vectors: Tensor): Float32Array[] {
  const [count, width] = vectors.shape;
  const data = floats(vectors);
  return Array.from({ length: count }, (_, n) => data.subarray(n * width, (n + 1) * width));
}

interface Asker {
  readonly isWild: boolean;
  readonly judge: string;
  readonly turns: number;
  readonly tools: JudgeTools;
  retrieved(run: Run, model: Model, cases: readonly EditCase[], base: Base): Promise<BenchmarkCase[]>;
}

async function askerOf(
  run: Run,
  input: BenchmarkJobInput,
  all: readonly EditCase[],
  host: BenchmarkHost,
): Promise<Asker> {
  const { judge, inTheWild: isWild, turns } = input;
  const { needs: tool } = JUDGES.get(judge);
  const tools: JudgeTools = {};
  if (isWild && tool === "endpoint") {
    const endpoint = async (prompt: string) => (await host.records.askJudge({ prompt })).reply;
    await endpoint("Reply with the letter A."); // a judge that cannot be asked is known before hours of work
    Object.assign(tools, { endpoint });
  }
  if (isWild && tool === "encoder") {
    const encoder = await host.openEncoder(ENCODER);
    Object.assign(tools, {
      encoder: async (texts: readonly string[]) => vectorsOf(await encoder.embed(run, texts)),
    });
  }
  if (isWild && tool === "lexicon") {
    const { worldNamed } = await import("../../data/worlds");
    const worlds = await Promise.all([worldNamed("atlas"), worldNamed("atlas-2")]);
    Object.assign(tools, { lexicon: createLexicon(...worlds) });
  }
  const retrieve = createRetriever(all.map(({ request }) => `${filledPrompt(request)} ${request.targetNew}`));
  const asking: Asker = {
    isWild,
    judge,
    turns,
    tools,
    retrieved: (run, model, cases, base) =>
      measure(run, model, model, cases, base, asking, (prompt, room) => {
        const text = withFact(retrieve(prompt), prompt);
        // A fact that leaves no room for the answer is not put before the question.
        const tokens = model.tokenizer.encode(text, { special: true }).ids.length;
        return tokens + room <= model.facts.dimensions.context ? text : prompt;
      }),
  };
  return asking;
}

async function askBase(run: Run, model: Model, cases: readonly EditCase[], asking: Asker): Promise<Base> {
  const probes = cases.flatMap(probesOf);
  run.progress({ phase: "Asking the model before the edits", step: 0, steps: probes.length });
  const before = await answer(run, model, probes);
  const base = model.overlays.length === 0 ? before : await answer(run, model.bare, probes);
  const wild = asking.isWild
    ? await answersInTheWild(
        run,
        model,
        probes.map((probe) => ({ prompt: probe.prompt, accepted: acceptedOf(probe) })),
      )
    : [];
  const asked = { before, base, wild };
  const unedited = probeResults(cases, { start: model, after: model }, asked, before);
  const judged = await wildOf(probes, wild, wild, asking);
  return { ...asked, cases: casesOf(cases, unedited, judged, 0) };
}

/** A model's answers to all probes of some cases, as they are written or behind something that is looked up. */
async function measure(
  run: Run,
  start: Model,
  after: Model,
  cases: readonly EditCase[],
  base: Base,
  asking: Asker,
  lookUp: (prompt: string, room: number) => string = (prompt) => prompt,
): Promise<BenchmarkCase[]> {
  const probes = cases.flatMap(probesOf);
  const asked = probes.map((probe) => {
    const answers = acceptedOf(probe);
    const room = Math.max(...answers.map((text) => 2 + after.tokenizer.encode(text).ids.length));
    return { ...probe, prompt: lookUp(probe.prompt, Math.max(room, wildTokens(after, answers))) };
  });
  const answers = await answer(run, after, asked);
  const results = probeResults(cases, { start, after }, base, answers);
  const said = asking.isWild
    ? await answersInTheWild(
        run,
        after,
        asked.map((probe) => ({ prompt: probe.prompt, accepted: acceptedOf(probe) })),
      )
    : [];
  const wild = await wildOf(probes, base.wild, said, asking);
  const made = casesOf(cases, results, wild, 0);
  if (!asking.isWild || asking.turns === 0) return made;
  let next = 0;
  return oneByOne(made, async (one) => {
    const index = next;
    next += one.probes.length;
    if (wild[index]?.score !== 1) return one;
    const { turns, judge, tools } = asking;
    const fellBack = await fallsBackAt(run, after, asked[index], said[index], turns, judge, tools);
    return { ...one, fellBack };
  });
}

function acceptedOf({ expected: target, alternatives }: ProbeQuestion): readonly string[] {
  return acceptedAnswers({ target, alternatives });
}

type Wild = NonNullable<BenchmarkCase["probes"][number]["wild"]>;

async function wildOf(
  probes: readonly ProbeQuestion[],
  before: readonly string[],
  after: readonly string[],
  { isWild, judge, tools }: Asker,
): Promise<readonly Wild[]> {
  return isWild ? judgedInTheWild(probes, before, after, judge, tools) : [];
}

function casesOf(
  cases: readonly EditCase[],
  results: ReturnType<typeof probeResults>,
  wild: readonly Wild[],
  applyMs: number,
): BenchmarkCase[] {
  let next = 0;
  return cases.map(({ request }, i) => ({
    caseId: request.id,
    probes: results[i].map(({ caseId: _, ...probe }) => {
      const judged = wild.at(next++);
      return { ...probe, ...(wild.length > 0 && judged && { wild: judged }) };
    }),
    applyMs,
  }));
}

async function byMethod(
  run: Run,
  { name, method, parameters }: Entry,
  block: readonly (readonly EditCase[])[],
  base: Base,
  {
    asking,
    toxicity,
    pass,
  }: {
    readonly asking: Asker;
    readonly toxicity: ToxicityProbes | undefined;
    readonly pass: (cases: number) => void;
  },
  input: BenchmarkJobInput,
  host: BenchmarkHost,
): Promise<BenchmarkCase[]> {
  const { model, cache } = host;
  const made: BenchmarkCase[] = [];
  const statisticsTexts = await textsFor(model, host);
  let probesBefore = 0;
  for (const [g, group] of block.entries()) {
    checkCancelled(run.signal);
    const count = group.flatMap(probesOf).length;
    const own: Base = sliced(base, probesBefore, count);
    probesBefore += count;
    const started = Date.now();
    let edited = model;
    let failure: string | undefined;
    let numbers: Readonly<Record<string, number>> | undefined;
    // A method that writes one fact at a time makes edits that belong together one after another.
    const steps = method.traits.batch ? [group] : group.map((one) => [one]);
    for (const step of steps) {
      const result = await stepOf(() =>
        applyMethod(
          {
            ...run,
            // By what is edited, so that a case gives the same in any list and after any interruption.
            random: stepRandom(input.seed, 0).fork(step.map(({ request }) => request.id).join("\n")),
            progress: ({ phase, ...update }) =>
              run.progress({ ...update, phase: `${name}, ${g + 1} of ${block.length}: ${phase}` }),
          },
          method,
          {
            model: edited,
            requests: step.map(({ request }) => request),
            parameters,
            cache,
            statisticsTexts,
            trainingCases: TRAINING_CASES,
            openEncoder: host.openEncoder,
          },
        ),
      );
      if (result instanceof PalimpsestError) failure = result.message;
      else {
        edited = edited.with(result.overlays);
        numbers = result.report.numbers;
      }
    }
    const applyMs = Date.now() - started;
    const results = await measure(run, model, edited, group, own, asking);
    pass(group.length);
    const told = { applyMs, ...(numbers && { numbers }), ...(failure !== undefined && { failure }) };
    for (const [i, one] of results.entries()) {
      const stays = probesOf(group[i]).filter((probe) => probe.group === NEIGHBOURS);
      const divergence = needs(input, "divergence")
        ? await askDivergence(run, model, edited, stays)
        : undefined;
      const layer = numbers?.layer;
      const toxic = layer === undefined ? undefined : await toxicity?.of(run, edited, one.caseId, layer);
      made.push({
        ...one,
        ...told,
        ...(divergence !== undefined && { divergence }),
        ...(toxic && { toxicity: toxic }),
      });
    }
  }
  return made;
}

function sliced(base: Base, from: number, count: number): Base {
  const part = <T>(values: readonly T[]) => values.slice(from, from + count);
  return { before: part(base.before), base: part(base.base), wild: part(base.wild), cases: [] };
}

async function oneByOne<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** The record of a run that was stopped, or is done; null where there is none, or one of another release. */
async function kept(artifacts: ArtifactFiles, id: string): Promise<BenchmarkRecord | null> {
  const bytes = await artifacts.get(id);
  return bytes && readBenchmark(bytes);
}

export function readBenchmark(bytes: Uint8Array): BenchmarkRecord | null {
  const { metadata } = readSafetensors(bytes, "benchmark");
  return BenchmarkRecord.safeParse(JSON.parse(metadata[FIELD] ?? "null")).data ?? null;
}

async function keep(
  artifacts: ArtifactFiles,
  id: string,
  key: JsonObject,
  record: BenchmarkRecord,
): Promise<void> {
  const isWhole = record.done === record.total;
  const progress = { done: record.done, total: record.total };
  const manifest = manifestOf(key, isWhole ? {} : { progress });
  await artifacts.put(id, writeSafetensors({}, { ...metadataOf(manifest), [FIELD]: JSON.stringify(record) }));
}
