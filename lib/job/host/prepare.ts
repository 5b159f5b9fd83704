/** The prepare job: the artifacts that methods need of a model, made ahead of the first edit. */
import { because, invalidField, type JsonObject, type Run } from "../../base";
import { EDIT_METHODS, secondMoments, type AnyEditMethod, type StatisticsTexts } from "../../edit";
import type { Model, OpenEncoder } from "../../model";
import type { PrepareJobInput, PrepareJobOutput } from "../../store";
import type { HostRecords } from "../calls/records";
import { reportOnFacts, worldOf } from "../world/known-facts";
import { allParameters } from "./parameters";
import { textsFor, TRAINING_CASES, type TextsHost } from "./texts";

interface PrepareHost extends TextsHost {
  readonly model: Model;
  readonly openEncoder: OpenEncoder;
  readonly records: Pick<HostRecords, "presetsOf">;
}

/**
 * Prepares the methods one after another. What is whole stays, and what is half done is taken up again, so a job that was
 * stopped is simply performed once more. Throws `invalid_input` for a method that has nothing to prepare.
 */
export async function prepareMethods(
  run: Run,
  { model, cache, artifacts, openEncoder, records }: PrepareHost,
  asked: PrepareJobInput["methods"],
): Promise<PrepareJobOutput["methods"]> {
  // All are looked up first: a mistake in the last must not show after hours of work on the first.
  const calls = await Promise.all(asked.map((choice, i) => callOf(model, choice, i, records)));
  const statisticsTexts = await textsFor(model, { cache, artifacts });
  if (calls.length > 1) await collectTogether(run, model, cache, statisticsTexts, calls);
  const done: PrepareJobOutput["methods"] = [];
  for (const { method, prepare, parameters } of calls) {
    const started = Date.now();
    const named: Run = {
      ...run,
      progress: (update) => run.progress({ ...update, phase: `${method.name}: ${update.phase}` }),
    };
    await prepare(named, {
      model,
      parameters,
      cache,
      statisticsTexts,
      trainingCases: TRAINING_CASES,
      openEncoder,
    });
    done.push({ method: method.id, durationMs: Date.now() - started });
  }
  return done;
}

/** Asks the model for the facts of the world, unless it was asked before. */
export async function prepareFacts(
  run: Run,
  host: Pick<PrepareHost, "model" | "cache">,
): Promise<NonNullable<PrepareJobOutput["facts"]>> {
  const started = Date.now();
  const { known } = await worldOf(run, host);
  const { questions: asked } = await reportOnFacts(run, host);
  return { asked, known: known.length, durationMs: Date.now() - started };
}

/** The second moments of all methods, so that the texts are read once and not for each method again. */
async function collectTogether(
  run: Run,
  model: Model,
  cache: PrepareHost["cache"],
  statistics: StatisticsTexts,
  calls: readonly Call[],
): Promise<void> {
  const layersOf = new Map<number, Set<number>>();
  for (const { parameters } of calls) {
    const { layers, statisticsTokens: tokens, secondMoment = true } = parameters;
    if (typeof tokens !== "number" || !Array.isArray(layers) || !secondMoment) continue;
    const together = layersOf.get(tokens) ?? new Set<number>();
    for (const layer of layers as readonly number[]) together.add(layer);
    layersOf.set(tokens, together);
  }
  for (const [maxTokens, layers] of layersOf) {
    const sorted = [...layers].sort((a, b) => a - b);
    await secondMoments(run, model, cache, { layers: sorted, statistics, maxTokens });
  }
}

interface Call {
  readonly method: AnyEditMethod;
  readonly prepare: NonNullable<AnyEditMethod["prepare"]>;
  readonly parameters: JsonObject;
}

async function callOf(
  model: Model,
  { method: id, parameters }: PrepareJobInput["methods"][number],
  i: number,
  records: PrepareHost["records"],
): Promise<Call> {
  const method = EDIT_METHODS.get(id);
  if (!method.prepare) {
    throw invalidField(
      `methods.${i}.method`,
      `${method.name} has nothing to prepare.`,
      "It can be run as it is.",
      because("nothingToPrepare", { method: method.name }),
    );
  }
  return {
    method,
    prepare: (run, call) => method.prepare?.(run, call) ?? Promise.resolve(),
    parameters: await allParameters(method, parameters, model.facts, records),
  };
}
