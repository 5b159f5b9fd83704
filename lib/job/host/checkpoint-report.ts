/** The estimated cost of a checkpoint on each backend, from its facts alone: preflight of a model before its download. */
import { PalimpsestError } from "../../base";
import { EDIT_METHODS, settingsOf, type AnyEditMethod } from "../../edit";
import { MODEL_FAMILIES, programBytes, type EncoderFacts, type ModelFacts } from "../../model";
import { RUNTIME_LIMITS } from "../../runtime";
import type { CheckpointReport, CheckpointWarning, Obstacle, PlaceReport } from "../../store";
import { sizeOf } from "../../tensor";
import { englishTexts } from "../texts/english";
import { partsOf } from "../texts/sampled";
import { TRAINING_CASES } from "./texts";

interface ReportOptions {
  /** Memory of the machine that the server runs on. */
  readonly serverMemoryBytes: number;
  readonly warnings?: readonly CheckpointWarning[];
}

const PLACES = ["native", "webgpu", "wasm"] as const;
type ReportPlace = (typeof PLACES)[number];

/** What one tab can take, whatever its machine has, which a browser does not report. */
const TAB_BYTES = 4e9;

export function reportOn(facts: ModelFacts, options: ReportOptions): Promise<CheckpointReport> {
  const what = { kind: "model", familyName: MODEL_FAMILIES.get(facts.family).name } as const;
  return report(facts, what, options, (place, machineBytes) =>
    Promise.all(EDIT_METHODS.all.map((method) => reportMethod(facts, method, place, machineBytes))),
  );
}

/** Of a sentence encoder, in which there is nothing to edit. */
export function reportOnEncoder(facts: EncoderFacts, options: ReportOptions): Promise<CheckpointReport> {
  const what = { kind: "sentence-encoder", familyName: facts.familyName } as const;
  return report(facts, what, options, async () => []);
}

type MethodReports = PlaceReport["methods"];

async function report(
  facts: ModelFacts | EncoderFacts,
  what: Pick<CheckpointReport, "kind" | "familyName">,
  { serverMemoryBytes, warnings = [] }: ReportOptions,
  methodsIn: (place: ReportPlace, machineBytes: number) => Promise<MethodReports>,
): Promise<CheckpointReport> {
  const sizes = facts.parameters
    .filter(({ tiedTo }) => tiedTo === undefined)
    .map(({ shape }) => sizeOf(shape));
  const parameterCount = sizes.reduce((sum, size) => sum + size, 0);
  const { layers, width, vocabulary, context } = facts.dimensions;
  const { all: weightBytes, largest: largestBytes } = programBytes(facts.parameters);
  return {
    ...what,
    family: facts.family,
    parameterCount,
    layers,
    width,
    vocabulary,
    context,
    storedAs: facts.storedAs,
    weightBytes: facts.sizeBytes,
    warnings: [...warnings],
    places: await Promise.all(
      PLACES.map(async (place) => {
        const machineBytes = place === "native" ? serverMemoryBytes : TAB_BYTES;
        return {
          ...reportPlace({ weightBytes, largestBytes }, place, machineBytes),
          methods: await methodsIn(place, machineBytes),
        };
      }),
    ),
  };
}

interface Need {
  readonly weightBytes: number;
  readonly largestBytes: number;
}

function reportPlace(
  { weightBytes, largestBytes }: Need,
  place: ReportPlace,
  machineBytes: number,
): Omit<PlaceReport, "methods"> {
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
  };
}

async function reportMethod(
  facts: ModelFacts,
  method: AnyEditMethod,
  place: ReportPlace,
  machineBytes: number,
): Promise<MethodReports[number]> {
  const { id, name } = method;
  // Of weights that nobody has read.
  const written = async (tokens?: number) => partsOf(facts.checkpoint, "", tokens);
  try {
    const { blockers, warnings, memoryBytes, durationMs } = await method.preflight({
      facts,
      fingerprint: "", // of weights that nobody has read
      statistics: "",
      textsParts: englishTexts({ name: "", texts: async () => [], parts: written }).parts,
      training: TRAINING_CASES.name,
      requests: [],
      parameters: settingsOf(method, facts).parameters,
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
