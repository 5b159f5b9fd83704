/** Things that happen while a job runs: progress, not more often than worth writing down, and tasks that repeat. */

interface Throttle<T> {
  offer(value: T): void;
  /** Writes what still waits, and takes nothing more. Throws what a write threw. */
  close(): Promise<void>;
}

/** `write` is called one at a time; between two writes only the newest value waits, and the last is never lost. */
export function createThrottle<T>(intervalMs: number, write: (value: T) => Promise<void>): Throttle<T> {
  let waiting: { readonly value: T } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = -Infinity;
  let failure: { readonly error: unknown } | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  const writeWaiting = (): void => {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    lastAt = Date.now();
    writing = writing
      .then(() => write(value))
      .catch((error: unknown) => {
        failure ??= { error };
      });
  };

  return {
    offer(value) {
      if (closed) return;
      waiting = { value };
      if (timer !== undefined) return;
      const delayMs = Math.max(0, lastAt + intervalMs - Date.now());
      if (delayMs === 0) writeWaiting();
      else timer = setTimeout(writeWaiting, delayMs);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      writeWaiting();
      await writing;
      if (failure) throw failure.error;
    },
  };
}

export interface Repetition {
  /** Returns when the task that may be running has ended. */
  stop(): Promise<void>;
}

/** Repeats a task, never twice at once. One that fails is followed by the next. */
export function repeat(intervalMs: number, task: () => Promise<void>): Repetition {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= task()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
  }, intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
