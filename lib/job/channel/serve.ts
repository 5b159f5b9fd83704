/** The host's end of the channel: opens a host when it is told to, and answers calls with it. */
import { createRun, stackOf, toWireError, type Logger } from "../../base";
import { askOf, seedOf, type CallTable, type HostOf } from "../calls/call";
import { ToHost, type FromHost, type LoadProgress } from "./messages";
import type { Port } from "./port";

interface ServeOptions<T extends CallTable> {
  /** Opens a host for what the other side named. Called again after each reset. */
  open(target: unknown, onLoading: (progress: LoadProgress) => void): Promise<HostOf<T>>;
  /** Receives what runs report and what failed unexpectedly, since only its title reaches the caller. The caller's log when absent. */
  readonly log?: Logger;
}

export function serve<T extends CallTable>(calls: T, port: Port, options: ServeOptions<T>): void {
  const post = (message: FromHost) => port.post(message);
  const { open, log = logThrough(post) } = options;
  const controls = new Map<number, AbortController>();
  const answering = new Set<Promise<void>>();
  let target: unknown;
  let host: Promise<HostOf<T>> | undefined;

  const wired = (error: unknown, what: string) => {
    const wire = toWireError(error);
    if (wire.code === "internal") log.warn(`${what} failed unexpectedly`, { error: stackOf(error) });
    return wire;
  };
  const opened = () => open(target, (progress) => post({ type: "loading", progress }));

  const start = async () => {
    try {
      host = opened();
      const { place, threads = 1 } = await host;
      post({ type: "ready", place, threads });
    } catch (error) {
      post({ type: "failed", error: wired(error, "Opening a model host") });
    }
  };

  /** Earlier calls are answered first, by the host that received them. */
  const reset = () => {
    const before = [...answering];
    const old = host;
    host = Promise.all(before).then(async () => {
      await (await old?.catch(() => undefined))?.dispose(); // one that could not be opened holds nothing
      return opened();
    });
    host.catch(() => undefined); // told to whoever asks next
  };

  const answer = async (id: number, name: string, input: unknown): Promise<void> => {
    const control = new AbortController();
    controls.set(id, control);
    try {
      if (!host) throw new Error("A call came before the host was opened.");
      const run = createRun({
        seed: seedOf(input),
        signal: control.signal,
        log,
        onProgress: (update) =>
          post({ type: "progress", id, update: { ...update, values: { ...update.values } } }),
      });
      post({ type: "result", id, value: await askOf(calls, await host)(name, input, run) });
    } catch (error) {
      post({ type: "error", id, error: wired(error, `The call "${name}"`) });
    } finally {
      controls.delete(id);
    }
  };

  port.onMessage((received) => {
    const message = ToHost.parse(received);
    if (message.type === "open") {
      ({ target } = message);
      void start();
    } else if (message.type === "reset") reset();
    else if (message.type === "cancel") controls.get(message.id)?.abort();
    else {
      const done = answer(message.id, message.name, message.input).finally(() => answering.delete(done));
      answering.add(done);
    }
  });
}

function logThrough(post: (message: FromHost) => void): Logger {
  return {
    debug: (message, fields) => post({ type: "log", level: "debug", message, fields }),
    info: (message, fields) => post({ type: "log", level: "info", message, fields }),
    warn: (message, fields) => post({ type: "log", level: "warn", message, fields }),
  };
}
