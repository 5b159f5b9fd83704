/** Two ends of a channel in one thread. Messages are copied and delivered asynchronously, as between threads. */
import type { Port } from "../../job/channel/port";

export function portPair(): readonly [Port, Port] {
  const [left, right] = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()];
  const end = (listeners: Set<(message: unknown) => void>, other: Set<(message: unknown) => void>): Port => ({
    post(message) {
      const copy: unknown = structuredClone(message);
      setTimeout(() => other.forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => void listeners.add(listener),
  });
  return [end(left, right), end(right, left)];
}
