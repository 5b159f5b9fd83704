/**
 * The weights of a checkpoint. Headers are read first and checked against the family, so that errors are found before any
 * weight is read.
 */
import { because, PalimpsestError, sha256 } from "../../base";
import type { ReadWeight, RuntimeLimits } from "../../runtime";
import { float32, isTensorOf, sizeOf, zeros, type Tensor } from "../../tensor";
import { readJson, sizesIn, type CheckpointFiles, type ReadSync } from "./checkpoint-files";
import type { ModelFamily, ParameterSpec } from "../family";
import { openFolder, type CheckpointFolder, type StoredTensor } from "./formats";
import { copyPart, numberBytes, type QuantizedPart } from "./formats/quantized";
import { familyOf, programBytes, type ModelFacts, type StoredParameter } from "../facts";

/** The weights of a checkpoint, located by their headers and read on request. */
export interface Weights<P extends StoredParameter = StoredParameter> {
  /** As stored, in the file's spelling: "F16". */
  readonly storedAs: string;
  readonly sizeBytes: number;
  /** A weight in float32, as the checkpoint lays it out. Throws `numerical` when it holds NaN or infinity. */
  read(name: string): Promise<Tensor<"float32">>;
  /** A part of some rows of a quantised weight, by the name of `rowsPart`; undefined for other names. */
  readPart(name: string): Promise<Tensor | undefined>;
  /** For files that can be read synchronously: weights and parts, as the two above give them. */
  openSync?(): Promise<ReadWeight>;
  /** sha-256 over the weight files. Reads all of them. */
  hashWeights(): Promise<string>;
  /** Those of the plan. One that is tied has a tensor of its own where the files have one for it. */
  readonly parameters: readonly P[];
  /** Whether two weights are stored as the same bytes. Reads no more than it takes to tell. */
  areSame(one: string, other: string): Promise<boolean>;
  /** Every tensor of the weight files, in their order, those that no parameter reads among them. */
  readonly tensors: readonly NamedTensor[];
}

export interface NamedTensor extends StoredTensor {
  /** Its name in the file, or the hub's name for it. */
  readonly name: string;
  /** The parameter that it is, which may have another name; absent for a tensor that the model does not read. */
  readonly parameter?: string;
}

export interface Checkpoint extends Pick<
  Weights,
  "read" | "readPart" | "openSync" | "hashWeights" | "areSame" | "tensors"
> {
  readonly facts: ModelFacts;
  readonly family: ModelFamily<unknown>;
  readonly config: unknown;
  /** The part of config.json that decides what the model computes. */
  readonly deciding: Readonly<Record<string, unknown>>;
  readonly files: CheckpointFiles;
}

/** The plan of the weights that follows from a configuration. */
interface WeightPlan<P extends StoredParameter = StoredParameter> {
  /** Of the architecture, for people. */
  readonly name: string;
  readonly parameters: readonly P[];
  /** Other names under which a checkpoint may hold a parameter. */
  aliases(name: string): readonly string[];
}

type ReadTensor = StoredTensor & Required<Pick<StoredTensor, "decode">>;

/** The name of a part of some rows of a quantised weight, under which a program reads it. */
export function rowsPart(name: string, part: QuantizedPart, start: number, end: number): string {
  return `${name}.${part}.${start}-${end}`;
}

/** Bytes of a file that are read at once. */
const CHUNK = 64 * 1024 * 1024;
/** The same where nothing is waited for: only memory counts. */
const SMALL_CHUNK = 1024 * 1024;

/** Reads config.json and the headers of all weights. Throws typed errors that name the file at fault. */
export async function openCheckpoint(id: string, source: CheckpointFiles): Promise<Checkpoint> {
  return checkpointIn(id, await openFolder(source));
}

/** The same of a folder whose format is known: a GGUF header is parsed when it is opened. */
export async function checkpointIn(id: string, folder: CheckpointFolder): Promise<Checkpoint> {
  const { files } = folder;
  const { family, config, deciding, unread } = familyOf(await readJson(files, "config.json"));
  const { storedAs, sizeBytes, parameters, ...weights } = await openWeights(id, folder, {
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

/** Checks the headers of the weights against the plan. Throws typed errors that name the file at fault. */
export async function openWeights<P extends StoredParameter>(
  id: string,
  folder: CheckpointFolder,
  plan: WeightPlan<P>,
): Promise<Weights<P>> {
  const { files } = folder;
  const listed = await sizesIn(files);
  const { files: shards, tensors: located, isExact } = await folder.tensors();
  const parameters = plan.parameters.map((spec) => {
    const { tiedTo } = spec;
    const stored = locate(plan, located, spec);
    const shared = plan.parameters.find(({ name }) => name === tiedTo);
    const isOwn = stored && shared && stored !== locate(plan, located, shared);
    return { ...spec, ...(isOwn && { tiedTo: undefined }), ...(stored?.blocks && { blocks: stored.blocks }) };
  });
  const stored = parameters.filter(({ tiedTo }) => tiedTo === undefined);
  const byName = new Map(parameters.map((spec) => [spec.name, spec]));
  const openSyncFile = files.openSync?.bind(files);
  // A tensor that two parameters share is that of the one which is not tied.
  const tied = parameters.filter(({ tiedTo }) => tiedTo !== undefined);
  const parameterOf = new Map<StoredTensor | undefined, string>(
    [...tied, ...stored].map((spec) => [locate(plan, located, spec), spec.name]),
  );
  if (isExact) refuseOthers(plan, located);
  const find = (name: string) => {
    const spec = byName.get(name);
    const tensor = spec && locate(plan, located, spec);
    if (!spec || !tensor) throw new PalimpsestError("internal", `${id} has no parameter ${name}.`);
    return { tensor, shape: spec.shape };
  };

  /** Some rows of a quantised weight, and the bytes in which they are stored; undefined for the name of a whole weight. */
  const findPart = (name: string) => {
    const [, weight, part, first, last] = /^(.*)\.(numbers|scales|offsets)\.(\d+)-(\d+)$/.exec(name) ?? [];
    if (weight === undefined) return undefined;
    const { tensor } = find(weight);
    if (!tensor.blocks) throw new PalimpsestError("internal", `${weight} of ${id} has no ${part}.`);
    const [out, into] = tensor.arrange ? [...tensor.shape].reverse() : tensor.shape;
    const { size, sizeBytes } = tensor.block;
    const [rowBytes, rows] = [(into / size) * sizeBytes, Math.min(Number(last), out) - Number(first)];
    const start = tensor.start + Number(first) * rowBytes;
    const shape = part === "numbers" ? [rows, into / size, numberBytes(tensor.blocks)] : [rows, into / size];
    return {
      tensor,
      shape,
      type: tensor.blocks,
      part: part as QuantizedPart,
      start,
      end: start + rows * rowBytes,
    };
  };

  // Several programs read the same weights, and looking at every number again takes as long as reading it.
  const lookedThrough = new Set<string>();

  const read = async (name: string): Promise<Tensor<"float32">> => {
    const { tensor, shape } = find(name);
    const [whole, ...more] = pieces(tensor, CHUNK);
    const first = tensor.decode(await files.read(tensor.file, ...whole));
    const values = more.length === 0 ? first : new Float32Array(sizeOf(shape));
    let filled = more.length === 0 ? 0 : put(values, first, 0);
    for (const piece of more) {
      filled = put(values, tensor.decode(await files.read(tensor.file, ...piece)), filled);
    }
    return float32(shape, finite(tensor.arrange?.(values) ?? values, name, tensor));
  };

  return {
    parameters,
    storedAs: locate(plan, located, stored[0])?.dtype ?? "F32",
    sizeBytes: shards.reduce((sum, file) => sum + (listed.get(file) ?? 0), 0),
    read,
    async readPart(name) {
      const rows = findPart(name);
      if (!rows) return undefined;
      const { tensor, shape, type, part, start, end } = rows;
      const found = zeros(part === "numbers" ? "uint8" : "float32", shape);
      copyPart(
        type,
        part,
        await files.read(tensor.file, start, end),
        found.data as Uint8Array | Float32Array,
      );
      if (isTensorOf(found, "float32")) finite(found.data, name, tensor);
      return found;
    },
    ...(openSyncFile && {
      async openSync() {
        const readers = new Map<string, ReadSync>();
        for (const file of shards) readers.set(file, await openSyncFile(file));
        const readAll = wholeTensors(readers);
        return (name, into, from = 0) => {
          const rows = findPart(name);
          if (rows) {
            const stored = new Uint8Array(rows.end - rows.start);
            (readers.get(rows.tensor.file) as ReadSync)(rows.start, stored);
            copyPart(rows.type, rows.part, stored, into);
            if (into instanceof Float32Array) finite(into, name, rows.tensor);
            return rows.shape;
          }
          if (!(into instanceof Float32Array))
            throw new PalimpsestError("internal", `${name} is not of bytes.`);
          const { tensor, shape } = find(name);
          if (tensor.arrange) into.set(readAll(tensor).subarray(from, from + into.length));
          else readNumbers(readers, tensor, into, from);
          const part = `${name} ${from} ${into.length}`;
          if (!lookedThrough.has(part)) finite(into, name, tensor);
          lookedThrough.add(part);
          return shape;
        };
      },
    }),
    async areSame(one, other) {
      const [left, right] = [find(one).tensor, find(other).tensor];
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

/** Refuses weights that do not fit the backend. */
export function checkRoom(id: string, parameters: readonly StoredParameter[], limits: RuntimeLimits): void {
  const { all: weightBytes } = programBytes(parameters);
  if (weightBytes <= limits.weightBytes) return;
  throw new PalimpsestError("out_of_memory", `${id} needs ${Math.round(weightBytes / 1e6)} MB of weights.`, {
    hint: `This place takes up to ${Math.round(limits.weightBytes / 1e6)} MB. Run it on the server.`,
    details: because("weightsTooLarge", {
      model: id,
      needed: Math.round(weightBytes / 1e6),
      most: Math.round(limits.weightBytes / 1e6),
    }),
  });
}

/** The stored tensor of a parameter; a tied one may have none of its own. Throws when it is missing or misshapen. */
function locate(
  plan: WeightPlan,
  located: ReadonlyMap<string, StoredTensor>,
  spec: StoredParameter,
): ReadTensor | undefined {
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
      details: {
        ...because("checkpointLacks", { weight: spec.name }),
        field: "model.safetensors",
        parameter: spec.name,
      },
    });
  }
  if (String(found.shape) !== String(spec.shape)) {
    throw new PalimpsestError(
      "integrity",
      `${spec.name} has shape [${found.shape}] in ${found.file}; config.json asks for [${spec.shape}].`,
      {
        hint: "config.json and the weights belong to different checkpoints.",
        details: {
          ...because("weightOfOtherShape", { weight: spec.name, file: found.file }),
          field: found.file,
        },
      },
    );
  }
  if (!found.decode) {
    throw new PalimpsestError("unsupported", `${spec.name} is stored as ${found.dtype}.`, {
      hint: "Palimpsest reads float32, float16 and bfloat16 weights.",
      details: {
        ...because("weightOfOtherType", { weight: spec.name, type: found.dtype }),
        field: found.file,
      },
    });
  }
  return found as ReadTensor;
}

/** For formats in which a tensor more is a setting more. */
function refuseOthers(
  { name, parameters, aliases }: WeightPlan,
  located: ReadonlyMap<string, StoredTensor>,
): void {
  const known = new Set(parameters.flatMap((spec) => [spec.name, ...aliases(spec.name)]));
  for (const [other, { file }] of located) {
    if (known.has(other)) continue;
    throw new PalimpsestError("unsupported", `${file} has ${other}, for which ${name} has no place.`, {
      hint: "Palimpsest would compute something else than the model's authors meant, so it does not open it.",
      details: { field: file, parameter: other },
    });
  }
}

/** Fills `into` with the numbers of a tensor from the one at `from` on. */
function readNumbers(
  readers: ReadonlyMap<string, ReadSync>,
  tensor: ReadTensor,
  into: Float32Array,
  from: number,
): void {
  const { size, sizeBytes } = tensor.block;
  const end = Math.min(from + into.length, sizeOf(tensor.shape)); // `into` may be longer than what is left
  const [first, last] = [Math.floor(from / size), Math.ceil(end / size)];
  const part = { ...tensor, start: tensor.start + first * sizeBytes, end: tensor.start + last * sizeBytes };
  const read = readers.get(tensor.file) as ReadSync;
  const passage = new Uint8Array(Math.min(part.end - part.start, pieceOf(tensor, SMALL_CHUNK)));
  let filled = first * size - from; // what the first block has before `from` is left out
  for (const [start, end] of pieces(part, SMALL_CHUNK)) {
    const bytes = passage.subarray(0, end - start);
    read(start, bytes);
    const count = ((end - start) / sizeBytes) * size;
    if (filled >= 0 && filled + count <= into.length) {
      tensor.decode(bytes, into.subarray(filled, filled + count));
    } else {
      const kept = tensor.decode(bytes).subarray(Math.max(0, -filled), into.length - filled);
      into.set(kept, Math.max(0, filled));
    }
    filled += count;
  }
}

/** Reads tensors whole, and keeps the last one: its parts are asked for one after another. */
function wholeTensors(readers: ReadonlyMap<string, ReadSync>): (tensor: ReadTensor) => Float32Array {
  let last: { readonly of: string; readonly values: Float32Array } | undefined;
  return (tensor) => {
    const of = `${tensor.file} ${tensor.start} ${tensor.end}`;
    if (last?.of !== of) {
      const values = new Float32Array(sizeOf(tensor.shape));
      readNumbers(readers, tensor, values, 0);
      last = { of, values: tensor.arrange?.(values) ?? values };
    }
    return last.values;
  };
}

/** Bytes that are read at once: whole blocks, and about as many as asked. */
const pieceOf = ({ block }: StoredTensor, sizeBytes: number) =>
  Math.max(1, Math.floor(sizeBytes / block.sizeBytes)) * block.sizeBytes;

/** Where the bytes of a tensor lie in its file, in pieces: a large one is never in memory twice. */
function pieces(tensor: StoredTensor, sizeBytes: number): [start: number, end: number][] {
  const { start, end } = tensor;
  const piece = pieceOf(tensor, sizeBytes);
  const count = Math.max(1, Math.ceil((end - start) / piece));
  return Array.from({ length: count }, (_, i) => [start + i * piece, Math.min(start + (i + 1) * piece, end)]);
}

/** Copies `part` to `at`; returns where it ends. */
function put(values: Float32Array, part: Float32Array, at: number): number {
  values.set(part, at);
  return at + part.length;
}

function finite(values: Float32Array, name: string, { file }: StoredTensor): Float32Array {
  if (areFinite(values)) return values;
  throw new PalimpsestError("numerical", `${name} in ${file} holds NaN or infinity.`, {
    hint: "The checkpoint is damaged or was trained to divergence; choose another one.",
    details: { ...because("weightNotFinite", { weight: name, file }), field: file, parameter: name },
  });
}

/** A plain loop: `every` with a callback takes seconds for the weights of a large model. */
function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
