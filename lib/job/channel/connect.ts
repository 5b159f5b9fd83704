/**
 * The caller's end of the channel: the calls of a host in another thread or process, as if it were here.
 *
 * A call has an id; its answer, its progress or its error comes back under that id. Calls wait until the host is open. A
 * cancelled call, and a question that has waited too long, is given time to stop by itself; then whoever started the other
 * side is told to end it, unless a long call is under way there.
 */
import {
  because,
  CancelledError,
  checkCancelled,
  fromWireError,
  PalimpsestError,
  SILENT,
  unlessCancelled,
  type Logger,
  type Progress,
  type Run,
} from "../../base";
import type { Backend } from "../../store";
import { callNamed, methodsFrom, type Ask, type CallTable, type MethodsOf } from "../calls/call";
import { FromHost, type LoadProgress, type ToHost } from "./messages";
import type { Port } from "./port";

export interface ConnectOptions {
  /** What the other side is to open. */
  readonly target?: unknown;
  /** How long a cancelled call may take to stop by itself. */
  readonly graceMs: number;
  /** How long a call that does not take long may take between two signs of life; without limit when absent. */
  readonly deadlineMs?: number;
  /** A cancelled call did not stop in time, and no long one beside it would be lost with the other side. */
  onStuck(): void;
  readonly onLoading?: (progress: LoadProgress) => void;
  /** Receives what the other side logs. */
  readonly log?: Logger;
}

interface OpenedChannel {
  readonly place: Backend;
  readonly threads: number;
}

export interface Connection<T extends CallTable> {
  /** Rejects when the host could not be opened, and when the connection ended before. */
  readonly opened: Promise<OpenedChannel>;
  readonly methods: MethodsOf<T>;
  readonly ask: Ask;
  /** Makes the host forget its models, after what it is doing. */
  reset(): void;
  /** Fails all calls, those to come too. */
  end(error: Error): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  readonly run: Run | undefined;
  /** The call reported progress, so it is alive. */
  onSign(): void;
  /** Whether the call takes long and is still wanted. */
  isLongWork(): boolean;
}

export function connect<T extends CallTable>(calls: T, port: Port, options: ConnectOptions): Connection<T> {
  const { target, graceMs, deadlineMs, onStuck, onLoading, log = SILENT } = options;
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let ended: Error | undefined;
  let settleOpened: { resolve(opened: OpenedChannel): void; reject(error: Error): void };
  const opened = new Promise<OpenedChannel>((resolve, reject) => {
    settleOpened = { resolve, reject };
  });
  opened.catch(() => undefined); // told to whoever asks

  const post = (message: ToHost) => port.post(message);
  const end = (error: Error) => {
    if (ended) return;
    ended = error;
    settleOpened.reject(error);
    for (const call of pending.values()) call.reject(error);
    pending.clear();
  };
  const settle = (id: number): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    return call;
  };

  const onProgress = (id: number, update: Progress) => {
    const call = pending.get(id);
    call?.onSign();
    call?.run?.progress(update);
  };

  port.onMessage((received) => {
    if (ended) return;
    const parsed = FromHost.safeParse(received);
    if (!parsed.success) {
      log.warn("A model host sent what is no message", { error: parsed.error.message });
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case "loading":
        return onLoading?.(message.progress);
      case "ready":
        return settleOpened.resolve(message);
      case "failed":
        return end(fromWireError(message.error));
      case "progress":
        return onProgress(message.id, message.update);
      case "result":
        return settle(message.id)?.resolve(message.value);
      case "error":
        return settle(message.id)?.reject(fromWireError(message.error));
      case "log":
        return log[message.level](message.message, message.fields);
    }
  });
  post({ type: "open", target });

  const cancel = (id: number, reason: Error) => {
    post({ type: "cancel", id });
    return setTimeout(() => {
      settle(id)?.reject(reason);
      // Where nothing moves any more, the long call is cancelled in its turn and ends the other side then.
      if (![...pending.values()].some((call) => call.isLongWork())) onStuck();
    }, graceMs);
  };

  const ask: Ask = async (name, input, run) => {
    const { output, isLong } = callNamed(calls, name);
    const signal = run?.signal;
    checkCancelled(signal);
    await unlessCancelled(opened, signal);
    if (ended) throw ended;
    const id = nextId++;
    let grace: ReturnType<typeof setTimeout> | undefined;
    let isLate = false;
    const onAbort = () => {
      grace ??= cancel(id, new CancelledError());
    };
    const onDeadline = () => {
      isLate = true;
      grace ??= cancel(id, tooLate(deadlineMs));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const isLimited = !isLong && deadlineMs !== undefined;
    const wait = () => (isLimited ? setTimeout(onDeadline, deadlineMs) : undefined);
    let deadline = wait();
    const onSign = () => {
      clearTimeout(deadline);
      if (!grace) deadline = wait();
    };
    try {
      const isLongWork = () => isLong && grace === undefined;
      const answer = new Promise((resolve, reject) =>
        pending.set(id, { resolve, reject, run, onSign, isLongWork }),
      );
      post({ type: "call", id, name, input });
      return output.parse(await answer);
    } catch (error) {
      throw isLate && error instanceof CancelledError ? tooLate(deadlineMs) : error;
    } finally {
      clearTimeout(grace);
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
    }
  };

  return { opened, methods: methodsFrom(calls, ask), ask, reset: () => post({ type: "reset" }), end };
}

function tooLate(deadlineMs = 0): PalimpsestError {
  return new PalimpsestError(
    "interrupted",
    `The model did not answer within ${Math.round(deadlineMs / 1000)} seconds.`,
    {
      hint: "Other work may be in its way: look at the list of jobs, then ask again, or ask for less.",
      details: because("noAnswerInTime", { seconds: Math.round(deadlineMs / 1000) }),
    },
  );
}
