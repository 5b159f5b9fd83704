/** The other side of `bench -- channel`: answers a trivial call, in a worker thread or in a child process. */
import { parentPort } from "node:worker_threads";
import { z } from "zod";
import { checkedMethods, serve, type CallTable, type HostOf, type Port } from "../../lib/job";
import { processPort } from "../../lib/server/worker/process-port";

export const ECHO = {
  echo: { isLong: false, input: z.object({ text: z.string() }), output: z.object({ text: z.string() }) },
} as const satisfies CallTable;

export function echoHost(): HostOf<typeof ECHO> {
  return {
    ...checkedMethods(ECHO, async (_name, input) => input),
    place: "native",
    dispose: async () => undefined,
  };
}

export function threadPort(peer: {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}): Port {
  return {
    post: (message) => peer.postMessage(message),
    onMessage: (listener) => void peer.on("message", listener),
  };
}

const port = parentPort ? threadPort(parentPort) : process.send ? processPort(process, "host") : undefined;
if (port) serve(ECHO, port, { open: async () => echoHost() });
