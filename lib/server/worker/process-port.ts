/** The channel over the pipe that `fork` opens, at either end of it. */
import type { ChildProcess } from "node:child_process";
import type { Port } from "../../job";

export function processPort(peer: NodeJS.Process | ChildProcess): Port {
  return {
    post(message) {
      if (peer.connected) peer.send?.(message as object);
    },
    onMessage: (listener) => void peer.on("message", listener),
  };
}
