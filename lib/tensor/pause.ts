/** Yields to the event loop by elapsed time, independent of the machine and of sizes. */
import { checkCancelled } from "../base";

/** Yield to the event loop after this many milliseconds; a frame of a screen takes 17. */
const SLICE_MS = 12;

/** Call it between pieces of a few milliseconds. Throws `CancelledError` when the run was cancelled. */
export type Pause = () => Promise<void>;

export function createPause(signal?: AbortSignal): Pause {
  let since = performance.now();
  return async () => {
    checkCancelled(signal);
    if (performance.now() - since < SLICE_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    checkCancelled(signal);
    since = performance.now();
  };
}

/** Runs `work` on consecutive segments of 0 … count, short enough to pause between. */
export async function inStretches(
  pause: Pause,
  count: number,
  length: number,
  work: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < count; from += length) {
    work(from, Math.min(count, from + length));
    await pause();
  }
}
