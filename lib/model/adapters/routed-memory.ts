/**
 * A routed memory (WISE, Wang et al. 2024, §3.1): side weights beside a map of an MLP, and a rule that selects, for a whole
 * text, the map or one of the side memories. With y = x Wᵀ + b and y′ = y + x Δᵀ,
 *
 *     D = mean over the text's tokens ‖f(y) − f(y′)‖₂        f: the nonlinearity of the model's MLPs
 *
 * and a memory may answer when D reaches a share of the least D that its edits had. Edits fill a shard; full shards are
 * closed, and closed shards of a group are merged into one memory. The open shard comes first, and a closed memory is
 * selected instead when its D is larger still. Above a hundred tokens D is the largest distance and not the mean; a setting
 * makes it the largest for every text. The mean dilutes the subject's tokens in a long text, so a short question about a
 * neighbour can be nearer to an edit than a long question about the edit itself.
 *
 * An overlay holds an edit's own change of its shard, so removing an edit is adding up the rest. The rule is applied to
 * each row separately, in the pass that reads the prompt. The decision is stored for the tokens that follow. The published
 * code averages over its batch, which has one row, and decides again at every token of a cached generation.
 */
import { PalimpsestError, type JsonObject } from "../../base";
import { MERGE_METHODS } from "../../merge";
import {
  add,
  float32,
  floats,
  int32,
  maxLast,
  multiply,
  matmul,
  numbersOf,
  reduceSum,
  relu,
  reshape,
  scalar,
  subtract,
  transposed,
  divide,
  type Tensor,
  type Value,
} from "../../tensor";
import { z } from "zod";
import { ACTIVATIONS, type Activation } from "../activation";
import type { AdapterOverlay, Overlay } from "../overlay/overlay";
import type { Site } from "../site";
import type { Adapter } from "./adapter";
import {
  firstLargest,
  isAbove,
  mappedSite,
  mappedWidths,
  not,
  partOf,
  READ_BY,
  replaced,
  safeSqrt,
  stacked,
  type MappedSite,
} from "./parts";

/** One shard's change, or several shards merged. */
interface SideShard {
  /** Number of the first shard in it, and how many they are. */
  readonly shard: number;
  readonly shards: number;
  /** Edits in it. */
  readonly edits: number;
  /** The least D of its edits. */
  readonly activation: number;
  readonly delta: Tensor; // [out, in]
}

export const READINGS = ["mean", "largest"] as const;

const RoutedSettings = z.object({
  /** Edits of a shard, and shards of a group that is merged. */
  shardEdits: z.int().min(1),
  groupShards: z.int().min(1),
  /** The share of the least D that lets a memory answer. */
  ratio: z.number(),
  /** How D combines the tokens of a text. */
  over: z.enum(READINGS).default("mean"),
  merge: z.object({
    algorithm: z.enum(MERGE_METHODS.all.map(({ id }) => id)),
    density: z.number(),
    weight: z.number(),
  }),
  /** Decides which entries each shard may change; absent from overlays of earlier versions. */
  seed: z.int().optional(),
});
export type RoutedSettings = z.input<typeof RoutedSettings>;

const ID = "routed-memory";
const MANY_TOKENS = 100;

/** `origin` is the weight [out, in] before any change, for a way of merging that needs it. */
export function routedOverlay(
  site: Site,
  shards: readonly SideShard[],
  settings: RoutedSettings,
  origin?: Tensor,
): AdapterOverlay {
  const count = shards.length;
  const column = (part: "shard" | "shards" | "edits") =>
    int32(
      [count],
      shards.map((entry) => entry[part]),
    );
  return {
    kind: "adapter",
    adapter: ID,
    site,
    tensors: {
      shard: column("shard"),
      shards: column("shards"),
      edits: column("edits"),
      activations: float32(
        [count],
        shards.map(({ activation }) => activation),
      ),
      ...Object.fromEntries(shards.map(({ delta }, i) => [`delta.${i}`, delta])),
      ...(origin && { origin }),
    },
    settings,
  };
}

/** The routed memories at a site among a model's overlays. */
export function isRoutedMemoryAt(site: Site): (worn: Overlay) => worn is AdapterOverlay {
  return (worn): worn is AdapterOverlay =>
    worn.kind === "adapter" && worn.adapter === ID && worn.site === site;
}

/** The seed of the masks: of overlays that are worn together the first that names one counts. Null when none does. */
export function maskSeed(parts: readonly AdapterOverlay[]): number | null {
  const seeds = parts.map((part) => settingsOf([part]).seed);
  return seeds.find((seed) => seed !== undefined) ?? null;
}

/** The changes of the overlays, added up by shard, in the order of the shards. Throws `integrity` for foreign tensors. */
export function sideShards(parts: readonly AdapterOverlay[]): SideShard[] {
  const byShard = new Map<number, SideShard[]>();
  for (const part of parts) {
    const numbers = Array.from(numbersOf(partOf(part, "shard", [null])));
    const count = numbers.length;
    const [shards, edits, activations] = ["shards", "edits", "activations"].map((name) =>
      numbersOf(partOf(part, name, [count])),
    );
    numbers.forEach((shard, i) => {
      const delta = partOf(part, `delta.${i}`, [null, null]);
      const entry = { shard, shards: shards[i], edits: edits[i], activation: activations[i], delta };
      byShard.set(shard, [...(byShard.get(shard) ?? []), entry]);
    });
  }
  return [...byShard.values()].map(addedUp).sort((a, b) => a.shard - b.shard);
}

function addedUp(parts: readonly SideShard[]): SideShard {
  if (parts.length === 1) return parts[0];
  const [first, ...rest] = parts;
  const sum = Float32Array.from(floats(first.delta));
  for (const { delta } of rest) floats(delta).forEach((value, i) => (sum[i] += value));
  return {
    ...first,
    edits: parts.reduce((total, { edits }) => total + edits, 0),
    activation: Math.min(...parts.map(({ activation }) => activation)),
    delta: float32(first.delta.shape, sum),
  };
}

/** The shard of the next edit: the open one, or a new one. */
export function nextShard(shards: readonly SideShard[], shardEdits: number): number {
  const last = shards[shards.length - 1];
  if (!last) return 0;
  return isFull(last, shardEdits) ? last.shard + last.shards : last.shard;
}

function isFull({ edits, shards }: SideShard, shardEdits: number): boolean {
  return edits >= shards * shardEdits;
}

/** Merges the closed shards of complete groups. The last shard of the result may be open. */
function merged(parts: readonly AdapterOverlay[], settings: z.output<typeof RoutedSettings>): SideShard[] {
  const shards = sideShards(parts);
  const { groupShards, shardEdits, merge } = settings;
  const open = nextShard(shards, shardEdits);
  const groups = new Map<number, SideShard[]>();
  for (const entry of shards) {
    const group = Math.floor(entry.shard / groupShards);
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups].flatMap(([group, members]) => {
    const isComplete = (group + 1) * groupShards <= open;
    if (!isComplete || groupShards === 1 || members.some((shard) => shard.shards === groupShards))
      return members;
    const delta = mergedDelta(members, merge, () => floats(originOf(parts, members[0].delta.shape)));
    return [
      {
        ...addedUp(members.map((shard) => ({ ...shard, delta: members[0].delta }))),
        shard: group * groupShards,
        shards: groupShards,
        // All of its shards are closed, however many of their edits were taken out since.
        edits: groupShards * shardEdits,
        delta: float32(members[0].delta.shape, delta),
      },
    ];
  });
}

/** The shards' changes made one, all of them with the same weight. The published code takes the first alone as `linear`. */
function mergedDelta(
  shards: readonly SideShard[],
  { algorithm, density, weight }: z.output<typeof RoutedSettings>["merge"],
  base: () => Float32Array,
): Float32Array {
  const deltas = (algorithm === "linear" ? shards.slice(0, 1) : shards).map(({ delta }) => floats(delta));
  return MERGE_METHODS.get(algorithm).merge({ deltas, density, weight: weight / shards.length, base });
}

/** Of the first edit that holds it. Throws `integrity` when none does. */
function originOf(parts: readonly AdapterOverlay[], shape: readonly number[]): Tensor {
  return partOf(parts.find(({ tensors }) => "origin" in tensors) ?? parts[0], "origin", shape);
}

interface Structure extends JsonObject {
  readonly part: MappedSite;
  readonly over: (typeof READINGS)[number];
}

export const routedMemory: Adapter = {
  id: ID,

  join(parts, { dimensions }) {
    const part = mappedSite(parts[0]);
    const settings = settingsOf(parts);
    const shards = merged(parts, settings);
    const [reads, yields] = mappedWidths(part, dimensions);
    const open = nextShard(shards, settings.shardEdits);
    const hasOpen = shards[shards.length - 1].shard === open;
    const memories = hasOpen ? [shards[shards.length - 1], ...shards.slice(0, -1)] : shards;
    const order = Float32Array.from(memories, (_, i) => memories.length - i);
    return {
      tensors: {
        deltas: stackRows(
          memories.map(({ delta }) => partOf({ adapter: ID, tensors: { delta } }, "delta", [yields, reads])),
        ),
        thresholds: float32(
          [memories.length],
          memories.map(({ activation }) => activation * settings.ratio),
        ),
        isOpen: float32(
          [memories.length],
          memories.map((_, i) => (hasOpen && i === 0 ? 1 : 0)),
        ),
        order: float32([memories.length], order),
        /** From 1: 0 is the map itself. */
        numbers: float32([memories.length], order.toReversed()),
      },
      structure: { part, over: settings.over },
    };
  },

  merge(parts) {
    const settings = settingsOf(parts);
    const shards = merged(parts, settings);
    const origin = MERGE_METHODS.get(settings.merge.algorithm).needsBase
      ? originOf(parts, shards[0].delta.shape)
      : undefined;
    const seed = maskSeed(parts);
    return routedOverlay(parts[0].site, shards, seed === null ? settings : { ...settings, seed }, origin);
  },

  carries: () => ({ answering: 1 }),

  attach({ graph, site, value, at, tensor, structure, facts, scope, carried, carry }) {
    const { part, over } = structure as Structure;
    const [reads, yields] = mappedWidths(part, facts.dimensions);
    const [B, T] = value.shape;
    const M = `memories at ${site}`;
    const deltas = tensor("deltas", [`rows of ${M}`, reads]); // [M · Y, X]
    const changes = reshape(matmul(at(READ_BY[part]), transposed(deltas)), [B, T, M, yields]);
    const output = reshape(value, [B, T, 1, yields]);
    const byToken = reshape(activationDistance(facts.activation, output, add(output, changes)), [B, T, M]);
    const inScope = multiply(byToken, scope);
    const tokens = reduceSum(scope, [1], true); // [B, 1, 1]
    const largest = transposed(maxLast(transposed(inScope))); // [B, 1, M]
    const mean = divide(reduceSum(inScope, [1], true), atLeastOne(tokens));
    const isLong = isAbove(tokens, graph.constant(scalar(MANY_TOKENS)));
    const distances = over === "largest" ? largest : replaced(mean, largest, isLong);
    const numbers = tensor("numbers", [M]);
    const fresh = multiply(
      chosen(distances, tensor("thresholds", [M]), tensor("isOpen", [M]), tensor("order", [M])),
      numbers,
    );
    const isRead = isAbove(tokens, graph.constant(scalar(0)));
    const before = reshape(carried("answering"), [B, 1, 1]);
    const answering = replaced(before, reduceSum(fresh, [-1], true), isRead); // [B, 1, 1]
    carry("answering", reshape(answering, [B, 1]));
    const gap = subtract(numbers, answering);
    const choice = isAbove(graph.constant(scalar(0.25)), multiply(gap, gap)); // [B, 1, M]
    const answer = reduceSum(multiply(changes, reshape(choice, [B, 1, M, 1])), [2], true);
    return add(value, reshape(answer, [B, T, yields]));
  },
};
/** ‖f(a) − f(b)‖₂ over the last axis, [B, T, 1]. */
export function activationDistance(activation: Activation, a: Value, b: Value): Value {
  const gap = subtract(ACTIVATIONS[activation](a), ACTIVATIONS[activation](b));
  return safeSqrt(reduceSum(multiply(gap, gap), [-1], true));
}

/**
 * 1 for the memory that answers, else 0, [B, 1, M]. The open one's distance must be exceeded by the others even when it stays
 * below its own threshold.
 */
function chosen(distances: Value, thresholds: Value, isOpen: Value, order: Value): Value {
  const mayAnswer = add(
    multiply(isOpen, not(isAbove(thresholds, distances))),
    multiply(not(isOpen), isAbove(distances, thresholds)),
  );
  const isAsked = add(isOpen, multiply(not(isOpen), mayAnswer));
  return multiply(firstLargest(multiply(distances, isAsked), order), mayAnswer);
}

/** Matrices of one width below each other, [M · Y, X]. */
function stackRows(matrices: readonly Tensor[]): Tensor {
  const { data, shape } = stacked(matrices.map((matrix) => floats(matrix)));
  const [yields, reads] = matrices[0].shape;
  return float32([shape[0] * yields, reads], data);
}

/** max(1, x). */
function atLeastOne(x: Value): Value {
  return add(relu(subtract(x, 1)), 1);
}

/** Of the latest edit. */
function settingsOf(parts: readonly AdapterOverlay[]): z.output<typeof RoutedSettings> {
  const parsed = RoutedSettings.safeParse(parts[parts.length - 1].settings);
  if (parsed.success) return parsed.data;
  throw new PalimpsestError("integrity", "A routed memory's settings cannot be read.", {
    hint: "Overlays fit only the version of Palimpsest that wrote them, or a later one.",
    details: { field: "overlays" },
  });
}
