/**
 * What an edit takes here. Its time is worked out from operations and the speed of the device; once such an edit has run on this
 * machine, by how that run did. What is learnt lives as long as the measured speed does.
 */
import type { JsonObject } from "../../base";
import type { EditCase } from "../../data";
import { durationOf, type AnyEditMethod, type StatisticsTexts } from "../../edit";
import { askingOperations } from "../../eval";
import type { Model, OpenEncoder } from "../../model";
import { errorAtHand, type ArtifactSummary } from "../../store";
import type { ArtifactCache } from "../../tensor";
import { speedOf } from "../calls/speed";
import { TRAINING_CASES } from "../host/texts";

type Range = readonly [low: number, high: number];
type Preflight = Awaited<ReturnType<AnyEditMethod["preflight"]>>;

interface EstimateHost {
  readonly cache: ArtifactCache;
  readonly openEncoder: OpenEncoder;
  /** To tell how settled statistics are; none when absent. */
  readonly listed?: readonly ArtifactSummary[];
  readonly texts: StatisticsTexts;
}

interface EstimateAsked {
  readonly method: AnyEditMethod;
  readonly parameters: JsonObject;
  readonly cases: readonly EditCase[];
}

export interface EditEstimate {
  readonly report: Omit<Preflight, "promptTokens">;
  /** Of everything, the questions before and after included. */
  readonly durationMs: [low: number, high: number];
  /** Whether a run on this machine has corrected it. */
  readonly isMeasured: boolean;
  /** Corrects what is promised from now on by what a run took. */
  learn(took: { readonly applyMs: number; readonly askMs?: number }): void;
}

/** A run like the last one takes about as long; what else the machine does may change it. */
const MEASURED: Range = [0.8, 1.3];

/** How many times as long as worked out a method, or the questions about it, took here. */
function pacesOf(model: Model, cache: ArtifactCache): Promise<Map<string, number>> {
  return cache.remember({ derived: "paces", runtime: model.runtime.kind }, () => Promise.resolve(new Map()));
}

const middle = ([low, high]: Range): number => Math.sqrt(low * high);

function corrected(range: Range, pace: number | undefined): Range {
  if (pace === undefined) return range;
  const likely = middle(range) * pace;
  return [likely * MEASURED[0], likely * MEASURED[1]];
}

export async function estimateEdit(
  model: Model,
  { method, parameters, cases }: EstimateAsked,
  { cache, openEncoder, listed = [], texts }: EstimateHost,
): Promise<EditEstimate> {
  const speed = await speedOf(model.runtime, cache);
  const { promptTokens, ...report } = await method.preflight({
    facts: model.facts,
    fingerprint: await model.fingerprint(),
    statistics: texts.name,
    textsParts: texts.parts,
    training: TRAINING_CASES.name,
    requests: cases.map(({ request }) => request),
    parameters,
    device: model.runtime.limits,
    speed,
    isCached: (key) => cache.has(key),
    errorOf: (key) => errorAtHand(listed, key),
    openEncoder,
  });
  const asking = durationOf(askingOperations(model, cases, promptTokens), speed);
  const paces = await pacesOf(model, cache);
  const [own, questions] = [`${model.facts.checkpoint} ${method.id}`, `${model.facts.checkpoint} questions`];
  // What is computed once is no part of what a run of the same again takes.
  const isReady = report.artifacts.every(({ cached }) => cached);
  const pace = isReady ? paces.get(own) : undefined;
  const [apply, ask] = [corrected(report.durationMs, pace), corrected(asking, paces.get(questions))];
  return {
    report,
    durationMs: [apply[0] + ask[0], apply[1] + ask[1]],
    isMeasured: pace !== undefined,
    learn({ applyMs, askMs }) {
      const note = (name: string, tookMs: number, range: Range) => {
        if (tookMs > 0 && middle(range) > 0) paces.set(name, tookMs / middle(range));
      };
      if (isReady) note(own, applyMs, report.durationMs);
      if (askMs !== undefined) note(questions, askMs, asking);
    },
  };
}
