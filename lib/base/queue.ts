/** One at a time, first come first served. A waiting task is refused, and leaves the queue, as soon as its signal aborts. */
import { checkCancelled, unlessCancelled } from "./run";

export interface Queue {
  add<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createQueue(): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    add(task, signal) {
      const before = tail;
      const result = unlessCancelled(before, signal).then(() => {
        checkCancelled(signal);
        return task();
      });
      // The next task waits for those before this one too: this one may have left while they ran.
      tail = result.catch(() => undefined).then(() => before);
      return result;
    },
  };
}
