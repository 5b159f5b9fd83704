/**
 * The lifelong job: the loop of eval/lifelong bound to what is kept. Between stretches a run is one artifact, written
 * over each time, that holds what its edits leave and what was seen of them; rows and their verdicts are blobs, which are
 * few. Losing the artifact costs time and nothing else.
 */
import { because, hashJson, invalidField, toWireError, type JsonObject, type Run } from "../../base";
import { withOwnProbes, type EditCase } from "../../data";
import { applyMethod, caseAsRead, EDIT_METHODS, parseParameters, settingsOf } from "../../edit";
import {
  answeredQuestions,
  healthAtStart,
  LIFELONG_START,
  probesOf,
  runLifelong,
  scoreAnswer,
  type Answer,
  type BaselineAnswers,
  type Checkpoint,
  type HealthAtStart,
  type LifelongPlan,
  type LifelongPosition,
  type ProbeAnswer,
  type RunCase,
} from "../../eval";
import { deltasOf, normOf, writeOverlay, type Model, type OpenEncoder, type Overlay } from "../../model";
import {
  checkpointsOf,
  type BlobStore,
  type LifelongRow,
  type LifelongState,
  type LifelongSegment,
  type Backend,
} from "../../store";
import { caseFaults, checkCaseIds, refusedCases } from "../host/case-faults";
import { heldOut } from "../world/held-out";
import { drawnCases, worldIfAsked } from "../world/known-facts";
import { lifelongArtifact } from "./run-record";
import { jsonBytes, readKept, writeKept, type KeptRun } from "./checkpoint-file";
import { textsFor, textsAtHand, TRAINING_CASES, type TextsHost } from "../host/texts";

interface LifelongHost extends TextsHost {
  /** The model at the version that the run starts from. */
  readonly start: Model;
  readonly blobs: Pick<BlobStore, "put" | "get">;
  readonly openEncoder: OpenEncoder;
  readonly place: Backend;
}

/** The data that stays the same from segment to segment. */
export interface PreparedRun {
  readonly plan: LifelongPlan;
  readonly atStart: HealthAtStart;
  readonly cases: string;
  /** By call of the method, the addresses of what it added; null where that is too large to be kept by itself. */
  readonly editOverlays: (readonly string[] | null)[];
  readonly key: JsonObject;
  readonly artifactId: string;
}

/** A state is kept when this much has happened since the last, and at every checkpoint. */
const KEPT_EVERY_MS = 20_000;
/** The overlays of one call are stored separately below this size, so that they can be removed from the run. */
const KEPT_EDIT_BYTES = 262_144;
const CONTROL_QUESTIONS = 64;
/** Calls that the time of a row is the mean of. */
const RECENT = 10;
/** The texts of all probes are kept of checkpoints up to this many edits, and of the last. */
const KEPT_TEXTS = 1000;

export async function prepareLifelong(
  run: Run,
  { input, runId }: LifelongSegment,
  host: LifelongHost,
): Promise<PreparedRun> {
  const { start, cache, blobs } = host;
  const method = EDIT_METHODS.get(input.method);
  if (input.batchSize > 1 && !method.traits.batch) {
    throw invalidField(
      "batchSize",
      `${method.name} writes one fact at a time.`,
      "Set it to 1.",
      because("oneFactAtATime"),
    );
  }
  const parameters = parseParameters(method, input.parameters, settingsOf(method, start.facts).parameters);
  run.progress({ phase: "Drawing the edits", step: 0 });
  const facts = { model: start, cache };
  const asked = input.draw ? await drawnCases(run, facts, input.draw) : (input.cases ?? []);
  const given = withRefusals(
    start,
    asked.map((editCase) => withOwnProbes(editCase, input.model)),
  );
  const cases = given.map((runCase) =>
    runCase.refused === undefined ? { ...runCase, ...caseAsRead(start, runCase) } : runCase,
  );
  const common = {
    parameters,
    cache,
    statisticsTexts: await textsFor(start, host),
    trainingCases: TRAINING_CASES,
    openEncoder: host.openEncoder,
  };
  // First, since texts that a method has the model write are read by everything below, in a run that is resumed as well.
  await method.prepare?.(run, { ...common, model: start });
  run.progress({ phase: "Asking the model before the run", step: 0 });
  const {
    texts: heldOutTexts,
    questions,
    notMeasured,
  } = await heldOut(start, cases, await worldIfAsked(run, facts), await textsAtHand(run, start, host));
  const controlQuestions = await answeredQuestions(run, start.bare, questions, CONTROL_QUESTIONS);
  const editOverlays: (readonly string[] | null)[] = [];
  const key = lifelongArtifact(start.facts.checkpoint, runId);
  return {
    key,
    artifactId: await hashJson(key),
    atStart: { ...(await healthAtStart(run, start, { controlQuestions, heldOutTexts })), notMeasured },
    cases: await blobs.put(jsonBytes(given)),
    editOverlays,
    plan: {
      start,
      cases,
      batchSize: input.batchSize,
      checkpoints: checkpointsOf(input, cases.length),
      limits: input.health,
      healthEvery: input.healthEvery,
      seed: input.seed,
      heldOutTexts,
      cache,
      controlQuestions,
      joins: (id) => EDIT_METHODS.all.find((one) => one.id === id)?.joinMemories,
      async apply(stepRun, model, group, step) {
        editOverlays.length = step;
        editOverlays[step] = [];
        if (group.length === 0) return [];
        const { overlays } = await applyMethod(stepRun, method, {
          ...common,
          model,
          requests: group.map(({ request }) => request),
        });
        editOverlays[step] = await keepSmall(overlays, blobs);
        return overlays;
      },
    },
  };
}

/** Goes on from what was kept until something new is kept. */
export async function performLifelong(
  run: Run,
  { input, ignoreLimit }: LifelongSegment,
  { plan, ...prepared }: PreparedRun,
  host: LifelongHost,
): Promise<LifelongState> {
  const { blobs, artifacts, place } = host;
  const { artifactId, key, atStart, editOverlays } = prepared;
  const fingerprint = await plan.start.fingerprint();
  const found = await readKept(await artifacts.get(artifactId), fingerprint, blobs);
  let { position, rows, pause, edits }: KeptRun = found ?? {
    position: LIFELONG_START,
    rows: [],
    pause: null,
    edits: [],
  };
  if (ignoreLimit && pause) {
    position = { ...position, overlooked: [...position.overlooked, pause.probe] };
    pause = null;
  }
  // Steps beyond what was kept are taken again.
  editOverlays.splice(0, Infinity, ...edits);

  const keep = async (): Promise<void> => {
    edits = editOverlays.slice(0, position.samples.length);
    const kept = { position, rows, pause, edits };
    await artifacts.put(
      artifactId,
      await writeKept(kept, { key, fingerprint, count: plan.cases.length, blobs }),
    );
  };
  const state = async (): Promise<LifelongState> => ({
    edits: position.edits,
    count: plan.cases.length,
    rows: [...rows],
    samples: [...position.samples],
    failures: [...position.failures],
    start: atStart,
    cases: prepared.cases,
    editOverlays: edits.map((addresses) => addresses && [...addresses]),
    pause,
    // Before the first edit that passed every check there is nothing to keep.
    healthy:
      pause && position.overlays.length > 0
        ? {
            edits: position.edits,
            overlays: await addressesOf(position.overlays, blobs),
            deltaNorms: normsOf(position.overlays),
          }
        : null,
    place,
  });

  if (pause) return state();
  const keptAt = Date.now();
  const limited = { ...plan, limits: input.health };
  try {
    for await (const event of runLifelong(run, limited, atStart, position)) {
      if (event.kind === "crossed") {
        pause = event.pause;
        await keep();
        return await state();
      }
      position = event.position;
      if (event.kind === "evaluated") {
        const from = rows.at(-1)?.edits ?? 0;
        rows = [...rows, await rowOf(event.checkpoint, event.position, plan, { from, blobs })];
      } else if (Date.now() - keptAt < KEPT_EVERY_MS) continue;
      await keep();
      return await state();
    }
  } catch (error) {
    // A person who stops a run does not lose what has passed the checks since it was last kept.
    if (toWireError(error).code === "cancelled") await keep();
    throw error;
  }
  return state();
}

async function rowOf(
  { metrics, disagreements, fates, perplexity, ability, caseScores, answers, evaluationMs }: Checkpoint,
  { edits, overlays, samples, baselines }: LifelongPosition,
  { start, cases }: LifelongPlan,
  { from, blobs }: { readonly from: number; readonly blobs: Pick<BlobStore, "put"> },
): Promise<LifelongRow> {
  const isLast = edits === cases.length;
  const recent = samples.slice(-RECENT);
  const before = samples.at(-RECENT - 1)?.edits ?? 0;
  return {
    edits,
    metrics: [...metrics],
    disagreements,
    fates,
    perplexity,
    ability,
    overlayBytes: overlays.reduce((sum, overlay) => sum + writeOverlay(overlay).byteLength, 0),
    secondsAnEdit: recent.reduce((sum, { applyMs }) => sum + applyMs, 0) / 1000 / (edits - before),
    evaluationMs,
    overlays: await addressesOf(overlays, blobs),
    deltaNorms: normsOf(overlays),
    retention: await blobs.put(jsonBytes(caseScores)),
    answers: isLast || edits <= KEPT_TEXTS ? await blobs.put(jsonBytes(answers)) : null,
    baseAnswers: await blobs.put(jsonBytes(answersOfBase(start, cases.slice(from, edits), baselines))),
    at: new Date().toISOString(),
  };
}

/** Answers of the frozen base model to the probes of the edits since the last checkpoint, by edit. */
function answersOfBase(
  start: Model,
  cases: readonly RunCase[],
  baselines: readonly BaselineAnswers[],
): ProbeAnswer[][] {
  const answers = baselines[baselines.length - 1].base.values();
  return cases.map((editCase) =>
    probesOf(editCase).map((probe) => {
      const { value: base } = answers.next() as IteratorYieldResult<Answer>;
      return scoreAnswer(start, probe, base, base);
    }),
  );
}

/** The cases with the reason beside each that the model cannot read. Throws `invalid_input` when there is no other. */
function withRefusals(model: Model, cases: readonly EditCase[]): RunCase[] {
  checkCaseIds(cases);
  const faults = caseFaults(model, cases);
  const reasons = new Map<number, string>();
  for (const { index: index, field, message } of faults)
    if (!reasons.has(index)) reasons.set(index, `${field}: ${message}`);
  if (faults.length > 0 && reasons.size === cases.length) throw refusedCases(faults);
  return cases.map((editCase, index) => {
    const refused = reasons.get(index);
    return refused === undefined ? editCase : { ...editCase, refused };
  });
}

function addressesOf(overlays: readonly Overlay[], blobs: Pick<BlobStore, "put">): Promise<string[]> {
  return Promise.all(overlays.map((overlay) => blobs.put(writeOverlay(overlay))));
}

async function keepSmall(
  overlays: readonly Overlay[],
  blobs: Pick<BlobStore, "put">,
): Promise<string[] | null> {
  const written = overlays.map((overlay) => writeOverlay(overlay));
  if (written.reduce((sum, bytes) => sum + bytes.byteLength, 0) > KEPT_EDIT_BYTES) return null;
  return Promise.all(written.map((bytes) => blobs.put(bytes)));
}

/** Frobenius norm of each change of a merged state, by parameter. */
export function normsOf(condensed: readonly Overlay[]): Record<string, number> {
  return Object.fromEntries(deltasOf(condensed).map((delta) => [delta.parameter, normOf(delta)]));
}
