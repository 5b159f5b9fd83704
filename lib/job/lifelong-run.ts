/** The name of a lifelong run, and its record before anything has happened. */
import { hashJson, type JsonObject } from "../base";
import type { LifelongJobInput, LifelongRunRecord } from "../store";

/** "life_" and the hash of everything that decides the bytes and rows of a run; limits of health only decide where it stops. */
export async function lifelongRunId(input: LifelongJobInput): Promise<string> {
  const { health: _, version: __, cases, draw, checkpoints, ...rest } = input;
  const key = {
    ...rest,
    checkpoints: checkpointsOf(input),
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

/** Edits after which the run is judged: each at the end of a call of the method, the last edit always among them. */
export function checkpointsOf(input: LifelongJobInput, count = countOf(input)): number[] {
  const { checkpoints, batchSize } = input;
  const ends = checkpoints
    .filter((edits) => edits < count)
    .map((edits) => Math.min(count, Math.ceil(edits / batchSize) * batchSize));
  return [...new Set([...ends, count])].sort((a, b) => a - b);
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
      checkpoints: checkpointsOf(input),
      health,
      healthEvery,
      seed,
    },
    createdAt,
    updatedAt: createdAt,
  };
}
