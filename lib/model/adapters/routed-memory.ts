/**
 * A routed memory (WISE, Wang et al. 2024, §3.1): side weights beside a map of an MLP, and a rule that says for a whole text
 * whether the map answers, or one of the side memories. With y = x Wᵀ + b and y′ = y + x Δᵀ,
 *
 *     D = mean over the text's tokens ‖f(y) − f(y′)‖₂        f: the nonlinearity of the model's MLPs
 *
 * and a memory may answer when D reaches a share of the least D that its edits had. Edits fill a shard; full shards are
 * closed, and closed shards of a group are merged into one memory. The open shard is asked first, and a closed memory answers
 * instead when its D is larger still. Above a hundred tokens D is the largest distance and not the mean.
 *
 * An overlay holds an edit's own change of its shard, so taking an edit out is adding up the rest. The rule is applied to each
 * row by itself, in the pass that reads the prompt, and the decision is kept for the tokens that follow; the published code
 * averages over its batch, which it uses with one row, and decides again at every token of a cached generation.
 */
import { PalimpsestError, type JsonObject } from "../../base";
import {
  add,
  concat,
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
  slice,
  subtract,
  transposed,
  divide,
  type Tensor,
  type Value,
} from "../../tensor";
import { z } from "zod";
import { ACTIVATIONS, type Activation } from "../activation";
import type { AdapterOverlay, Overlay } from "../overlay";
import type { Site } from "../site";
import type { Adapter } from "./adapter";
import { MERGE_ALGORITHMS, mergeDeltas, needsOrigin } from "./merges";
import {
  isAbove,
  mappedSite,
  mappedWidths,
  not,
  partOf,
  READ_BY,
  replaced,
  safeSqrt,
  type MappedSite,
} from "./parts";

/** One shard's change, or several shards merged. */
export interface SideShard {
  /** Number of the first shard in it, and how many they are. */
  readonly shard: number;
  readonly shards: number;
  /** Edits in it. */
  readonly edits: number;
  /** The least D of its edits. */
  readonly activation: number;
  readonly delta: Tensor; // [out, in]
}

const RoutedSettings = z.object({
  /** Edits of a shard, and shards of a group that is merged. */
  shardEdits: z.int().min(1),
  groupShards: z.int().min(1),
  /** The share of the least D that lets a memory answer. */
  ratio: z.number(),
  merge: z.object({ algorithm: z.enum(MERGE_ALGORITHMS), density: z.number(), weight: z.number() }),
});
export type RoutedSettings = z.infer<typeof RoutedSettings>;

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
      shards.map((own) => own[part]),
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

/** The routed memories at a site among what a model wears. */
export function isRoutedMemoryAt(site: Site): (worn: Overlay) => worn is AdapterOverlay {
  return (worn): worn is AdapterOverlay =>
    worn.kind === "adapter" && worn.adapter === ID && worn.site === site;
}

/** What the overlays hold, added up by shard, in the order of the shards. Throws `integrity` for foreign tensors. */
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
      const own = { shard, shards: shards[i], edits: edits[i], activation: activations[i], delta };
      byShard.set(shard, [...(byShard.get(shard) ?? []), own]);
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

/** Closed shards of complete groups made one. The last of the result may be open. */
function merged(parts: readonly AdapterOverlay[], settings: RoutedSettings): SideShard[] {
  const shards = sideShards(parts);
  const { groupShards, shardEdits, merge } = settings;
  const open = nextShard(shards, shardEdits);
  const groups = new Map<number, SideShard[]>();
  for (const own of shards) {
    const group = Math.floor(own.shard / groupShards);
    groups.set(group, [...(groups.get(group) ?? []), own]);
  }
  return [...groups].flatMap(([group, own]) => {
    const isComplete = (group + 1) * groupShards <= open;
    if (!isComplete || groupShards === 1 || own.some((shard) => shard.shards === groupShards)) return own;
    const delta = mergeDeltas(
      own.map((shard) => floats(shard.delta)),
      merge,
      () => floats(originOf(parts, own[0].delta.shape)),
    );
    return [
      {
        ...addedUp(own.map((shard) => ({ ...shard, delta: own[0].delta }))),
        shard: group * groupShards,
        shards: groupShards,
        // All of its shards are closed, however many of their edits were taken out since.
        edits: groupShards * shardEdits,
        delta: float32(own[0].delta.shape, delta),
      },
    ];
  });
}

/** Of the first edit that holds it. Throws `integrity` when none does. */
function originOf(parts: readonly AdapterOverlay[], shape: readonly number[]): Tensor {
  return partOf(parts.find(({ tensors }) => "origin" in tensors) ?? parts[0], "origin", shape);
}

interface Structure extends JsonObject {
  readonly part: MappedSite;
  readonly memories: number;
  /** Whether the first memory is the open shard. */
  readonly hasOpen: boolean;
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
    const tensors: Record<string, Tensor> = {
      thresholds: float32(
        [memories.length],
        memories.map(({ activation }) => activation * settings.ratio),
      ),
    };
    memories.forEach(({ delta }, i) => {
      tensors[`delta.${i}`] = partOf({ adapter: ID, tensors: { delta } }, "delta", [yields, reads]);
    });
    return { tensors, structure: { part, memories: memories.length, hasOpen } };
  },

  condense(parts) {
    const settings = settingsOf(parts);
    const shards = merged(parts, settings);
    const origin = needsOrigin(settings.merge.algorithm) ? originOf(parts, shards[0].delta.shape) : undefined;
    return routedOverlay(parts[0].site, shards, settings, origin);
  },

  carries: ({ structure }) => ({ choice: (structure as Structure).memories }),

  attach({ graph, value, at, tensor, structure, facts, scope, carried, carry }) {
    const { part, memories, hasOpen } = structure as Structure;
    const [reads, yields] = mappedWidths(part, facts.dimensions);
    const input = at(READ_BY[part]);
    const changes = Array.from({ length: memories }, (_, i) =>
      matmul(input, transposed(tensor(`delta.${i}`, [yields, reads]))),
    ); // [B, T, Y]
    const tokens = reduceSum(scope, [1], true); // [B, 1, 1]
    const distances = changes.map((change) => {
      const each = multiply(activationDistance(facts.activation, value, add(value, change)), scope); // [B, T, 1]
      const mean = divide(reduceSum(each, [1], true), atLeastOne(tokens));
      return replaced(mean, maxLast(transposed(each)), isAbove(tokens, graph.constant(scalar(MANY_TOKENS))));
    });
    const thresholds = distances.map((_, i) => slice(tensor("thresholds", [memories]), 0, i, i + 1));
    const fresh = concat(chosen(distances, thresholds, hasOpen), 2); // [B, 1, M]
    const isRead = isAbove(tokens, graph.constant(scalar(0)));
    const before = reshape(carried("choice"), [value.shape[0], 1, memories]);
    const choice = replaced(before, fresh, isRead);
    carry("choice", reshape(choice, [value.shape[0], memories]));
    return changes.reduce((sum, change, i) => add(sum, multiply(change, slice(choice, 2, i, i + 1))), value);
  },
};

/** ‖f(a) − f(b)‖₂ over the last axis, [B, T, 1]. */
export function activationDistance(activation: Activation, a: Value, b: Value): Value {
  const gap = subtract(ACTIVATIONS[activation](a), ACTIVATIONS[activation](b));
  return safeSqrt(reduceSum(multiply(gap, gap), [-1], true));
}

/** 1 for the memory that answers, else 0, one value [B, 1, 1] for each. */
function chosen(distances: readonly Value[], thresholds: readonly Value[], hasOpen: boolean): Value[] {
  const answers: Value[] = [];
  let best = distances[0].graph.constant(scalar(0));
  distances.forEach((distance, i) => {
    if (i === 0 && hasOpen) {
      answers.push(not(isAbove(thresholds[0], distance)));
      best = distance; // even when it stays below its threshold
      return;
    }
    const takes = multiply(isAbove(distance, best), isAbove(distance, thresholds[i]));
    answers.forEach((answer, j) => (answers[j] = multiply(answer, not(takes))));
    answers.push(takes);
    best = add(multiply(best, not(takes)), multiply(distance, takes));
  });
  return answers;
}

/** max(1, x). */
function atLeastOne(x: Value): Value {
  return add(relu(subtract(x, 1)), 1);
}

/** Of the latest edit. */
function settingsOf(parts: readonly AdapterOverlay[]): RoutedSettings {
  const parsed = RoutedSettings.safeParse(parts[parts.length - 1].settings);
  if (parsed.success) return parsed.data;
  throw new PalimpsestError("integrity", "A routed memory's settings cannot be read.", {
    hint: "Overlays fit only the version of Palimpsest that wrote them, or a later one.",
    details: { field: "overlays" },
  });
}
