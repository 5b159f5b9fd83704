/** A way to another thread or process, as far as the channel needs one: messages that arrive whole and in order. */
export interface Port {
  post(message: unknown): void;
  /** Calls the listener for every message from the other side. */
  onMessage(listener: (message: unknown) => void): void;
}
