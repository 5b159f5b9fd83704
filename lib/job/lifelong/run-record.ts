/** The name of a lifelong run, and its record before anything has happened. */
import { hashJson, type JsonObject } from "../../base";
import { checkpointsOf, type LifelongJobInput, type LifelongRunRecord } from "../../store";

/**
 * The input with every parameter of its method: what decides a run is named and recorded in full, whether or not it was
 * typed. Throws as `parseParameters` does.
 */
export async function withAllParameters(input: LifelongJobInput): Promise<LifelongJobInput> {
  const { EDIT_METHODS, parseParameters } = await import("../../edit");
  const method = EDIT_METHODS.get(input.method);
  return { ...input, parameters: parseParameters(method, input.parameters, input.model) };
}

/** "life_" and the hash of everything that decides the bytes and rows of a run; limits of health only decide where it stops. */
export async function lifelongRunId(input: LifelongJobInput): Promise<string> {
  const { health: _, version: __, cases, draw, checkpoints, ...rest } = input;
  const key = {
    ...rest,
    checkpoints: checkpointsOf(input, countOf(input)),
    ...(draw && { draw }),
    ...(cases && { cases }),
  };
  return `life_${await hashJson(key as unknown as JsonObject)}`;
}

/** The key of what is kept of a run between two stretches, as an artifact. */
export function lifelongArtifact(model: string, runId: string): JsonObject {
  return { artifact: "lifelong-run", checkpoint: model, run: runId };
}

export function countOf({ cases, draw }: Pick<LifelongJobInput, "cases" | "draw">): number {
  return cases?.length ?? draw?.count ?? 0;
}

export function newLifelongRecord(id: string, input: LifelongJobInput, createdAt: string): LifelongRunRecord {
  const { model, version, method, parameters, draw, overlays, batchSize, health, healthEvery, seed } = input;
  return {
    id,
    job: "",
    model,
    version,
    method,
    parameters,
    settings: {
      count: countOf(input),
      draw: draw ?? null,
      overlays,
      batchSize,
      checkpoints: checkpointsOf(input, countOf(input)),
      health,
      healthEvery,
      seed,
    },
    createdAt,
    updatedAt: createdAt,
  };
}
