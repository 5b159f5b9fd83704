"use client";

/** Keeps one worker for one model, starts it when it is first needed, and tells who listens how it is doing. */
import { because, CancelledError, PalimpsestError, type Run } from "../../base";
import { connect, type Connection, type LoadProgress } from "../../job/channel";
import type { Backend } from "../../store";
import { messagePort } from "./message-port";
import { TAB_CALLS, type TabCallName, type TabTarget } from "./tab-calls";

/** How a worker and its model are doing. */
export interface Opened {
  readonly modelId: string;
  /** Closed: no worker holds the model, and none has been asked to. */
  readonly status: "closed" | "loading" | "ready" | "error";
  readonly backend: "webgpu" | "wasm" | "native";
  /** Threads of the WASM backend; 1 elsewhere. */
  readonly threads: number;
  readonly error?: PalimpsestError;
}

type TabConnection = Connection<typeof TAB_CALLS>;

interface WorkerManager {
  /** Tells of every change of `snapshot` and of `progress`. */
  subscribe(listener: () => void): () => void;
  snapshot(): Opened;
  /** While the model's files are on their way. Apart from `snapshot`, so that only what shows it is drawn again. */
  progress(): LoadProgress | undefined;
  /** Makes sure that a worker holds this model; ends the worker of any other. */
  open(target: TabTarget): TabConnection;
  ask(target: TabTarget, name: TabCallName, input: unknown, run?: Run): Promise<unknown>;
  /** Starts again after an error. */
  retry(): void;
  /** Ends the worker in a moment, unless it is opened again before: effects may stop and start in one breath. */
  release(): void;
}

export const CLOSED: Opened = { modelId: "", status: "closed", backend: "wasm", threads: 1 };

/** How long a cancelled call may take to stop by itself. One step of a large model fits; a wedged run does not. */
const GRACE_MS = 4000;

export function createWorkerManager(startWorker: () => Worker): WorkerManager {
  const listeners = new Set<() => void>();
  let state = CLOSED;
  let progress: LoadProgress | undefined;
  let current: { readonly worker: Worker; readonly connection: TabConnection } | undefined;
  let held: TabTarget | undefined;
  let releasing: ReturnType<typeof setTimeout> | undefined;

  const set = (next: Opened, loaded?: LoadProgress) => {
    state = next;
    progress = loaded;
    for (const listener of listeners) listener();
  };
  /** Ends the worker that there is; its calls fail with the error. */
  const close = (error: PalimpsestError) => {
    current?.worker.terminate();
    current?.connection.end(error);
    current = undefined;
  };
  const isHeld = (target: TabTarget) => held?.modelId === target.modelId && held.choice === target.choice;

  const open = (target: TabTarget): TabConnection => {
    clearTimeout(releasing);
    if (current && isHeld(target)) return current.connection;
    close(new CancelledError());
    held = target;
    const { modelId } = target;
    set({ ...CLOSED, status: "loading", modelId });
    const worker = startWorker();
    const isCurrent = () => current?.worker === worker;
    const connection = connect(TAB_CALLS, messagePort(worker), {
      target,
      graceMs: GRACE_MS,
      // A fresh worker takes the place of one with a call that would not stop.
      onStuck() {
        if (!isCurrent()) return;
        close(workerEnded());
        open(target);
      },
      onLoading(loaded) {
        if (isCurrent() && state.status === "loading") set(state, loaded);
      },
    });
    current = { worker, connection };
    const lose = (error: PalimpsestError) => {
      if (!isCurrent()) return;
      close(error);
      set({ ...CLOSED, modelId, status: "error", error });
    };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      lose(workerStopped(event.message));
    });
    connection.opened.then(({ place, threads }) => {
      if (isCurrent()) set({ modelId, status: "ready", backend: backendOf(place), threads });
    }, lose);
    return connection;
  };

  return {
    open,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    progress: () => progress,
    async ask(target, name, input, run) {
      // After an error only `retry` starts again; a view that asks on every key would otherwise reload the model each time.
      if (isHeld(target) && state.error) throw state.error;
      return open(target).ask(name, input, run);
    },
    retry() {
      close(new CancelledError());
      if (held) open(held);
    },
    release() {
      releasing = setTimeout(() => {
        close(new CancelledError());
        set(CLOSED);
      });
    },
  };
}

function backendOf(kind: Backend): Opened["backend"] {
  return kind === "webgpu" || kind === "native" ? kind : "wasm";
}

function workerEnded(): PalimpsestError {
  return new PalimpsestError("interrupted", "The worker was ended to stop another computation.", {
    hint: "Run it again.",
    details: because("workerEnded"),
  });
}

function workerStopped(message: string | undefined): PalimpsestError {
  return new PalimpsestError("out_of_memory", "The worker that holds the model stopped.", {
    hint: "It often means that this tab ran out of memory. Reload the page, or run on the server.",
    details: because("workerStopped"),
    cause: message,
  });
}
