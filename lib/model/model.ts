/**
 * A loaded model: a family's program over one checkpoint's weights, with overlays applied.
 *
 * `with(overlays)` is a new model that shares everything with the old one. Executables are built once for a program and
 * belong to the base model. The differences between versions (low-rank factors, live weights) are inputs of each run, so
 * applying or undoing an edit builds nothing. The file is long because it contains the contract of a model and of its
 * programs beside the implementation.
 */
import { createLruCache, hashJson, PalimpsestError, sha256, ShapeError, type LruCache } from "../base";
import type { Executable, ExecuteOptions, Runtime, WeightSource } from "../runtime";
import {
  add,
  BLOCK,
  createGraph,
  float32,
  floats,
  gather,
  matmul,
  quantizedWeight,
  sizeOf,
  toFloat,
  transposed,
  transposedData,
  zeros,
  type Graph,
  type QuantizedParts,
  type QuantizedWeight,
  type Tensor,
  type Value,
} from "../tensor";
import {
  nothingCarried,
  applyAdapters,
  type AdapterPass,
  type AppliedAdapters,
} from "./adapters/applied-adapters";
import type { CheckpointFiles } from "./checkpoint/checkpoint-files";
import type { ForwardCall, ParameterSpec, Role } from "./family";
import type { ModelFacts } from "./facts";
import {
  addDeltas,
  deltasOf,
  factorsByRow,
  fits,
  joinedFactors,
  orientation,
  sizesOf,
  type Overlay,
  type WeightDelta,
} from "./overlay/overlay";
import { writeOverlay } from "./overlay/overlay-file";
import { NO_TAP, type Tap } from "./site";
import { boundedTokenizer, readTokenizer } from "./tokenizer/read-tokenizer";
import type { Tokenizer } from "./tokenizer/tokenizer";
import { numberBytes, partsOf, type QuantizedType } from "./checkpoint/formats/quantized";
import { checkRoom, openCheckpoint, rowsPart, tieCopies, type Checkpoint } from "./checkpoint/weights";

export interface Model {
  readonly facts: ModelFacts;
  readonly tokenizer: Tokenizer;
  readonly runtime: Runtime;
  readonly overlays: readonly Overlay[];
  /** The highest layer with an adapter that decides about the whole text, so that no pass may start above it; -1 without. */
  readonly highestRouter: number;
  /**
   * sha-256 of everything that decides a token or a logit: weights, configuration, tokenizer and overlays. Equal fingerprints
   * behave equally.
   */
  fingerprint(): Promise<string>;
  /** The same without configuration and tokenizer, which is how exports before format 3 name a model. */
  fingerprintOfWeights(): Promise<string>;
  /** Throws `unsupported` when the family has no such weight. */
  parameter(role: Role, layer?: number, part?: "weight" | "bias"): ParameterSpec;
  /** As `parameter`, or undefined. */
  findParameter(role: Role, layer?: number, part?: "weight" | "bias"): ParameterSpec | undefined;
  /** The weight as the model uses it, overlays included, [out, in] whatever the layout. */
  weight(spec: ParameterSpec): Promise<Tensor<"float32">>;
  /** The same in the checkpoint's layout, as a program's live parameter is fed. */
  stored(spec: ParameterSpec): Promise<Tensor<"float32">>;
  /** The same base with more overlays. Cheap: nothing is copied. */
  with(overlays: readonly Overlay[]): Model;
  /** The same base without overlays. */
  readonly bare: Model;
  /**
   * The same base for passes with rows of several edited models: a reader of some of them, by index, each with its own overlays.
   * Null where that cannot be: side memories, texts and changes of high rank are of a whole model.
   */
  byRow(models: readonly (readonly Overlay[])[]): ((rows: readonly number[]) => Reader) | null;
  /**
   * The general tool: any program around the forward pass. `key` names the program; the same key must always build the
   * same graph. Executables are shared by all models of this base, and built at first use.
   */
  program(
    key: string,
    build: (context: ProgramContext) => void,
    options?: ProgramOptions,
  ): Promise<ModelProgram>;
  /**
   * Frees the executables of the base, but those of programs with this key. Models that share it remain usable and build their
   * programs again.
   */
  dispose(but?: string): Promise<void>;
}

/** What reads rows of tokens. */
export type Reader = Pick<Model, "facts" | "program">;

interface ProgramOptions {
  /** Parameters that the caller feeds, in the checkpoint's layout, because a method trains them. */
  readonly live?: readonly ParameterSpec[];
}

export interface ProgramContext {
  readonly graph: Graph;
  /** The value of a parameter named in `live`. */
  live(spec: ParameterSpec): Value;
  /** ids [B, T] to the normalized last hidden state [B, T, D]. */
  forward(options: ForwardOptions): Value;
  /** Hidden states [..., D] to logits [..., V]. */
  unembed(hidden: Value): Value;
}

export type ForwardOptions = Pick<ForwardCall<unknown>, "ids" | "positions" | "mask"> &
  Partial<Pick<ForwardCall<unknown>, "tap" | "keyValues" | "keyPositions">> & {
    readonly beside?: Beside;
    readonly instead?: Instead;
    /** Receives the values that adapters store for the passes that continue this one, by name of their input. */
    readonly remember?: AdapterPass["remember"];
    /** The site at which this pass starts; values that adapters stored below it are inputs. The whole pass when absent. */
    readonly begins?: AdapterPass["begins"];
  };

/**
 * An addition to a frozen weight: called for each linear map of the pass with its weight and its input x [B, T, in], it
 * returns the addition to the output [B, T, out], or undefined for none. Low-rank factors that are inputs of the graph are
 * trained in this way, and no weight is copied.
 */
export type Beside = (spec: ParameterSpec, x: Value) => Value | undefined;

/**
 * Takes the place of a linear map: called with its weight [in, out] and bias [out], overlays included, and its input x
 * [B, T, in], it returns the output; undefined leaves the map as it is.
 */
export type Instead = (map: LinearMap, x: Value) => Value | undefined;

export interface LinearMap {
  readonly spec: ParameterSpec;
  readonly layer: number | undefined;
  weight(): Value;
  readonly bias: Value | undefined;
}

export interface ModelProgram {
  /** The model feeds its overlays; entries of `feeds` take precedence. */
  run(feeds: Readonly<Record<string, Tensor>>, options?: ExecuteOptions): Promise<Record<string, Tensor>>;
}

/**
 * Numbers of a quantised weight that are unpacked at once: where a backend has no product with four bits it multiplies by a
 * float32 copy of a weight, and an embedding's copy can be larger than all the model.
 */
const MOST_UNPACKED = 2 ** 24;

/** The state that models of one checkpoint share. */
interface Base {
  readonly checkpoint: Checkpoint;
  /** Its weights as programs hold them. */
  readonly source: WeightSource;
  readonly tokenizer: Tokenizer;
  readonly runtime: Runtime;
  readonly specs: ReadonlyMap<string, ParameterSpec>;
  /** Within the runtime's budget of bytes, since each may hold its own copy of the frozen weights it uses. */
  readonly executables: LruCache<Sized>;
  weightsHash?: Promise<string>;
}

interface Sized {
  readonly executable: Executable;
  readonly ownedBytes: number;
}

/** Opens a checkpoint: reads headers and tokenizer; weights follow when a program needs them. */
export async function loadModel(id: string, files: CheckpointFiles, runtime: Runtime): Promise<Model> {
  const checkpoint = await tieCopies(await openCheckpoint(id, files));
  checkRoom(id, checkpoint.facts.parameters, runtime.limits);
  const { vocabulary } = checkpoint.facts.dimensions;
  const tokenizer = boundedTokenizer(await readTokenizer(checkpoint.files), vocabulary);
  return openModel(checkpoint, tokenizer, runtime);
}

/** A model over an opened checkpoint, for callers that bring their own tokenizer. */
export function openModel(checkpoint: Checkpoint, tokenizer: Tokenizer, runtime: Runtime): Model {
  const specs = new Map(checkpoint.facts.parameters.map((spec) => [spec.name, spec]));
  return createModel(
    {
      checkpoint,
      source: {
        read: async (name) => (await checkpoint.readPart(name)) ?? checkpoint.read(name),
        openSync: checkpoint.openSync?.bind(checkpoint),
      },
      tokenizer,
      runtime,
      specs,
      executables: createLruCache<Sized>({
        limit: runtime.limits.programBytes,
        byteSize: ({ ownedBytes }) => ownedBytes,
        onEvict: ({ executable }) => executable.dispose(),
      }),
    },
    [],
  );
}

function createModel(base: Base, overlays: readonly Overlay[], ofRows?: Worn): Model {
  const { facts } = base.checkpoint;
  const deltas = groupByParameter(overlays);
  for (const [name, parameterDeltas] of deltas) {
    const spec = base.specs.get(name);
    const misfit = spec ? parameterDeltas.find((delta) => !fits(spec, delta)) : parameterDeltas[0];
    if (!misfit) continue;
    const message = spec
      ? `An overlay changes ${name} as [${sizesOf(misfit).join(", ")}]; it is [${orientation(spec).join(", ")}].`
      : `An overlay changes ${name}, which ${facts.checkpoint} does not have.`;
    throw new PalimpsestError("invalid_input", message, {
      hint: "Overlays fit only the checkpoint they were made on.",
      details: { field: "overlays" },
    });
  }
  const adapters = applyAdapters(overlays, facts);
  let worn: Promise<Worn> | undefined = ofRows && Promise.resolve(ofRows);

  const model: Model = {
    facts,
    tokenizer: base.tokenizer,
    runtime: base.runtime,
    overlays,
    highestRouter: adapters.highestRouter,
    async fingerprint() {
      const { family, deciding } = base.checkpoint;
      return hashJson({
        ...(await contentOf(base, overlays)),
        family: family.id,
        config: deciding,
        tokenizer: await base.tokenizer.fingerprint(),
      });
    },
    fingerprintOfWeights: async () => hashJson(await contentOf(base, overlays)),
    findParameter: (role, layer, part = "weight") =>
      facts.parameters.find((spec) => spec.role === role && spec.layer === layer && spec.part === part),
    parameter(role, layer, part) {
      const spec = model.findParameter(role, layer, part);
      if (spec) return spec;
      throw new PalimpsestError("unsupported", `${facts.family} has no ${role} at layer ${layer}.`, {
        hint: facts.parameters.some((known) => known.role === role)
          ? `Layers go from 0 to ${facts.dimensions.layers - 1}.`
          : `Its weights are ${[...new Set(facts.parameters.map((known) => known.role))].join(", ")}.`,
        details: { field: "layer" },
      });
    },
    weight: async (spec) => oriented(spec, await model.stored(spec)),
    stored: (spec) => composed(base, spec, deltas.get(spec.name) ?? []),
    with: (more) => createModel(base, [...overlays, ...more]),
    get bare() {
      return overlays.length === 0 ? model : createModel(base, []);
    },
    byRow(models) {
      if (models.flat().some(({ kind }) => kind !== "weights")) return null;
      const all = dressRows(base, models.map(groupByParameter));
      return all && ((rows) => createModel(base, [], { ...all, feeds: rowsOf(all.feeds, rows) }));
    },
    async program(key, build, { live = [] } = {}) {
      const trained = new Set(live.map(({ name }) => name));
      const { feeds, liveNames, slots, isByRow = false } = await (worn ??= dress(base, deltas));
      const structure = {
        trained,
        live: new Set([...liveNames, ...trained]),
        slots: new Set([...slots].filter((name) => !trained.has(name))),
        isByRow,
      };
      const named = [structure.live, structure.slots].map((names) => [...names].sort().join());
      const id = [key, ...named, adapters.key, ...(isByRow ? ["by row"] : [])].join("|");
      // Requested again at each run, because the executable may have been released since.
      const executable = async () =>
        (await base.executables.get(id, () => buildExecutable(base, structure, adapters, build))).executable;
      await executable();
      return {
        async run(feedsOfRun, options) {
          const reads = adapters.carries.size > 0 && "positions" in feedsOfRun; // programs without a pass carry nothing
          const carried = reads ? nothingCarried(adapters, feedsOfRun.positions.shape[0]) : {};
          return (await executable()).run(
            { ...feeds, ...adapters.feeds, ...carried, ...feedsOfRun },
            options,
          );
        },
      };
    },
    async dispose(but) {
      await base.executables.clear((id) => but === undefined || !id.startsWith(`${but}|`));
    },
  };
  return model;
}

/** Names of the weights and of the overlays, in order. */
async function contentOf(base: Base, overlays: readonly Overlay[]) {
  base.weightsHash ??= base.checkpoint.hashWeights();
  const addresses = await Promise.all(overlays.map((overlay) => sha256(writeOverlay(overlay))));
  return { weights: await base.weightsHash, overlays: addresses };
}

function groupByParameter(overlays: readonly Overlay[]): Map<string, WeightDelta[]> {
  const groups = new Map<string, WeightDelta[]>();
  for (const delta of deltasOf(overlays)) {
    groups.set(delta.parameter, [...(groups.get(delta.parameter) ?? []), delta]);
  }
  return groups;
}

interface Worn {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Weights fed whole, because a delta is dense or its rank is high. */
  readonly liveNames: ReadonlySet<string>;
  /** Weights with room for low-rank factors beside them. */
  readonly slots: ReadonlySet<string>;
  /** Whether the factors are of each row, [B, in, R] and [B, R, out]. */
  readonly isByRow?: boolean;
}

/** How the overlays reach a program. Every down projection has a slot, so that the usual edit needs no new executable. */
async function dress(base: Base, deltas: ReadonlyMap<string, readonly WeightDelta[]>): Promise<Worn> {
  const feeds: Record<string, Tensor> = {};
  const liveNames = new Set<string>();
  const slots = new Set<string>();
  for (const spec of base.specs.values()) {
    const parameterDeltas = deltas.get(spec.name) ?? [];
    if (parameterDeltas.length === 0) {
      if (spec.role !== "mlp.down" || spec.part !== "weight") continue;
      const [out, into] = orientation(spec);
      slots.add(spec.name);
      feeds[`${spec.name}.right`] = zeros("float32", [into, 1]);
      feeds[`${spec.name}.left`] = zeros("float32", [1, out]);
      continue;
    }
    const factors = isMap(spec) ? joinedFactors(spec, parameterDeltas) : null;
    if (factors) {
      slots.add(spec.name);
      feeds[`${spec.name}.right`] = factors.right;
      feeds[`${spec.name}.left`] = factors.left;
    } else {
      liveNames.add(spec.name);
      feeds[spec.name] = await composed(base, spec, parameterDeltas);
    }
  }
  return { feeds, liveNames, slots };
}

/** The same of several models, a row each; null where one of them changes more than factors can. */
function dressRows(base: Base, rows: readonly ReadonlyMap<string, readonly WeightDelta[]>[]): Worn | null {
  const feeds: Record<string, Tensor> = {};
  const slots = new Set<string>();
  for (const spec of base.specs.values()) {
    const isSlot = spec.role === "mlp.down" && spec.part === "weight";
    if (!isSlot && !rows.some((deltas) => deltas.has(spec.name))) continue;
    if (!isMap(spec)) return null;
    const ofRows = factorsByRow(
      spec,
      rows.map((deltas) => deltas.get(spec.name) ?? []),
    );
    if (ofRows === null) return null;
    slots.add(spec.name);
    feeds[`${spec.name}.right`] = ofRows.right;
    feeds[`${spec.name}.left`] = ofRows.left;
  }
  return { feeds, liveNames: new Set(), slots, isByRow: true };
}

/** Some rows of [N, ...], in the order in which they are named. */
function rowsOf(feeds: Readonly<Record<string, Tensor>>, rows: readonly number[]): Record<string, Tensor> {
  const chosen = (tensor: Tensor): Tensor => {
    const [, ...rest] = tensor.shape;
    const [size, source] = [sizeOf(rest), floats(tensor)];
    const data = new Float32Array(rows.length * size);
    rows.forEach((row, b) => data.set(source.subarray(row * size, (row + 1) * size), b * size));
    return float32([rows.length, ...rest], data);
  };
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, chosen(tensor)]));
}

/** Whether the pass multiplies by the weight. Rows of a table are looked up, and there is no product to add to. */
function isMap({ layout, role }: ParameterSpec): boolean {
  return layout !== "vector" && role !== "embed.tokens" && role !== "embed.positions";
}

interface Structure {
  readonly trained: ReadonlySet<string>;
  readonly live: ReadonlySet<string>;
  readonly slots: ReadonlySet<string>;
  readonly isByRow: boolean;
}

async function buildExecutable(
  base: Base,
  structure: Structure,
  adapters: AppliedAdapters,
  build: (context: ProgramContext) => void,
): Promise<Sized> {
  const graph = createGraph();
  build(createContext(base, graph, structure, adapters));
  const program = graph.program();
  const ownedBytes = base.runtime.ownedBytes(program);
  // Before it is built: what leaves and what comes are never in memory together.
  await base.executables.makeRoom(ownedBytes);
  return { executable: await base.runtime.compile(program, base.source), ownedBytes };
}

function createContext(
  base: Base,
  graph: Graph,
  { trained, live, slots, isByRow }: Structure,
  adapters: AppliedAdapters,
): ProgramContext {
  const { facts, family, config } = base.checkpoint;
  const specOf = (role: Role, layer?: number, part: "weight" | "bias" = "weight") =>
    facts.parameters.find((spec) => spec.role === role && spec.layer === layer && spec.part === part);
  const storedOf = (spec: ParameterSpec): ParameterSpec => {
    const isOwn = spec.tiedTo === undefined || live.has(spec.name);
    return isOwn ? spec : (base.specs.get(spec.tiedTo as string) as ParameterSpec);
  };
  const valueOf = (spec: ParameterSpec): Value => {
    const stored = storedOf(spec);
    const type = { dtype: "float32", shape: stored.shape } as const;
    return graph.parameter(stored.name, type, live.has(stored.name) ? "live" : "frozen");
  };

  /** The weight in four or eight bits; undefined where it is in float32, as one is that is fed whole. */
  const quantizedOf = (spec: ParameterSpec): QuantizedWeight | undefined => {
    const stored = storedOf(spec);
    if (!stored.blocks || live.has(stored.name)) return undefined;
    const [out, into] = orientation(stored);
    const rows = Math.max(1, Math.floor(MOST_UNPACKED / into));
    const parts = Array.from({ length: Math.ceil(out / rows) }, (_, i) =>
      quantizedRows(graph, stored, i * rows, Math.min((i + 1) * rows, out)),
    );
    return quantizedWeight(parts);
  };

  const mapOf = (role: Role, layer?: number) => {
    const spec = specOf(role, layer);
    if (!spec) throw new ShapeError(`${family.id} has no ${role} at layer ${layer}`);
    const quantized = quantizedOf(spec);
    const bias = specOf(role, layer, "bias");
    const whole = () => {
      if (quantized) return transposed(quantized.whole());
      return spec.layout === "in-out" ? valueOf(spec) : transposed(valueOf(spec)); // [in, out]
    };
    const product = (x: Value) => quantized?.product(x) ?? matmul(x, whole());
    const [out, into] = orientation(spec);
    const rank = `rank of ${spec.name}`;
    const ofRow = isByRow ? ["B"] : [];
    const factors = slots.has(spec.name)
      ? {
          right: graph.input(`${spec.name}.right`, "float32", [...ofRow, into, rank]),
          left: graph.input(`${spec.name}.left`, "float32", [...ofRow, rank, out]),
        }
      : undefined;
    return { spec, whole, product, factors, bias: bias && valueOf(bias) };
  };

  const linear: ForwardCall<unknown>["linear"] = (x, role, layer) => {
    const { product, factors, bias } = mapOf(role, layer);
    let y = product(x); // [B, T, out]
    if (factors) y = add(y, matmul(matmul(x, factors.right), factors.left));
    return bias ? add(y, bias) : y;
  };

  return {
    graph,
    live(spec) {
      if (!trained.has(spec.name)) throw new ShapeError(`${spec.name} was not declared live`);
      return valueOf(spec);
    },
    forward: ({
      ids,
      positions,
      mask,
      tap = NO_TAP,
      keyValues = (_layer, keys, values) => [keys, values],
      keyPositions = toFloat(positions),
      beside,
      instead,
      remember = () => undefined,
      begins,
    }) =>
      family.forward({
        graph,
        config,
        ids,
        positions,
        mask,
        keyPositions,
        rows: (role, at) => {
          const spec = specOf(role) as ParameterSpec;
          return quantizedOf(spec)?.rowsAt(at) ?? gather(valueOf(spec), at);
        },
        weight: (role, layer, part) => valueOf(specOf(role, layer, part) as ParameterSpec),
        linear: (x, role, layer) => {
          const { spec, whole, factors, bias } = mapOf(role, layer);
          const weight = () => (factors ? add(whole(), matmul(factors.right, factors.left)) : whole());
          const y = instead?.({ spec, layer, weight, bias }, x) ?? linear(x, role, layer);
          const added = beside?.(spec, x);
          return added ? add(y, added) : y;
        },
        tap: checkedTap(adapters.around(graph, tap, { remember, begins })),
        keyValues,
      }),
    unembed(hidden) {
      const logits = linear(hidden, "unembed");
      return family.finish ? family.finish(logits, config) : logits;
    },
  };
}

/** Some rows of a quantised weight, as frozen parameters of a graph. */
function quantizedRows(graph: Graph, spec: ParameterSpec, start: number, end: number): QuantizedParts {
  const type = spec.blocks as QuantizedType;
  const [, into] = orientation(spec);
  const shape = [end - start, into / BLOCK];
  const parts = partsOf(type).map((part) => {
    const valueType = part === "numbers" ? numbersOf(type, shape) : ({ dtype: "float32", shape } as const);
    return [part, graph.parameter(rowsPart(spec.name, part, start, end), valueType, "frozen")] as const;
  });
  return Object.fromEntries(parts) as unknown as QuantizedParts;
}

const numbersOf = (type: QuantizedType, shape: readonly number[]) =>
  ({ dtype: "uint8", shape: [...shape, numberBytes(type)] }) as const;

/** A tap that changes a shape would fail far from its cause. */
function checkedTap(tap: Tap): Tap {
  return (site, value) => {
    const tapped = tap(site, value);
    if (tapped.shape.length !== value.shape.length) {
      throw new ShapeError(`tap at ${site}: [${value.shape}] became [${tapped.shape}]`);
    }
    return tapped;
  };
}

/** The weight with its deltas, as the checkpoint lays it out. */
async function composed(
  base: Base,
  spec: ParameterSpec,
  deltas: readonly WeightDelta[],
): Promise<Tensor<"float32">> {
  const weight = await base.checkpoint.read(spec.tiedTo ?? spec.name);
  if (deltas.length === 0) return weight;
  const values = floats(weight).slice();
  addDeltas(spec, deltas, values);
  return float32(spec.shape, values);
}

/** From the checkpoint's layout to [out, in]. */
function oriented(spec: ParameterSpec, stored: Tensor<"float32">): Tensor<"float32"> {
  if (spec.layout !== "in-out") return stored;
  return float32([...orientation(spec)], transposedData(stored.data, spec.shape[0], spec.shape[1]));
}
