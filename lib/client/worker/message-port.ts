/** The channel between a page and its worker, at either end of it. */
import type { Port } from "../../job/channel";

type Peer = Pick<Worker, "postMessage" | "addEventListener">;

export function messagePort(peer: Peer): Port {
  return {
    post: (message) => peer.postMessage(message),
    onMessage: (listener) =>
      peer.addEventListener("message", (event: MessageEvent<unknown>) => listener(event.data)),
  };
}
