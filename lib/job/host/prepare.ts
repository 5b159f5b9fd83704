/** The prepare job: the artifacts that methods need of a model, made ahead of the first edit. */
import { invalidField, type JsonObject, type Run } from "../../base";
import { EDIT_METHODS, type AnyEditMethod } from "../../edit";
import type { Model, OpenEncoder } from "../../model";
import type { PrepareJobInput, PrepareJobOutput } from "../../store";
import type { ArtifactCache } from "../../tensor";
import type { HostRecords } from "../calls/records";
import { reportOnFacts, worldOf } from "../world/known-facts";
import { allParameters } from "./parameters";
import { statisticsTextsOf, TRAINING_CASES } from "./texts";

interface PrepareHost {
  readonly model: Model;
  readonly cache: ArtifactCache;
  readonly openEncoder: OpenEncoder;
  readonly records: Pick<HostRecords, "presetsOf">;
}

/**
 * Prepares the methods one after another. What is whole stays, and what is half done is taken up again, so a job that was
 * stopped is simply performed once more. Throws `invalid_input` for a method that has nothing to prepare.
 */
export async function prepareMethods(
  run: Run,
  { model, cache, openEncoder, records }: PrepareHost,
  asked: PrepareJobInput["methods"],
): Promise<PrepareJobOutput["methods"]> {
  // All are looked up first: a mistake in the last must not show after hours of work on the first.
  const calls = await Promise.all(asked.map((choice, i) => callOf(model, choice, i, records)));
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
      statisticsTexts: statisticsTextsOf(model),
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
    );
  }
  return {
    method,
    prepare: (run, call) => method.prepare?.(run, call) ?? Promise.resolve(),
    parameters: await allParameters(method, parameters, model.facts, records),
  };
}
