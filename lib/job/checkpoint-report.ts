/** What a checkpoint would take in each place, from its facts alone: preflight of a model that is not here yet. */
import type { CheckpointReport, Obstacle, PlaceReport } from "../api";
import { PalimpsestError } from "../base";
import { EDIT_METHODS, parseParameters, type AnyEditMethod } from "../edit";
import { MODEL_FAMILIES, type ModelFacts } from "../model";
import { RUNTIME_LIMITS } from "../runtime";
import { sizeOf } from "../tensor";
import { TRAINING_CASES } from "./texts";

export interface ReportOptions {
  /** Memory of the machine that the server runs on. */
  readonly serverMemoryBytes: number;
}

const PLACES = ["native", "webgpu", "wasm"] as const;
type ReportPlace = (typeof PLACES)[number];

const FLOAT32_BYTES = 4;

export async function reportOn(
  facts: ModelFacts,
  { serverMemoryBytes }: ReportOptions,
): Promise<CheckpointReport> {
  const sizes = facts.parameters
    .filter(({ tiedTo }) => tiedTo === undefined)
    .map(({ shape }) => sizeOf(shape));
  const parameterCount = sizes.reduce((sum, size) => sum + size, 0);
  const { layers, width, vocabulary, context } = facts.dimensions;
  const need: Need = {
    weightBytes: FLOAT32_BYTES * parameterCount,
    largestBytes: FLOAT32_BYTES * Math.max(...sizes),
  };
  return {
    family: facts.family,
    familyName: MODEL_FAMILIES.get(facts.family).name,
    parameterCount,
    layers,
    width,
    vocabulary,
    context,
    storedAs: facts.storedAs,
    weightBytes: facts.sizeBytes,
    places: await Promise.all(
      // A browser does not say how much memory its machine has.
      PLACES.map((place) =>
        reportPlace(facts, need, place, place === "native" ? serverMemoryBytes : Infinity),
      ),
    ),
  };
}

interface Need {
  readonly weightBytes: number;
  readonly largestBytes: number;
}

async function reportPlace(
  facts: ModelFacts,
  { weightBytes, largestBytes }: Need,
  place: ReportPlace,
  machineBytes: number,
): Promise<PlaceReport> {
  const limits = RUNTIME_LIMITS[place];
  const memoryBytes = 2 * weightBytes;
  return {
    place,
    memoryBytes,
    obstacles: [
      ...obstacle("weights", weightBytes, limits.weightBytes),
      ...obstacle("buffer", largestBytes, limits.bufferBytes),
      ...obstacle("memory", memoryBytes, machineBytes),
    ],
    methods: await Promise.all(
      EDIT_METHODS.all.map((method) => reportMethod(facts, method, place, machineBytes)),
    ),
  };
}

async function reportMethod(
  facts: ModelFacts,
  method: AnyEditMethod,
  place: ReportPlace,
  machineBytes: number,
): Promise<PlaceReport["methods"][number]> {
  const { id, name } = method;
  try {
    const { blockers, warnings, memoryBytes, durationMs } = await method.preflight({
      facts,
      fingerprint: "", // of weights that nobody has read
      statistics: "",
      training: TRAINING_CASES.name,
      requests: [],
      parameters: parseParameters(method, {}, facts.checkpoint),
      device: RUNTIME_LIMITS[place],
      isCached: async () => false,
    });
    return {
      method: id,
      name,
      blockers: [...blockers],
      warnings: [...warnings],
      obstacles: obstacle("memory", memoryBytes, machineBytes),
      memoryBytes,
      durationMs: [...durationMs] as [number, number],
    };
  } catch (error) {
    if (!(error instanceof PalimpsestError)) throw error;
    const blockers = [error.message];
    return { method: id, name, blockers, warnings: [], obstacles: [], memoryBytes: 0, durationMs: [0, 0] };
  }
}

function obstacle(kind: Obstacle["kind"], neededBytes: number, limitBytes: number): Obstacle[] {
  return neededBytes > limitBytes ? [{ kind, neededBytes, limitBytes }] : [];
}
