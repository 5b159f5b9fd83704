/** The name of a lifelong run, and its record before anything has happened. */
import { because, hashJson, PalimpsestError, type JsonObject } from "../../base";
import type { ModelShape } from "../../edit";
import type { HostRecords } from "../calls/records";
import { checkpointsOf, type LifelongJobInput, type LifelongRunRecord } from "../../store";

/**
 * The input with every parameter of its method and the name of its run: what decides a run is named and recorded in full,
 * whether or not it was typed. Throws as `parseParameters` does.
 */
export async function namedRun(
  input: LifelongJobInput,
  records: HostRecords,
): Promise<LifelongJobInput & { readonly runId: string }> {
  const { EDIT_METHODS } = await import("../../edit");
  const { allParameters } = await import("../host/parameters");
  const method = EDIT_METHODS.get(input.method);
  const parameters = await allParameters(
    method,
    input.parameters,
    await shapeOf(input.model, records),
    records,
  );
  const whole = { ...input, parameters };
  return { ...whole, runId: await runIdOf(whole, records) };
}

/** What a model is recognised by, before it is opened. Throws `not_found` for a model that the records do not list. */
async function shapeOf(model: string, records: Pick<HostRecords, "presetsOf">): Promise<ModelShape> {
  const { facts } = await records.presetsOf({ model });
  if (facts) return facts;
  throw new PalimpsestError("not_found", `There is no model "${model}".`, {
    hint: "Add it in Library, or with `models add`.",
    details: { ...because("noModel", { model }), field: "model" },
  });
}

/**
 * "life_" and the hash of everything that decides the bytes and rows of a run; limits of health only decide where it stops.
 * Of the version that it starts from, its overlays decide.
 */
async function runIdOf(input: LifelongJobInput, records: HostRecords): Promise<string> {
  const { health: _, version, runId: __, cases, draw, checkpoints, ...rest } = input;
  const { overlays } = version === undefined ? { overlays: [] } : await records.overlaysOf({ version });
  const key = {
    ...rest,
    overlays,
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

function countOf({ cases, draw }: Pick<LifelongJobInput, "cases" | "draw">): number {
  return cases?.length ?? draw?.count ?? 0;
}

export function newLifelongRecord(id: string, input: LifelongJobInput, createdAt: string): LifelongRunRecord {
  const { model, version = "", method, parameters, draw, batchSize, health, healthEvery, seed } = input;
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
