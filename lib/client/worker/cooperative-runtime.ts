/**
 * A runtime that lets messages in between runs.
 *
 * In a worker, WASM computes on the thread that receives messages, and its promises resolve without the event loop ever
 * turning; a request to cancel would be read only after everything was finished.
 */
import { checkCancelled } from "../../base";
import type { Runtime } from "../../runtime";

const SLICE_MS = 30;

export function cooperativeRuntime(runtime: Runtime, now: () => number = () => performance.now()): Runtime {
  let turnedAtMs = now();
  let turned: Promise<unknown> = Promise.resolve();
  const turn = async (signal: AbortSignal | undefined): Promise<void> => {
    if (now() - turnedAtMs >= SLICE_MS) {
      await eventLoopTurn();
      turnedAtMs = now();
    }
    checkCancelled(signal);
  };
  return {
    kind: runtime.kind,
    limits: runtime.limits,
    ownedBytes: (program) => runtime.ownedBytes(program),
    dispose: () => runtime.dispose(),
    async compile(program, frozen, options) {
      await turn(options?.signal);
      const executable = await runtime.compile(program, frozen, options);
      return {
        async run(feeds, runOptions) {
          const current = turn(runOptions?.signal);
          turned = Promise.allSettled([turned, current]);
          await current;
          return executable.run(feeds, runOptions);
        },
        /** After the runs that were asked for before, which the runtime may not know of yet. */
        async dispose() {
          await turned;
          await executable.dispose();
        },
      };
    },
  };
}

/** A message to oneself: unlike a timer, it is not held back to four milliseconds. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
