/** The prepare job: the artifacts that methods need of a model, made ahead of the first edit. */
import { invalidField, type JsonObject, type Run } from "../../base";
import { EDIT_METHODS, parseParameters, type AnyEditMethod } from "../../edit";
import type { Model, OpenEncoder } from "../../model";
import type { PrepareJobInput, PrepareJobOutput } from "../../store";
import type { ArtifactCache } from "../../tensor";
import { statisticsTextsOf, TRAINING_CASES } from "./texts";

export interface PrepareHost {
  readonly model: Model;
  readonly cache: ArtifactCache;
  readonly openEncoder: OpenEncoder;
}

/**
 * Prepares the methods one after another. What is whole stays, and what is half done is taken up again, so a job that was
 * stopped is simply performed once more. Throws `invalid_input` for a method that has nothing to prepare.
 */
export async function prepareMethods(
  run: Run,
  { model, cache, openEncoder }: PrepareHost,
  asked: PrepareJobInput["methods"],
): Promise<PrepareJobOutput["methods"]> {
  // All are looked up first: a mistake in the last must not show after hours of work on the first.
  const calls = asked.map(({ method, parameters }, i) => callOf(model, method, parameters, i));
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

interface Call {
  readonly method: AnyEditMethod;
  readonly prepare: NonNullable<AnyEditMethod["prepare"]>;
  readonly parameters: JsonObject;
}

function callOf(model: Model, id: string, parameters: JsonObject, i: number): Call {
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
    parameters: parseParameters(method, parameters, model.facts.checkpoint),
  };
}
