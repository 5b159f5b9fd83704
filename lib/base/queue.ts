/** One at a time, first come first served. A waiting task leaves the queue when its signal aborts. */
import { checkCancelled } from "./run";

export interface Queue {
  add<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createQueue(): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    add(task, signal) {
      const result = tail.then(() => {
        checkCancelled(signal);
        return task();
      });
      tail = result.catch(() => undefined);
      return result;
    },
  };
}
