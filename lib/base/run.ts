/** The first argument of every long operation: cancellation, progress, log, and reproducible randomness. */
import { CancelledError } from "./errors";
import type { JsonObject } from "./values/json";
import { seededRandom, type Random } from "./random";

export interface Run {
  readonly signal: AbortSignal;
  readonly random: Random;
  readonly log: Logger;
  progress(update: Progress): void;
}

export interface Progress {
  /** The current phase in words for a person: "Optimizing v* at layer 17". */
  readonly phase: string;
  readonly step: number;
  /** Absent when the number of steps is unknown. */
  readonly steps?: number;
  /** Values to draw as live curves, for example { lossNats, probability }. */
  readonly values?: Readonly<Record<string, number>>;
  /** All that has been written so far, where a text is being written. */
  readonly text?: string;
}

export interface Logger {
  debug(message: string, fields?: JsonObject): void;
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
}

export const SILENT: Logger = { debug() {}, info() {}, warn() {} };

interface RunOptions {
  readonly seed?: number | string;
  readonly signal?: AbortSignal;
  readonly log?: Logger;
  readonly onProgress?: (update: Progress) => void;
}

export function createRun(options: RunOptions = {}): Run {
  return {
    signal: options.signal ?? new AbortController().signal,
    random: seededRandom(options.seed ?? 0),
    log: options.log ?? SILENT,
    progress: options.onProgress ?? (() => {}),
  };
}

/** Call between steps. Throws `CancelledError` when the run was cancelled. */
export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}

/** The same result, or `CancelledError` as soon as the signal aborts. The computation itself continues. */
export function unlessCancelled<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return result;
  return new Promise<T>((resolve, reject) => {
    const cancel = (): void => reject(new CancelledError());
    if (signal.aborted) cancel();
    signal.addEventListener("abort", cancel, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
  });
}

/**
 * A run for one step of several. What is reported inside it is told behind the outer phase, and the outer count stays: step 4 of
 * 12, "Trying layers 8: Optimizing v* at layer 8, 3 of 20".
 */
export function insideStep(run: Run, { phase: outer, step, steps }: Progress): Run {
  return {
    ...run,
    progress: ({ phase, ...inner }) => {
      const count = inner.steps === undefined ? "" : `, ${inner.step} of ${inner.steps}`;
      run.progress({ phase: `${outer}: ${phase}${count}`, step, steps });
    },
  };
}
