/**
 * Who computes next. A long job and what a person waits for share one device: between two runs of a program the long job waits
 * while something short is under way, so that an edit or a question passes through a thousand edits in its own time.
 *
 * Short work may itself wait for something that the long job makes, such as statistics that both need. So the long job goes on
 * where short work has computed nothing for a moment, instead of waiting for its end.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { unlessCancelled } from "../../base";
import type { Runtime } from "../../runtime";

export interface Turns {
  /** The same runtime, with the runs of long work waiting for their turn. */
  share(runtime: Runtime): Runtime;
  /** Performs work whose runs give way. */
  inBackground<T>(work: () => Promise<T>): Promise<T>;
  /** Performs work whose runs pass. */
  inForeground<T>(work: () => Promise<T>): Promise<T>;
}

/** Short work computes again within this time, unless it waits for something else. */
const IDLE_MS = 100;

export function createTurns(idleMs = IDLE_MS): Turns {
  const place = new AsyncLocalStorage<"background" | "foreground">();
  /** Short work under way, and the runs that it has asked for. */
  let foreground = 0;
  let running = 0;
  let ranAtMs = 0;
  let waiting: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isFree = (): boolean => foreground === 0 || (running === 0 && Date.now() - ranAtMs >= idleMs);
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    if (!isFree()) {
      timer = setTimeout(tell, idleMs);
      return;
    }
    const ready = waiting;
    waiting = [];
    for (const go of ready) go();
  };
  const turn = async (signal: AbortSignal | undefined): Promise<void> => {
    while (!isFree()) {
      const told = new Promise<void>((resolve) => waiting.push(resolve));
      timer ??= setTimeout(tell, idleMs);
      await unlessCancelled(told, signal);
    }
  };

  const pass = async <T>(work: () => Promise<T>): Promise<T> => {
    running++;
    try {
      return await work();
    } finally {
      running--;
      ranAtMs = Date.now();
    }
  };
  const take = async <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    if (place.getStore() === "foreground") return pass(work);
    if (place.getStore() === "background") await turn(signal);
    return work();
  };

  return {
    share: (runtime) => ({
      kind: runtime.kind,
      limits: runtime.limits,
      ownedBytes: (program) => runtime.ownedBytes(program),
      dispose: () => runtime.dispose(),
      async compile(program, frozen, options) {
        const executable = await take(() => runtime.compile(program, frozen, options), options?.signal);
        return {
          run: (feeds, runOptions) => take(() => executable.run(feeds, runOptions), runOptions?.signal),
          dispose: () => executable.dispose(),
        };
      },
    }),
    inBackground: (work) => place.run("background", work),
    inForeground: (work) =>
      place.run("foreground", async () => {
        foreground++;
        ranAtMs = Date.now();
        try {
          return await work();
        } finally {
          foreground--;
          tell();
        }
      }),
  };
}
