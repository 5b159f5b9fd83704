/**
 * Either end of two channels over the pipe that `fork` opens. The server calls the model host in the child, and the child
 * calls the records in the server.
 */
import type { ChildProcess } from "node:child_process";
import { z } from "zod";
import type { Port } from "../../job";

const Tagged = z.object({ channel: z.enum(["host", "records"]), message: z.unknown() });
type Tagged = z.infer<typeof Tagged>;

export function processPort(peer: NodeJS.Process | ChildProcess, channel: Tagged["channel"]): Port {
  return {
    post(message) {
      if (peer.connected) peer.send?.({ channel, message } satisfies Tagged);
    },
    onMessage: (listener) =>
      void peer.on("message", (received: unknown) => {
        const tagged = Tagged.parse(received);
        if (tagged.channel === channel) listener(tagged.message);
      }),
  };
}
