/**
 * Shared cost estimates and blockers of methods, from metadata alone. Work is counted in floating-point operations and turned
 * into time by the speed at which this device multiplies, of which real work reaches a part.
 */
import type { JsonObject } from "../../base";
import { programBytes, weightCounts, type ModelFacts } from "../../model";
import type { Preflight, PreflightCall } from "../method";
import { momentKey } from "./solve/covariance";

interface WorkEstimate {
  /** Layers the method edits. */
  readonly layers: readonly number[];
  /** Gradient steps of one request. */
  readonly steps: number;
  /** Rows of one step: contexts, or the batch. */
  readonly rows: number;
  /** Whether a step computes only what lies above the layer. */
  readonly suffix: boolean;
  /** How often the steps are made; once for each layer when absent. */
  readonly passes?: number;
  readonly artifacts?: readonly NeededArtifact[];
  /** Tokens that stand before every question to the edited model. */
  readonly promptTokens?: number;
  /** Widths of the symmetric systems that are factored, one after another, and of those that are decomposed. */
  readonly systems?: readonly number[];
  readonly decomposed?: readonly number[];
}

/** An artifact, and the work that is left where it is missing. */
export interface NeededArtifact {
  readonly what: string;
  readonly key: JsonObject;
  /** Floating-point operations on the device: see `readingOperations` and `writingOperations`. */
  readonly operations: number;
  /** Tokens of text that are read for it on the host. */
  readonly tokens?: number;
  /** Floating-point operations made for it in float64, and what is held for them. */
  readonly hostOperations?: number;
  readonly hostBytes?: number;
}

/** Of two processor cores, where nothing was measured. */
const USUAL_SPEED = { native: 1.5e11, browser: 2e10 };

/** The part of the measured speed that work reaches, at most and at least. */
const REACHED: readonly [best: number, worst: number] = [1, 0.4];
/** Turning a text into tokens and handling what is read at each of them, in ms a token. */
const TOKEN_MS: readonly [best: number, worst: number] = [0.01, 0.04];
/** Building the programs of an edit, in ms a million numbers of the blocks' weights. */
const BUILD_MS: readonly [best: number, worst: number] = [12, 40];
/** Factors and eigenvectors are computed in float64, at half the width. */
const DOUBLE_SHARE = 0.25;

/** Of an entry of a system: its float64 factor, and the float32 matrix that it was made from. */
const SYSTEM_BYTES = 8 + 4;

/** Of an entry of a matrix, times its size: what eigenvectors take. */
const EIGEN_OPERATIONS = 6;

/** Tokens of a typical row, and of its part from the subject's last token to the target's end. */
export const ROW_TOKENS = 14;
const SUFFIX_TOKENS = 6;
/** A pass over fewer tokens takes as long as over these: reading the weights is what takes time. */
const LEAST_TOKENS = 12;

type Range = readonly [low: number, high: number];
const plus = (...ranges: readonly Range[]): [number, number] => [
  ranges.reduce((sum, [low]) => sum + low, 0),
  ranges.reduce((sum, [, high]) => sum + high, 0),
];

/** The time that operations take on a device of this speed, in ms. */
export function durationOf(operations: number, speed: number): [low: number, high: number] {
  return [(1000 * operations) / (speed * REACHED[0]), (1000 * operations) / (speed * REACHED[1])];
}

/** Operations of reading tokens up to a layer, all of them when absent; without the head. */
export function readingOperations(
  facts: ModelFacts,
  tokens: number,
  layers: number = facts.dimensions.layers,
): number {
  return (
    (2 * weightCounts(facts).blocks * tokens * Math.min(layers, facts.dimensions.layers)) /
    facts.dimensions.layers
  );
}

/** Operations of writing tokens one after another, so many rows at a time. */
export function writingOperations(facts: ModelFacts, tokens: number, rows: number): number {
  const { blocks, head } = weightCounts(facts);
  return 2 * (blocks + head) * tokens * Math.max(1, LEAST_TOKENS / Math.max(1, rows));
}

export async function estimate<P>(call: PreflightCall<P>, work: WorkEstimate): Promise<Preflight> {
  const { facts, requests, device } = call;
  const speed = call.speed ?? USUAL_SPEED[device.weightBytes > 4e9 ? "native" : "browser"];
  const { layers } = facts.dimensions;
  const blockers = work.layers
    .filter((layer) => layer < 0 || layer >= layers)
    .map((layer) => `Layer ${layer} does not exist: this model has layers 0 to ${layers - 1}.`);

  const { blocks, head } = weightCounts(facts);
  const lowest = Math.max(0, Math.min(...work.layers, layers - 1));
  const share = work.suffix ? (layers - lowest) / layers / 2 : 1;
  const tokens = Math.max(LEAST_TOKENS, work.rows * (work.suffix ? SUFFIX_TOKENS : ROW_TOKENS));
  const operations = 6 * blocks * tokens * share + 6 * head * Math.max(work.rows, LEAST_TOKENS);
  const count = Math.max(1, requests.length);
  const onHost = (doubles: number): Range => durationOf(doubles, speed * DOUBLE_SHARE);

  const artifacts = await Promise.all(
    (work.artifacts ?? []).map(async (needed) => {
      const { what, key, tokens = 0, hostOperations = 0, hostBytes = 0 } = needed;
      const reading = TOKEN_MS.map((ms) => ms * tokens) as [number, number];
      const range = plus(durationOf(needed.operations, speed), onHost(hostOperations), reading);
      const cached = await call.isCached(key);
      const error = cached ? await call.errorOf?.(key) : undefined;
      return {
        what,
        cached,
        ...(error !== undefined && { error }),
        durationMs: Math.sqrt(range[0] * range[1]),
        range,
        hostBytes,
      };
    }),
  );
  const missing = artifacts.filter(({ cached }) => !cached);
  const systems = work.systems ?? [];
  const cubes = (sizes: readonly number[] = []) => sizes.reduce((sum, size) => sum + size ** 3, 0);
  const solving = cubes(systems) / 3 + EIGEN_OPERATIONS * cubes(work.decomposed);
  const held = SYSTEM_BYTES * systems.reduce((sum, size) => sum + size ** 2, 0);
  const onceMs = plus(
    BUILD_MS.map((ms) => (ms * blocks) / 1e6) as [number, number],
    ...missing.map(({ range }) => range),
  );
  return {
    blockers,
    warnings: [],
    memoryBytes:
      3 * programBytes(facts.parameters).all +
      held +
      Math.max(0, ...missing.map(({ hostBytes }) => hostBytes)),
    downloadBytes: 0,
    onceMs,
    durationMs: plus(
      onceMs,
      durationOf(operations * work.steps * count * (work.passes ?? work.layers.length), speed),
      onHost(solving),
    ),
    promptTokens: work.promptTokens ?? 0,
    artifacts: artifacts.map(({ range: _, hostBytes: __, ...artifact }) => artifact),
  };
}

/** The texts for statistics, as artifacts that the model may have to write first. */
export async function textsNeeded<P>(
  { facts, textsParts }: PreflightCall<P>,
  tokens?: number,
): Promise<NeededArtifact[]> {
  const parts = (await textsParts?.(tokens)) ?? [];
  return parts.map(({ key, tokens: written, rows }, i) => ({
    what: parts.length === 1 ? "Texts for the statistics" : `Texts for the statistics, part ${i + 1}`,
    key,
    operations: writingOperations(facts, written, rows),
  }));
}

/** Texts and second moments of layers. The passes over the texts count once, up to the highest layer that is missing. */
export async function momentsNeeded<P>(
  call: PreflightCall<P>,
  layers: readonly number[],
  tokens: number,
): Promise<NeededArtifact[]> {
  const { facts, fingerprint } = call;
  const statistics = { name: call.statistics };
  const { mlpWidth } = facts.dimensions;
  const keys = layers.map((layer) => momentKey(facts, { layer, maxTokens: tokens, statistics }, fingerprint));
  const cached = await Promise.all(keys.map((key) => call.isCached(key)));
  const highest = Math.max(-1, ...layers.filter((_, i) => !cached[i]));
  const moments = layers.map((layer, i): NeededArtifact => ({
    what: `Second moment of layer ${layer}`,
    key: keys[i],
    operations:
      2 * mlpWidth ** 2 * tokens + (layer === highest ? readingOperations(facts, tokens, layer + 1) : 0),
    ...(layer === highest && { tokens }),
  }));
  return [...(highest < 0 ? [] : await textsNeeded(call, tokens)), ...moments];
}

/** The reason why a second moment cannot be computed, if any. */
export function momentBlockers(facts: ModelFacts, tokens: number): string[] {
  const { mlpWidth } = facts.dimensions;
  if (tokens > mlpWidth) return [];
  return [`The second moment needs more than ${mlpWidth} tokens, as many as the layer is wide.`];
}
