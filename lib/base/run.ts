/** What every long operation receives first: a way to be stopped, to report, to log, and to be random reproducibly. */
import { CancelledError } from "./errors";
import type { JsonObject } from "./json";
import { seededRandom, type Random } from "./random";

export interface Run {
  readonly signal: AbortSignal;
  readonly random: Random;
  readonly log: Logger;
  progress(update: Progress): void;
}

export interface Progress {
  /** What is happening, in words for a person: "Optimizing v* at layer 17". */
  readonly phase: string;
  readonly step: number;
  /** Absent when the number of steps is not known beforehand. */
  readonly steps?: number;
  /** Curves worth drawing while it happens, for example { lossNats, probability }. */
  readonly values?: Readonly<Record<string, number>>;
}

export interface Logger {
  debug(message: string, fields?: JsonObject): void;
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
}

export const SILENT: Logger = { debug() {}, info() {}, warn() {} };

export interface RunOptions {
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

/** Call between steps: throws `CancelledError` when a person has asked to stop. */
export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}

/** The same result, or `CancelledError` as soon as the signal aborts. Whatever makes the result goes on. */
export function unlessCancelled<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return result;
  return new Promise<T>((resolve, reject) => {
    const cancel = (): void => reject(new CancelledError());
    if (signal.aborted) cancel();
    signal.addEventListener("abort", cancel, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
  });
}
