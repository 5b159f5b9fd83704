/** Costs and obstacles that methods have in common, from metadata alone. Rates are estimates and are given as ranges. */
import type { JsonObject } from "../../base";
import type { ModelFacts } from "../../model";
import type { Preflight, PreflightCall } from "../method";

export interface WorkEstimate {
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
  readonly artifacts?: readonly {
    readonly what: string;
    readonly key: JsonObject;
    /** Tokens that are read for it. */
    readonly tokens: number;
    /** Multiplications made for it in JavaScript. */
    readonly hostOperations?: number;
  }[];
}

/** Floating-point operations a second, low and high, for the two kinds of place: see docs/numerics.md. */
const RATE: Readonly<Record<"fast" | "slow", readonly [number, number]>> = {
  fast: [8e9, 40e9],
  slow: [2e9, 12e9],
};

/** Multiplications a second in float64 on the host, at the slow end. */
const HOST_RATE = 7e8;

/** Tokens of a typical row. */
const ROW_TOKENS = 14;

export async function estimate<P>(call: PreflightCall<P>, work: WorkEstimate): Promise<Preflight> {
  const { facts, requests, device } = call;
  const { layers, vocabulary, width } = facts.dimensions;
  const blockers = work.layers
    .filter((layer) => layer < 0 || layer >= layers)
    .map((layer) => `Layer ${layer} does not exist: this model has layers 0 to ${layers - 1}.`);

  const parameters = facts.parameters.reduce(
    (sum, { shape, tiedTo }) => sum + (tiedTo ? 0 : shape.reduce((product, size) => product * size, 1)),
    0,
  );
  const lowest = Math.max(0, Math.min(...work.layers, layers - 1));
  const share = work.suffix ? (layers - lowest) / layers / 2 : 1;
  const flops =
    6 * (parameters - vocabulary * width) * ROW_TOKENS * work.rows * share +
    6 * vocabulary * width * work.rows;
  const [low, high] = RATE[device.weightBytes > 4e9 ? "fast" : "slow"];
  const count = Math.max(1, requests.length);
  const span = (operations: number): [number, number] => [
    (1000 * operations) / high,
    (1000 * operations) / low,
  ];

  const artifacts = await Promise.all(
    (work.artifacts ?? []).map(async ({ what, key, tokens, hostOperations = 0 }) => {
      const [, slowest] = span(2 * parameters * tokens);
      const durationMs = slowest + (1000 * hostOperations) / HOST_RATE;
      return { what, cached: await call.isCached(key), durationMs };
    }),
  );
  const waiting = artifacts
    .filter(({ cached }) => !cached)
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  const editing = span(flops * work.steps * count * (work.passes ?? work.layers.length));
  return {
    blockers,
    warnings: [],
    memoryBytes: 3 * 4 * parameters,
    downloadBytes: 0,
    durationMs: [editing[0] + waiting / 4, editing[1] + waiting],
    artifacts,
  };
}

/** Why a second moment cannot be taken, if it cannot. */
export function momentBlockers(facts: ModelFacts, tokens: number): string[] {
  const { mlpWidth } = facts.dimensions;
  if (tokens > mlpWidth) return [];
  return [`The second moment needs more than ${mlpWidth} tokens, as many as the layer is wide.`];
}
