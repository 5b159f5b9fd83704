/** The runtime contract over the interpreter: the reference for the other backends, for tests and tiny models. */
import { checkCancelled } from "../base";
import { interpret, type Tensor } from "../tensor";
import type { Runtime } from "./runtime";
import { frozenBytes } from "./weight-pool";

export function createReferenceRuntime(): Runtime {
  return {
    kind: "reference",
    limits: {
      bufferBytes: 2 ** 30,
      weightBytes: 2 ** 30,
      programBytes: 2 ** 30,
      dtypes: ["float32", "int32", "int64", "bool"],
    },
    ownedBytes: frozenBytes,
    async compile(program, frozen) {
      const weights: Record<string, Tensor> = {};
      for (const [name, { binding }] of program.parameters) {
        if (binding === "frozen") weights[name] = await frozen.read(name);
      }
      return {
        async run(feeds, { signal, without = [] } = {}) {
          checkCancelled(signal);
          const results = interpret(program, { ...weights, ...feeds });
          return Object.fromEntries(Object.entries(results).filter(([name]) => !without.includes(name)));
        },
        async dispose() {},
      };
    },
    async dispose() {},
  };
}
