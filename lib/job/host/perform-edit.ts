/**
 * The edit job: every entry of its methods on the same cases, each applied, judged and written down. A method may have
 * several entries with different parameters, so results are identified by the entry's index.
 */
import { because, PalimpsestError, toWireError, type JsonObject, type Run } from "../../base";
import { foreignNotes, withOwnProbes, type EditCase } from "../../data";
import {
  applyMethod,
  caseAsRead,
  EDIT_METHODS,
  originOf,
  parseParameters,
  promptsAsWritten,
  type AnyEditMethod,
  type EditResult,
} from "../../edit";
import {
  asGiven,
  evaluate,
  failedStep,
  measureEdits,
  stepOf,
  stepRandom,
  type Baseline,
  type EditResults,
  type FailedStep,
  type MadeEdit,
} from "../../eval";
import {
  deltasOf,
  denseSum,
  normOf,
  writeOverlay,
  type Model,
  type OpenEncoder,
  type Overlay,
} from "../../model";
import type { BlobStore, EditJobInput, EditJobOutput, EditOutcome } from "../../store";
import { norm } from "../../tensor";
import type { HostRecords } from "../calls/records";
import {
  caseFaults,
  checkCaseIds,
  namedInCases,
  refusedCases,
  stepLeftOut,
  type CaseFault,
} from "./case-faults";
import { estimateEdit, type EditEstimate } from "../answers/estimate";
import { settingsHere } from "./parameters";
import { textsFor, TRAINING_CASES, type TextsHost } from "./texts";

interface EditJobHost extends TextsHost {
  readonly model: Model;
  readonly blobs: Pick<BlobStore, "put">;
  readonly openEncoder: OpenEncoder;
  readonly records: Pick<HostRecords, "presetsOf">;
}

/**
 * Runs the entries one after another. One entry's failure is its outcome's; with a single entry it is the job's. Throws
 * `invalid_input` before anything is computed when the model cannot read a case, unless such cases are to be left out.
 */
export async function performEdit(
  run: Run,
  input: EditJobInput,
  host: EditJobHost,
): Promise<EditJobOutput["outcomes"]> {
  const { facts } = host.model;
  const edits = readableCases(host.model, input);
  const methods = await Promise.all(
    input.methods.map(async ({ method: id, parameters }, i) => {
      const method = EDIT_METHODS.get(id);
      const settings = await settingsHere(method, facts, host.records);
      const whole = inField(`methods.${i}`, () => parseParameters(method, parameters, settings.parameters));
      return { method, parameters: whole, settings: originOf(settings, whole) };
    }),
  );
  /** Answers before the edit do not depend on the method, so the second method does not ask again. */
  const known = new Map<string, readonly Baseline[]>();
  const measure: Measure = async (callRun, made) => {
    const id = JSON.stringify(made.map(({ cases }) => cases.map(({ request }) => request.id)));
    const { results, baselines } = await measureEdits(callRun, host.model, made, known.get(id));
    known.set(id, baselines);
    return results;
  };
  const outcomes: EditOutcome[] = [];
  for (const [entry, { method, parameters, settings }] of methods.entries()) {
    const title = methods.length === 1 ? method.name : `${method.name} (${entry + 1} of ${methods.length})`;
    const named: Run = {
      ...run,
      random: run.random.fork(String(input.seed)),
      progress: ({ phase, values, ...update }) =>
        run.progress({
          ...update,
          phase: `${title}: ${phase}`,
          ...(values && {
            values: Object.fromEntries(
              Object.entries(values).map(([name, value]) => [`${entry}.${name}`, value]),
            ),
          }),
        }),
    };
    const started = Date.now();
    const estimate = await estimateOf(host, { method, parameters, cases: edits.cases });
    try {
      const made = await performOne(named, { input, edits, method, parameters }, host, measure);
      outcomes.push({ entry, settings, ...made });
      const { applyMs, durationMs } = made;
      // What the model says before the edit is asked for the first entry alone.
      if (applyMs !== undefined && !made.failures)
        estimate?.learn({ applyMs, ...(entry === 0 && { askMs: durationMs - applyMs }) });
    } catch (error) {
      const wire = toWireError(error);
      if (wire.code === "cancelled" || methods.length === 1) throw error;
      const fingerprint = await host.model.fingerprint();
      outcomes.push({
        entry,
        method: method.id,
        parameters,
        settings,
        error: wire,
        overlays: [],
        overlayBytes: 0,
        deltaNorms: {},
        fingerprintBefore: fingerprint,
        fingerprintAfter: fingerprint,
        report: { numbers: {} },
        durationMs: Date.now() - started,
      });
    }
  }
  return outcomes;
}

/** What is promised of the entry, to be held against what it takes. One that cannot be estimated is run all the same. */
async function estimateOf(
  host: EditJobHost,
  asked: Parameters<typeof estimateEdit>[1],
): Promise<EditEstimate | undefined> {
  const texts = await textsFor(host.model, host);
  return estimateEdit(host.model, asked, { ...host, texts }).catch(() => undefined);
}

/** The cases that are run, with their places in the list that was given, and the steps that those left out would have been. */
interface ReadableCases {
  /** As the model reads them. */
  readonly cases: readonly EditCase[];
  /** As they were given. */
  readonly written: readonly EditCase[];
  readonly places: readonly number[];
  readonly leftOut: readonly FailedStep[];
  /** What was left out of the cases, in sentences. */
  readonly notes: readonly string[];
}

function readableCases(
  model: Model,
  { model: modelId, cases: given, skipFaults }: EditJobInput,
): ReadableCases {
  checkCaseIds(given);
  const cases = given.map((editCase) => withOwnProbes(editCase, modelId));
  const faults = caseFaults(model, cases);
  const faulty = new Map(faults.map((fault) => [fault.index, fault]).reverse() as [number, CaseFault][]);
  if (faults.length > 0 && (!skipFaults || faulty.size === cases.length)) throw refusedCases(faults);
  const indices = [...cases.keys()].filter((index) => !faulty.has(index));
  return {
    cases: indices.map((index) => caseAsRead(model, cases[index])),
    written: indices.map((index) => cases[index]),
    places: indices,
    leftOut: [...faulty.values()].map(stepLeftOut),
    notes: foreignNotes(given, modelId),
  };
}

interface Entry {
  readonly input: EditJobInput;
  readonly edits: ReadableCases;
  readonly method: AnyEditMethod;
  readonly parameters: JsonObject;
}

async function performOne(
  run: Run,
  {
    input,
    edits: { cases: allCases, written: given, places, leftOut, notes: caseNotes },
    method,
    parameters,
  }: Entry,
  { model, cache, blobs, openEncoder, artifacts }: EditJobHost,
  measure: Measure,
): Promise<Omit<EditOutcome, "entry" | "settings">> {
  const started = Date.now();
  const statisticsTexts = await textsFor(model, { cache, artifacts });
  let applyMs = 0;
  let edits = 0;
  const apply = async (callRun: Run, on: Model, cases: readonly EditCase[]) => {
    if (cases.length > 1 && !method.traits.batch) {
      throw new PalimpsestError("unsupported", `${method.name} writes one fact at a time.`, {
        hint: "Run the edits in sequence, or choose a method that takes batches.",
        details: { ...because("oneFactAtATime"), field: "mode" },
      });
    }
    const from = Date.now();
    // Edits on top of each other are those of a long run, to the byte.
    const stepRun =
      input.mode === "sequential" ? { ...callRun, random: stepRandom(input.seed, edits) } : callRun;
    const result = await applyMethod(stepRun, method, {
      model: on,
      requests: cases.map(({ request }) => request),
      parameters,
      cache,
      statisticsTexts,
      trainingCases: TRAINING_CASES,
      openEncoder,
      ...(input.contexts && { contexts: input.contexts }),
    });
    applyMs += Date.now() - from;
    return result;
  };
  const groups = groupsOf(allCases, input.batchSize ?? (input.mode === "batch" ? allCases.length : 1));
  const failures: FailedStep[] = [];
  let report: EditResult["report"] = { numbers: {} };
  /** Of all calls; each is said once. */
  const notes = new Set<string>(caseNotes);
  /** A call that changes nothing leaves nothing; when no call changes anything, the last one's error is the answer. */
  const step = async (callRun: Run, on: Model, cases: readonly EditCase[]) => {
    const stepIndices = places.slice(edits, edits + cases.length);
    const made = await stepOf(() =>
      apply(callRun, on, cases).catch((error: unknown) => {
        throw namedInCases(error, stepIndices);
      }),
    );
    edits += cases.length;
    if (!(made instanceof PalimpsestError)) {
      ({ report } = made);
      for (const note of report.notes ?? []) notes.add(note);
      return made.overlays;
    }
    failures.push(failedStep(stepIndices[stepIndices.length - 1] + 1, made));
    if (failures.length === groups.length) throw made;
    return [];
  };
  // Edits that each started from the same model are no state of it together: there is nothing to keep, or to ask in chat.
  const isOneState = input.mode === "sequential" || groups.length === 1;
  const inChat = isOneState ? given : [];
  const { steps, results } = await MODES[input.mode](run, { model, groups, step, measure, inChat });
  const written = steps.flatMap((added) => added.map((overlay) => writeOverlay(overlay)));
  const overlays = isOneState ? steps.flat() : [];
  const addresses = isOneState ? await Promise.all(written.map((bytes) => blobs.put(bytes))) : [];
  return {
    method: method.id,
    parameters,
    overlays: addresses,
    overlayBytes: written.reduce((sum, bytes) => sum + bytes.byteLength, 0),
    deltaNorms: deltaNorms(model, overlays),
    fingerprintBefore: await model.fingerprint(),
    fingerprintAfter: await model.with(overlays).fingerprint(),
    report: {
      numbers: { ...report.numbers },
      ...(report.curves && {
        curves: Object.fromEntries(Object.entries(report.curves).map(([name, curve]) => [name, [...curve]])),
      }),
      ...(notes.size > 0 && { notes: [...notes] }),
    },
    ...(failures.length + leftOut.length > 0 && {
      failures: [...leftOut, ...failures].sort((a, b) => a.edits - b.edits),
    }),
    verdict: asGiven(evaluate(results), promptsAsWritten(model, given)),
    durationMs: Date.now() - started,
    applyMs,
  };
}

/** Asks about edits of the model that the run starts from. */
type Measure = (run: Run, made: readonly MadeEdit[]) => Promise<readonly EditResults[]>;

interface ModeCall {
  readonly model: Model;
  /** The cases of each call, in order. */
  readonly groups: readonly (readonly EditCase[])[];
  /** One call of the method: what it adds, which is nothing where it changed nothing. */
  readonly step: (run: Run, on: Model, cases: readonly EditCase[]) => Promise<readonly Overlay[]>;
  readonly measure: Measure;
  /** The cases, as they were given, whose questions are asked in chat. */
  readonly inChat: readonly EditCase[];
}

interface ModeResult {
  /** What each group's call added. */
  readonly steps: readonly (readonly Overlay[])[];
  readonly results: readonly EditResults[];
}

type Mode = (run: Run, call: ModeCall) => Promise<ModeResult>;

/** The run of one call among several, whose number stands before every phase. */
function counted(run: Run, call: number, calls: number): Run {
  if (calls === 1) return run;
  return {
    ...run,
    progress: (update) => run.progress({ ...update, phase: `edit ${call + 1} of ${calls}: ${update.phase}` }),
  };
}

/** Cases whose questions are asked together: more fill no pass better, and somebody waits for the progress. */
const BLOCK_CASES = 16;

/** Whole groups, one at least and as many as have so many cases together. */
function blocksOf(groups: readonly (readonly EditCase[])[]): (readonly EditCase[])[][] {
  const blocks: (readonly EditCase[])[][] = [];
  let inside = Infinity;
  for (const group of groups) {
    if (inside + group.length > BLOCK_CASES) {
      blocks.push([]);
      inside = 0;
    }
    blocks[blocks.length - 1].push(group);
    inside += group.length;
  }
  return blocks;
}

/** Every group from the same model, judged on its own. */
const apart: Mode = async (run, { model, groups, step, measure, inChat }) => {
  const results: EditResults[] = [];
  const steps: (readonly Overlay[])[] = [];
  for (const block of blocksOf(groups)) {
    const first = steps.length;
    for (const cases of block)
      steps.push(await step(counted(run, steps.length, groups.length), model, cases));
    const each = counted(run, steps.length - 1, groups.length);
    const made = block.map((cases, i) => {
      const overlays = steps[first + i];
      return { after: model.with(overlays), cases, overlays, inChat };
    });
    results.push(...(await measure(each, made)));
  }
  return { steps, results };
};

/** Each group on top of those before it, all judged at the end. */
const inSequence: Mode = async (run, { model, groups, step, measure, inChat }) => {
  let edited = model;
  const steps: (readonly Overlay[])[] = [];
  for (const [i, cases] of groups.entries()) {
    const overlays = await step(counted(run, i, groups.length), edited, cases);
    edited = edited.with(overlays);
    steps.push(overlays);
  }
  const made = { after: edited, cases: groups.flat(), overlays: steps.flat(), inChat };
  return { steps, results: await measure(run, [made]) };
};

/** What "several edits" means; a batch is one group of all of them, or as many groups as its size makes. */
const MODES: Readonly<Record<EditJobInput["mode"], Mode>> = {
  single: apart,
  batch: apart,
  sequential: inSequence,
};

function groupsOf<T>(items: readonly T[], size: number): T[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, g) => g * size);
  return starts.map((start) => items.slice(start, start + size));
}

/** Frobenius norm of the whole change, by parameter. */
function deltaNorms(model: Model, overlays: readonly Overlay[]): Record<string, number> {
  const deltas = deltasOf(overlays);
  const norms: Record<string, number> = {};
  for (const spec of model.facts.parameters) {
    const ofParameter = deltas.filter((delta) => delta.parameter === spec.name);
    if (ofParameter.length > 0)
      norms[spec.name] =
        ofParameter.length === 1 ? normOf(ofParameter[0]) : norm(denseSum(spec, ofParameter));
  }
  return norms;
}

/** The path of a field is known only to the caller. */
function inField<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PalimpsestError) || error.details?.field === undefined) throw error;
    const { hint, details, message, code } = error;
    throw new PalimpsestError(code, message, {
      hint,
      details: { ...details, field: `${path}.${String(details.field)}` },
    });
  }
}
