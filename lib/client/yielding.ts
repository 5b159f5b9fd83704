/**
 * A runtime that lets messages in between runs.
 *
 * In a worker, WASM computes on the thread that receives messages, and its promises resolve without the event loop ever
 * turning; a request to cancel would be read only after everything was finished.
 */
import { checkCancelled } from "../base";
import type { Runtime } from "../runtime";

const SLICE_MS = 30;

export function yielding(runtime: Runtime, now: () => number = () => performance.now()): Runtime {
  let turnedAtMs = now();
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
    dispose: () => runtime.dispose(),
    async compile(program, frozen, options) {
      await turn(options?.signal);
      const executable = await runtime.compile(program, frozen, options);
      return {
        async run(feeds, runOptions) {
          await turn(runOptions?.signal);
          return executable.run(feeds, runOptions);
        },
        dispose: () => executable.dispose(),
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
