/** Shared cost estimates and blockers of methods, from metadata alone. Rates are estimates and are given as ranges. */
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
    /** Numbers in the weights of the network that reads them, when it is not the model. */
    readonly parameters?: number;
    /** Floating-point operations made for it in float64, and what is held for them. */
    readonly hostOperations?: number;
    readonly hostBytes?: number;
  }[];
  /** Widths of the symmetric systems that are factored, one after another, and of those that are decomposed. */
  readonly systems?: readonly number[];
  readonly decomposed?: readonly number[];
}

/** Floating-point operations a second, low and high, natively and in a browser: see docs/numerics.md. */
const RATE: Readonly<Record<"fast" | "slow", readonly [number, number]>> = {
  fast: [8e9, 40e9],
  slow: [2e9, 12e9],
};

/** The same in float64, for factors and eigenvectors. */
const DOUBLE_RATE: typeof RATE = { fast: [4e9, 20e9], slow: [1e9, 5e9] };

/** Of an entry of a system: its float64 factor, and the float32 matrix that it was made from. */
const SYSTEM_BYTES = 8 + 4;

/** Of an entry of a matrix, times its size: what eigenvectors take. */
const EIGEN_OPERATIONS = 6;

/** Tokens of a typical row. */
export const ROW_TOKENS = 14;

export async function estimate<P>(call: PreflightCall<P>, work: WorkEstimate): Promise<Preflight> {
  const { facts, requests, device } = call;
  const { layers, vocabulary, width } = facts.dimensions;
  const blockers = work.layers
    .filter((layer) => layer < 0 || layer >= layers)
    .map((layer) => `Layer ${layer} does not exist: this model has layers 0 to ${layers - 1}.`);

  const parameters = parameterCount(facts);
  const lowest = Math.max(0, Math.min(...work.layers, layers - 1));
  const share = work.suffix ? (layers - lowest) / layers / 2 : 1;
  const flops =
    6 * (parameters - vocabulary * width) * ROW_TOKENS * work.rows * share +
    6 * vocabulary * width * work.rows;
  const place = placeOf(device);
  const [low, high] = RATE[place];
  const [doubleLow, doubleHigh] = DOUBLE_RATE[place];
  const count = Math.max(1, requests.length);
  const span = (operations: number): [number, number] => [
    (1000 * operations) / high,
    (1000 * operations) / low,
  ];

  const artifacts = await Promise.all(
    (work.artifacts ?? []).map(
      async ({ what, key, tokens, parameters: read = parameters, hostOperations = 0, hostBytes = 0 }) => {
        const [, slowest] = span(2 * read * tokens);
        const durationMs = slowest + (1000 * hostOperations) / doubleLow;
        return { what, cached: await call.isCached(key), durationMs, hostBytes };
      },
    ),
  );
  const missing = artifacts.filter(({ cached }) => !cached);
  const waiting = missing.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const editing = span(flops * work.steps * count * (work.passes ?? work.layers.length));
  const systems = work.systems ?? [];
  const cubes = (sizes: readonly number[] = []) => sizes.reduce((sum, size) => sum + size ** 3, 0);
  const solving = 1000 * (cubes(systems) / 3 + EIGEN_OPERATIONS * cubes(work.decomposed)); // ms at one operation a second
  const held = SYSTEM_BYTES * systems.reduce((sum, size) => sum + size ** 2, 0);
  return {
    blockers,
    warnings: [],
    memoryBytes: 3 * 4 * parameters + held + Math.max(0, ...missing.map(({ hostBytes }) => hostBytes)),
    downloadBytes: 0,
    durationMs: [editing[0] + solving / doubleHigh + waiting / 4, editing[1] + solving / doubleLow + waiting],
    artifacts: artifacts.map(({ what, cached, durationMs }) => ({ what, cached, durationMs })),
  };
}

/** How long a model takes to read so many tokens, shortest and longest. */
export function readingMs(
  { facts, device }: Pick<PreflightCall<unknown>, "facts" | "device">,
  tokens: number,
): [number, number] {
  const [low, high] = RATE[placeOf(device)];
  const operations = 1000 * 2 * parameterCount(facts) * tokens; // ms at one operation a second
  return [operations / high, operations / low];
}

/** Numbers in the weights; tied ones once. */
function parameterCount(facts: ModelFacts): number {
  return facts.parameters.reduce(
    (sum, { shape, tiedTo }) => sum + (tiedTo ? 0 : shape.reduce((product, size) => product * size, 1)),
    0,
  );
}

function placeOf(device: PreflightCall<unknown>["device"]): keyof typeof RATE {
  return device.weightBytes > 4e9 ? "fast" : "slow";
}

/** The reason why a second moment cannot be computed, if any. */
export function momentBlockers(facts: ModelFacts, tokens: number): string[] {
  const { mlpWidth } = facts.dimensions;
  if (tokens > mlpWidth) return [];
  return [`The second moment needs more than ${mlpWidth} tokens, as many as the layer is wide.`];
}
