/**
 * The weights of a checkpoint. Headers are read first and checked against the family, so that errors are found before any
 * weight is read.
 */
import { z } from "zod";
import { PalimpsestError, sha256 } from "../base";
import type { ReadWeight, RuntimeLimits } from "../runtime";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32,
  parseSafetensorsHeader,
  safetensorsHeaderLength,
  sizeOf,
  type SafetensorsEntry,
  type Tensor,
} from "../tensor";
import { readJson, sizesIn, type CheckpointFiles, type ReadSync } from "./checkpoint-files";
import type { ModelFamily, ParameterSpec } from "./family";
import { familyOf, type ModelFacts } from "./facts";

/** The weights of a checkpoint, located by their headers and read on request. */
export interface Weights<P extends StoredParameter = StoredParameter> {
  /** As stored, in the file's spelling: "F16". */
  readonly storedAs: string;
  readonly sizeBytes: number;
  /** A weight in float32, as the checkpoint lays it out. Throws `numerical` when it holds NaN or infinity. */
  read(name: string): Promise<Tensor<"float32">>;
  /** For files that can be read synchronously: weights, or parts of them, as `read` gives them. */
  openSync?(): Promise<ReadWeight>;
  /** sha-256 over the weight files. Reads all of them. */
  hashWeights(): Promise<string>;
  /** Those of the plan. One that is tied has a tensor of its own where the files have one for it. */
  readonly parameters: readonly P[];
  /** Whether two weights are stored as the same bytes. Reads no more than it takes to tell. */
  areSame(one: string, other: string): Promise<boolean>;
  /** Every tensor of the weight files, in their order, those that no parameter reads among them. */
  readonly tensors: readonly StoredTensor[];
}

/** A tensor as it lies in a weight file. */
export interface StoredTensor extends SafetensorsEntry {
  readonly file: string;
  /** Its name in the file. */
  readonly name: string;
  /** The parameter that it is, which may have another name; absent for a tensor that the model does not read. */
  readonly parameter?: string;
}

export interface Checkpoint extends Pick<
  Weights,
  "read" | "openSync" | "hashWeights" | "areSame" | "tensors"
> {
  readonly facts: ModelFacts;
  readonly family: ModelFamily<unknown>;
  readonly config: unknown;
  /** The part of config.json that decides what the model computes. */
  readonly deciding: Readonly<Record<string, unknown>>;
  readonly files: CheckpointFiles;
}

/** The plan of the weights that follows from a configuration. */
export interface WeightPlan<P extends StoredParameter = StoredParameter> {
  /** Of the architecture, for people. */
  readonly name: string;
  readonly parameters: readonly P[];
  /** Other names under which a checkpoint may hold a parameter. */
  aliases(name: string): readonly string[];
}

export interface StoredParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly tiedTo?: string;
}

interface Located extends SafetensorsEntry {
  readonly file: string;
}

/** Bytes of a file that are read at once; a multiple of the size of every number. */
const CHUNK = 64 * 1024 * 1024;
/** The same where nothing is waited for: only memory counts. */
const SMALL_CHUNK = 1024 * 1024;
const FIRST_READ = 64 * 1024;

/** Reads config.json and all safetensors headers. Throws typed errors that name the file at fault. */
export async function openCheckpoint(id: string, files: CheckpointFiles): Promise<Checkpoint> {
  const { family, config, deciding, unread } = familyOf(await readJson(files, "config.json"));
  const { storedAs, sizeBytes, parameters, ...weights } = await openWeights(id, files, {
    name: family.name,
    parameters: family.parameters(config),
    aliases: (name) => family.aliases(name),
  });
  const facts: ModelFacts = {
    checkpoint: id,
    family: family.id,
    dimensions: family.dimensions(config),
    activation: family.activation(config),
    parameters,
    storedAs,
    sizeBytes,
    unreadSettings: unread,
  };
  return { facts, family, config, deciding, files, ...weights };
}

/** Saves the room of a weight that the files hold twice, as some do with a tied head. */
export async function tieCopies(checkpoint: Checkpoint): Promise<Checkpoint> {
  const { facts, family, config } = checkpoint;
  const ties = new Map(family.parameters(config).map(({ name, tiedTo }) => [name, tiedTo]));
  const parameters: ParameterSpec[] = [];
  for (const spec of facts.parameters) {
    const tiedTo = ties.get(spec.name);
    const isCopy = tiedTo !== undefined && !spec.tiedTo && (await checkpoint.areSame(spec.name, tiedTo));
    parameters.push(isCopy ? { ...spec, tiedTo } : spec);
  }
  return { ...checkpoint, facts: { ...facts, parameters } };
}

/** Checks all safetensors headers against the plan. Throws typed errors that name the file at fault. */
export async function openWeights<P extends StoredParameter>(
  id: string,
  files: CheckpointFiles,
  plan: WeightPlan<P>,
): Promise<Weights<P>> {
  const listed = await sizesIn(files);
  const shards = await weightFiles(files, listed);
  const located = new Map<string, Located>();
  for (const file of shards) {
    const header = await readHeader(files, file, listed.get(file) ?? 0);
    for (const [name, entry] of header.entries) located.set(name, { ...entry, file });
  }
  const parameters = plan.parameters.map((spec) => {
    const { tiedTo } = spec;
    const own = locate(plan, located, spec);
    const shared = plan.parameters.find(({ name }) => name === tiedTo);
    return own && shared && own !== locate(plan, located, shared) ? { ...spec, tiedTo: undefined } : spec;
  });
  const stored = parameters.filter(({ tiedTo }) => tiedTo === undefined);
  const byName = new Map(parameters.map((spec) => [spec.name, spec]));
  const openSyncFile = files.openSync?.bind(files);
  // A tensor that two parameters share is that of the one which is not tied.
  const tied = parameters.filter(({ tiedTo }) => tiedTo !== undefined);
  const parameterOf = new Map([...tied, ...stored].map((spec) => [locate(plan, located, spec), spec.name]));
  const find = (name: string) => {
    const spec = byName.get(name);
    const entry = spec && locate(plan, located, spec);
    if (!spec || !entry) throw new PalimpsestError("internal", `${id} has no parameter ${name}.`);
    return { entry, shape: spec.shape };
  };

  return {
    parameters,
    storedAs: locate(plan, located, stored[0])?.dtype ?? "F32",
    sizeBytes: shards.reduce((sum, file) => sum + (listed.get(file) ?? 0), 0),
    async read(name) {
      const { entry, shape } = find(name);
      const [whole, ...more] = pieces(entry, CHUNK);
      const first = decode(await files.read(entry.file, ...whole), entry.dtype);
      if (more.length === 0) return float32(shape, finite(first, name, entry));
      const values = new Float32Array(sizeOf(shape));
      let filled = put(values, first, 0);
      for (const piece of more) {
        filled = put(values, decode(await files.read(entry.file, ...piece), entry.dtype), filled);
      }
      return float32(shape, finite(values, name, entry));
    },
    ...(openSyncFile && {
      async openSync() {
        const readers = new Map<string, ReadSync>();
        for (const file of shards) readers.set(file, await openSyncFile(file));
        const passage = new Uint8Array(SMALL_CHUNK);
        return (name, into, from = 0) => {
          const { entry, shape } = find(name);
          const read = readers.get(entry.file) as ReadSync;
          let filled = 0;
          for (const [start, end] of pieces(partOf(entry, from, into.length), SMALL_CHUNK)) {
            const part = passage.subarray(0, end - start);
            read(start, part);
            filled = put(into, decode(part, entry.dtype), filled);
          }
          finite(into, name, entry);
          return shape;
        };
      },
    }),
    async areSame(one, other) {
      const [left, right] = [find(one).entry, find(other).entry];
      if (left.dtype !== right.dtype || left.end - left.start !== right.end - right.start) return false;
      const others = pieces(right, SMALL_CHUNK);
      for (const [i, piece] of pieces(left, SMALL_CHUNK).entries()) {
        const [a, b] = [await files.read(left.file, ...piece), await files.read(right.file, ...others[i])];
        if (a.some((byte, at) => byte !== b[at])) return false;
      }
      return true;
    },
    tensors: [...located].map(([name, entry]) => {
      const parameter = parameterOf.get(entry);
      return { ...entry, name, ...(parameter !== undefined && { parameter }) };
    }),
    async hashWeights() {
      const hashes: string[] = [];
      for (const file of shards) {
        const size = listed.get(file) ?? 0;
        for (let start = 0; start < size; start += CHUNK) {
          hashes.push(await sha256(await files.read(file, start, Math.min(start + CHUNK, size))));
        }
      }
      return sha256(new TextEncoder().encode(hashes.join("\n")));
    },
  };
}

/** Refuses weights that do not fit the backend in float32. */
export function checkRoom(id: string, parameters: readonly StoredParameter[], limits: RuntimeLimits): void {
  const weightBytes = parameters.reduce(
    (sum, { shape, tiedTo }) => sum + (tiedTo ? 0 : 4 * sizeOf(shape)),
    0,
  );
  if (weightBytes <= limits.weightBytes) return;
  throw new PalimpsestError(
    "out_of_memory",
    `${id} needs ${Math.round(weightBytes / 1e6)} MB of weights in float32.`,
    {
      hint: `This place takes up to ${Math.round(limits.weightBytes / 1e6)} MB. Run it on the server.`,
    },
  );
}

async function weightFiles(files: CheckpointFiles, listed: ReadonlyMap<string, number>): Promise<string[]> {
  const INDEX = "model.safetensors.index.json";
  if (listed.has("model.safetensors")) return ["model.safetensors"];
  if (!listed.has(INDEX)) {
    throw new PalimpsestError("invalid_input", "The folder has no model.safetensors.", {
      hint: "Weights in other formats (such as .bin) can run code when opened and are not read; convert to safetensors.",
      details: { field: "model.safetensors" },
    });
  }
  const index = z
    .object({ weight_map: z.record(z.string(), z.string()) })
    .safeParse(await readJson(files, INDEX));
  if (!index.success) {
    throw new PalimpsestError("integrity", `${INDEX} has no weight_map.`, { details: { field: INDEX } });
  }
  const shards = [...new Set(Object.values(index.data.weight_map))].sort();
  const missing = shards.filter((file) => !listed.has(file));
  if (missing.length > 0) {
    throw new PalimpsestError(
      "invalid_input",
      `${INDEX} names ${missing.join(", ")}, which the folder lacks.`,
      {
        hint: "Add the missing shards.",
        details: { field: missing[0] },
      },
    );
  }
  return shards;
}

async function readHeader(files: CheckpointFiles, file: string, size: number) {
  const head = await files.read(file, 0, Math.min(size, FIRST_READ));
  const needed = 8 + safetensorsHeaderLength(head, size, file);
  const whole = needed <= head.byteLength ? head : await files.read(file, 0, needed);
  return parseSafetensorsHeader(whole, size, file);
}

/** The stored tensor of a parameter; a tied one may have none of its own. Throws when it is missing or misshapen. */
function locate(
  plan: WeightPlan,
  located: ReadonlyMap<string, Located>,
  spec: StoredParameter,
): Located | undefined {
  // A tied weight may be stored under the name of either.
  const ties = plan.parameters.filter(({ tiedTo }) => tiedTo === spec.name);
  const names = [spec, ...ties].flatMap(({ name }) => [name, ...plan.aliases(name)]);
  const found = names.map((name) => located.get(name)).find((entry) => entry !== undefined);
  if (!found) {
    if (spec.tiedTo !== undefined) return undefined;
    const isHead = (spec as Partial<ParameterSpec>).role === "unembed";
    throw new PalimpsestError("integrity", `The checkpoint lacks ${spec.name}.`, {
      hint: isHead
        ? "config.json says that the head is not the embedding. If it is, set tie_word_embeddings to true there."
        : `config.json says ${plan.name}, but the weights are of something else.`,
      details: { field: "model.safetensors", parameter: spec.name },
    });
  }
  if (String(found.shape) !== String(spec.shape)) {
    throw new PalimpsestError(
      "integrity",
      `${spec.name} has shape [${found.shape}] in ${found.file}; config.json asks for [${spec.shape}].`,
      {
        hint: "config.json and the weights belong to different checkpoints.",
        details: { field: found.file },
      },
    );
  }
  if (!["F64", "F32", "F16", "BF16"].includes(found.dtype)) {
    throw new PalimpsestError("unsupported", `${spec.name} is stored as ${found.dtype}.`, {
      hint: "Palimpsest reads float32, float16 and bfloat16 weights.",
      details: { field: found.file },
    });
  }
  return found;
}

/** `count` numbers of a tensor from the one at `from` on, or as many of them as it has. */
function partOf(entry: Located, from: number, count: number): Located {
  const numberBytes = (entry.end - entry.start) / sizeOf(entry.shape);
  const start = entry.start + from * numberBytes;
  return { ...entry, start, end: Math.min(start + count * numberBytes, entry.end) };
}

/** Where the bytes of a tensor lie in its file, in pieces: a large one is never in memory twice. */
function pieces({ start, end }: Located, sizeBytes: number): [start: number, end: number][] {
  const count = Math.max(1, Math.ceil((end - start) / sizeBytes));
  return Array.from({ length: count }, (_, i) => [
    start + i * sizeBytes,
    Math.min(start + (i + 1) * sizeBytes, end),
  ]);
}

/** Copies `part` to `at`; returns where it ends. */
function put(values: Float32Array, part: Float32Array, at: number): number {
  values.set(part, at);
  return at + part.length;
}

function finite(values: Float32Array, name: string, { file }: Located): Float32Array {
  if (areFinite(values)) return values;
  throw new PalimpsestError("numerical", `${name} in ${file} holds NaN or infinity.`, {
    hint: "The checkpoint is damaged or was trained to divergence; choose another one.",
    details: { field: file, parameter: name },
  });
}

/** A plain loop: `every` with a callback takes seconds for the weights of a large model. */
function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

/** Numbers as a file spells their type. Where they are float32 already, the result may share the memory of `bytes`. */
export function decode(bytes: Uint8Array, dtype: string): Float32Array {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = aligned;
  if (dtype === "F32") return new Float32Array(buffer, byteOffset, byteLength / 4);
  if (dtype === "F64") return Float32Array.from(new Float64Array(buffer, byteOffset, byteLength / 8));
  const halves = new Uint16Array(buffer, byteOffset, byteLength / 2);
  return dtype === "F16" ? float16ToFloat32(halves) : bfloat16ToFloat32(halves);
}
