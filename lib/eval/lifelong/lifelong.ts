/**
 * A lifelong run: edit after edit on one model, each on top of all before it. Health probes watch the model, and
 * checkpoints evaluate it (metrics as in Wang et al. 2024, WISE, with all edits so far evaluated at each checkpoint).
 *
 * Between two edits the run is its position alone: the merged overlays of the edits, and what was measured of them. The
 * randomness of a step comes from the run's seed and the index of the step's first edit. So a run that continues from any
 * position it has yielded equals the run that never stopped, to the byte.
 */
import { checkCancelled, inGroups, insideStep, PalimpsestError, type Run } from "../../base";
import { mergeOverlays, type JoinMemories, type Model, type Overlay } from "../../model";
import type { ArtifactCache } from "../../tensor";
import { tookAtOnce } from "../judgement/fates";
import { baselineAnswers, type BaselineAnswers } from "../measure/baseline";
import { measureCheckpoint, type Checkpoint } from "./checkpoint";
import { createHealthCheck, crossedLimit, type Controls } from "./health";
import { OWN_PROMPT, probesOf, type RunCase } from "../metrics/probe-groups";
import { answer, scoreAnswer } from "../measure/probes";
import {
  passes,
  Protocol,
  type FailedStep,
  type HealthAtStart,
  type HealthLimits,
  type HealthPause,
  type HealthProbe,
  type HealthSample,
} from "../report";
import { failedStep, stepOf, stepRandom } from "../step";

export interface LifelongPlan extends Controls {
  /** The model that the run starts from; its own overlays are not merged. */
  readonly start: Model;
  readonly cases: readonly RunCase[];
  /** Cases a call of the method. */
  readonly batchSize: number;
  /** Numbers of edits, ascending, each at the end of a call; the last is that of the cases. */
  readonly checkpoints: readonly number[];
  readonly limits: HealthLimits;
  /** Edits between two checks of everything. */
  readonly healthEvery: number;
  readonly seed: number;
  /** One call of the method, on none of whose cases the model cannot read; there may be none left. `step` counts calls from zero. */
  readonly apply: (
    run: Run,
    on: Model,
    cases: readonly RunCase[],
    step: number,
  ) => Promise<readonly Overlay[]>;
  readonly joins: (method: string) => JoinMemories | undefined;
  /** Cache of the baseline answers, for other runs over the same edits. */
  readonly cache: ArtifactCache;
}

export interface LifelongPosition {
  readonly edits: number;
  /** The merged overlays of the edits. */
  readonly overlays: readonly Overlay[];
  /** Edits at the last checkpoint that was evaluated. */
  readonly evaluated: number;
  readonly samples: readonly HealthSample[];
  readonly failures: readonly FailedStep[];
  /** Probes that no longer stop the run. */
  readonly overlooked: readonly HealthProbe[];
  /** Of the edits up to each evaluated checkpoint, one entry a checkpoint. */
  readonly baselines: readonly BaselineAnswers[];
}

export const LIFELONG_START: LifelongPosition = {
  edits: 0,
  overlays: [],
  evaluated: 0,
  samples: [],
  failures: [],
  overlooked: [],
  baselines: [],
};

/** Positions that are yielded have passed every check. */
type LifelongEvent =
  | { readonly kind: "healthy"; readonly position: LifelongPosition }
  | { readonly kind: "evaluated"; readonly position: LifelongPosition; readonly checkpoint: Checkpoint }
  /** The last event: a limit was crossed on the way from the position that was yielded before. */
  | { readonly kind: "crossed"; readonly pause: HealthPause };

/** Continues from a position until the last edit is evaluated or a limit is crossed. */
export async function* runLifelong(
  run: Run,
  plan: LifelongPlan,
  atStart: HealthAtStart,
  from: LifelongPosition,
): AsyncGenerator<LifelongEvent, void> {
  const { start, cases, checkpoints } = plan;
  const take = createStep(run, plan);
  let position = from;
  for (;;) {
    if (checkpoints.includes(position.edits) && position.evaluated < position.edits) {
      const fresh = cases.slice(position.evaluated, position.edits);
      const quiet = insideStep(run, {
        phase: `Edit ${position.edits} of ${cases.length}: judging all edits so far`,
        step: position.edits,
        steps: cases.length,
      });
      const baselines = [...position.baselines, await baselineAnswers(quiet, start, fresh, plan.cache)];
      const checkpoint = await measureCheckpoint(quiet, {
        ...plan,
        atStart,
        cases: cases.slice(0, position.edits),
        took: tookAtOnce(position.samples),
        after: start.with(position.overlays),
        baseline: {
          before: baselines.flatMap(({ before }) => before),
          base: baselines.flatMap(({ base }) => base),
        },
      });
      position = { ...position, evaluated: position.edits, baselines };
      yield { kind: "evaluated", position, checkpoint };
    }
    if (position.edits >= cases.length) return;
    const { next, isChecked } = await take(position);
    const sample = next.samples.at(-1) as HealthSample;
    const pause = next.broken ?? crossedLimit(sample, atStart, plan.limits, position.overlooked);
    report(run, sample, cases.length, position.baselines.length);
    if (pause) {
      yield { kind: "crossed", pause };
      return;
    }
    const { broken: _, ...sound } = next;
    position = sound;
    if (isChecked) yield { kind: "healthy", position };
  }
}

interface Step {
  /** `broken` when numbers were not finite and no person chose to ignore that. */
  readonly next: LifelongPosition & { readonly broken?: HealthPause };
  readonly isChecked: boolean;
}

function createStep(run: Run, plan: LifelongPlan): (position: LifelongPosition) => Promise<Step> {
  const { start, cases, batchSize, checkpoints, healthEvery, joins, apply } = plan;
  const examine = createHealthCheck(start, plan);
  return async (position) => {
    checkCancelled(run.signal);
    const edits = Math.min(position.edits + batchSize, cases.length);
    const all = cases.slice(position.edits, edits);
    const group = all.filter(({ refused }) => refused === undefined);
    const stepRun = {
      ...quietly(run, position.edits, cases.length),
      random: stepRandom(plan.seed, position.edits),
    };
    const from = Date.now();
    const made = await stepOf(() =>
      apply(stepRun, start.with(position.overlays), group, position.samples.length),
    );
    const applyMs = Date.now() - from;
    const failure = made instanceof PalimpsestError ? failedStep(edits, made) : undefined;
    const failures = [...refusedSteps(all, position.edits), ...(failure ? [failure] : [])];
    const overlays =
      made instanceof PalimpsestError || made.length === 0
        ? position.overlays
        : mergeOverlays([...position.overlays, ...made], start.facts, joins);
    const after = start.with(overlays);
    const isChecked =
      checkpoints.includes(edits) ||
      Math.floor(edits / healthEvery) > Math.floor(position.edits / healthEvery);
    const sample: HealthSample = {
      edits,
      ...(await examine(stepRun, after, isChecked)),
      ...(await scoresAtOnce(stepRun, after, all)),
      applyMs,
    };
    const isBroken = failure?.code === "numerical" && !position.overlooked.includes("finite");
    return {
      isChecked,
      next: {
        ...position,
        edits,
        overlays,
        samples: [...position.samples, sample],
        failures: [...position.failures, ...failures],
        ...(isBroken && {
          broken: { probe: "finite", edits, value: null, limit: null, message: failure.message },
        }),
      },
    };
  };
}

function refusedSteps(cases: readonly RunCase[], first: number): FailedStep[] {
  return cases.flatMap(({ refused }, i) =>
    refused === undefined ? [] : [{ edits: first + i + 1, code: "invalid_input", message: refused }],
  );
}

/** Under either protocol, of the edits' own prompts: the mean, and by edit where it took. */
async function scoresAtOnce(
  run: Run,
  after: Model,
  cases: readonly RunCase[],
): Promise<Pick<HealthSample, "immediate" | "took">> {
  const asked = cases.map((editCase) => probesOf(editCase).filter(({ group }) => group === OWN_PROMPT));
  const probes = asked.flat();
  const answers = await answer(run, after, probes);
  const scores = answers.map((answered, i) => scoreAnswer(after, probes[i], answered, answered));
  const byCase = inGroups(
    scores,
    asked.map((questions) => questions.length),
  );
  const mean = (part: "teacherForced" | "generation") =>
    scores.reduce((sum, one) => sum + one[part].score, 0) / Math.max(1, scores.length);
  return {
    immediate: { teacherForced: mean("teacherForced"), generation: mean("generation") },
    took: byCase.map((caseScores) =>
      Protocol.options.filter(
        (protocol) => caseScores.length > 0 && caseScores.every((one) => passes(one, protocol)),
      ),
    ),
  };
}

/** Inner steps are reported as text only, because the steps of a long run are its edits. */
function quietly(run: Run, edits: number, count: number): Run {
  const phase = `Edit ${Math.min(edits + 1, count)} of ${count}`;
  return insideStep(run, { phase, step: edits, steps: count });
}

function report(run: Run, sample: HealthSample, count: number, rows: number): void {
  const { edits, norm, entropyNats, repetition, ability, perplexity, immediate, applyMs } = sample;
  const values = {
    norm,
    entropyNats,
    repetition,
    ability,
    perplexity,
    immediate: immediate.generation,
    applyMs,
    rows,
  };
  run.progress({
    phase: `Edit ${edits} of ${count}`,
    step: edits,
    steps: count,
    values: Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    ),
  });
}
