/** Tries settings of a method on the same edits and scores each. A preset is chosen by these scores. */
import { because, checkCancelled, insideStep, PalimpsestError, type JsonObject, type Run } from "../../base";
import type { EditCase } from "../../data";
import { applyMethod, type AnyEditMethod, type EditCall } from "../../edit";
import {
  answer,
  balanceOf,
  GOALS,
  probesOf,
  scoreAnswer,
  scoreCases,
  stepOf,
  type Answer,
  type MetricResult,
  type ProbeQuestion,
} from "../../eval";
import type { Model, Overlay } from "../../model";
import type { SweepRow, SweepScores } from "../../store";

interface SweepCall {
  readonly model: Model;
  readonly method: AnyEditMethod;
  readonly cases: readonly EditCase[];
  readonly call: Omit<EditCall<JsonObject>, "model" | "requests" | "parameters">;
}

interface Setting {
  /** Whole parameters. */
  readonly parameters: JsonObject;
  /** What of them the setting varies. */
  readonly varied: JsonObject;
}

/** Whole answers count, as a person reads them. */
export const SWEEP_PROTOCOL = "generation" as const;

interface AskedCase {
  readonly edit: EditCase;
  readonly probes: readonly ProbeQuestion[];
  readonly before: readonly Answer[];
}

/** Tries one setting on every case, each edit alone on the model as it is. `at` of `of` settings were tried before. */
export type TrySetting = (setting: Setting, at: number, of: number) => Promise<SweepRow>;

export async function createSweep(run: Run, { model, method, cases, call }: SweepCall): Promise<TrySetting> {
  const asked: AskedCase[] = [];
  const groups = GOALS.flatMap((goal) => goal.groups);
  for (const [i, edit] of cases.entries()) {
    const probes = probesOf(edit).filter(({ group }) => groups.includes(group));
    const asking = { phase: "Asking before the edits", step: i, steps: cases.length };
    run.progress(asking);
    asked.push({ edit, probes, before: await answer(insideStep(run, asking), model, probes) });
  }
  return async ({ parameters, varied }, at, of) => {
    const started = Date.now();
    const outcomes: Outcome[] = [];
    for (const [c, question] of asked.entries()) {
      checkCancelled(run.signal);
      const trying = {
        phase: `Trying ${describe(varied)}`,
        step: at * asked.length + c,
        steps: of * asked.length,
      };
      run.progress(trying);
      const caseRun = insideStep(run, trying);
      const requests = [question.edit.request];
      const overlays = await attempt(caseRun, method, { ...call, model, requests, parameters });
      outcomes.push(await answerAfter(caseRun, model, question, overlays));
    }
    const measured = measure(model, asked, outcomes);
    return {
      parameters: varied,
      scores: goalScores(measured.metrics),
      score: balanceOf(measured, SWEEP_PROTOCOL) ?? 0,
      failures: outcomes.filter(({ failed }) => failed).length,
      durationMs: Date.now() - started,
    };
  };
}

/** "layers 2, clampFactor 20" */
function describe(varied: JsonObject): string {
  return Object.entries(varied)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join("–") : String(value)}`)
    .join(", ");
}

/** The edit's overlays, or null when the method could not make it with this setting. */
async function attempt(
  run: Run,
  method: AnyEditMethod,
  call: EditCall<JsonObject>,
): Promise<readonly Overlay[] | null> {
  // A counterfactual target is seldom known; where it is, all settings fare alike.
  const made = await stepOf(() => applyMethod(run, method, call, { evenIfKnown: true }));
  return made instanceof PalimpsestError ? null : made.overlays;
}

interface Outcome {
  readonly failed: boolean;
  readonly after: readonly Answer[];
}

async function answerAfter(
  run: Run,
  model: Model,
  { probes, before }: AskedCase,
  overlays: readonly Overlay[] | null,
): Promise<Outcome> {
  if (overlays === null) return { failed: true, after: before };
  return { failed: false, after: await answer(run, model.with(overlays), probes) };
}

function measure(model: Model, asked: readonly AskedCase[], outcomes: readonly Outcome[]) {
  return scoreCases(
    asked.map(({ edit: { request }, probes, before }, i) => ({
      request,
      probes: probes.map((probe, p) => ({
        ...probe,
        before: scoreAnswer(model, probe, before[p], before[p]),
        after: scoreAnswer(model, probe, outcomes[i].after[p], before[p]),
      })),
    })),
  );
}

function goalScores(metrics: readonly MetricResult[]): SweepScores {
  const scores = GOALS.map(({ id }) => {
    const found = metrics.find(({ metric, protocol }) => metric === id && protocol === SWEEP_PROTOCOL)?.after;
    if (found) return [id, found] as const;
    throw new PalimpsestError("invalid_input", `None of the edits has a probe of ${id}.`, {
      hint: "Write rephrasings and neighbours beside each edit.",
      details: { ...because("noProbesOf", { metric: id }), field: "cases" },
    });
  });
  return Object.fromEntries(scores);
}
