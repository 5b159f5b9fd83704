"use client";

/**
 * The page's end of a worker that holds one model.
 *
 * A call has an id; its answer, its progress or its error comes back under that id. Errors arrive as `WireError`s and are
 * thrown again with their code. A worker that does not stop soon after being asked to is ended, which frees all of it.
 */
import { CancelledError, fromWireError, PalimpsestError, type Progress, type WireError } from "../../base";
import type { Backend } from "../../store";
import {
  FromWorker,
  type BackendChoice,
  type HostCall,
  type LoadProgress,
  type ToWorker,
} from "./worker-protocol";

/** How long a cancelled call may take to stop by itself. One step of a large model fits; a wedged run does not. */
const GRACE_MS = 4000;

export interface BridgeEvents {
  onReady(backend: Backend, threads: number): void;
  onLoading(progress: LoadProgress): void;
  /** The worker is gone: it could not open the model, it crashed, or it was ended to stop a call. */
  onGone(error: PalimpsestError): void;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface WorkerClient {
  call(call: HostCall, input: unknown, options?: CallOptions): Promise<unknown>;
  /** Ends the worker; calls under way are cancelled. */
  dispose(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: PalimpsestError): void;
  onProgress?: (progress: Progress) => void;
}

/** What a worker is asked to hold, and on which backend. */
export interface WorkerTarget {
  readonly modelId: string;
  readonly choice: BackendChoice;
}

/** Puts a worker to work on a model. `worker` is handed in so that tests can pass a fake. */
export function createWorkerClient(worker: Worker, target: WorkerTarget, events: BridgeEvents): WorkerClient {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let gone: PalimpsestError | undefined;

  const post = (message: ToWorker) => worker.postMessage(message);

  const end = (error: PalimpsestError) => {
    if (gone) return;
    gone = error;
    worker.terminate();
    for (const call of pending.values()) call.reject(error);
    pending.clear();
  };
  const lose = (error: PalimpsestError) => {
    if (gone) return;
    end(error);
    events.onGone(error);
  };
  const settle = (id: number): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    return call;
  };

  worker.addEventListener("error", (event) => {
    event.preventDefault();
    lose(workerStopped(event.message));
  });
  worker.addEventListener("message", (event: MessageEvent<unknown>) => {
    const message = FromWorker.parse(event.data);
    switch (message.type) {
      case "ready":
        return events.onReady(message.backend, message.threads);
      case "loading":
        return events.onLoading(message.progress);
      case "failed":
        return lose(fromWireError(message.error as WireError));
      case "progress":
        return pending.get(message.id)?.onProgress?.(message.progress);
      case "result":
        return settle(message.id)?.resolve(message.value);
      case "error":
        return settle(message.id)?.reject(fromWireError(message.error as WireError));
    }
  });
  post({ type: "open", ...target });

  return {
    call(call, input, { signal, onProgress } = {}) {
      if (gone) return Promise.reject(gone);
      if (signal?.aborted) return Promise.reject(new CancelledError());
      const id = nextId++;
      return new Promise<unknown>((resolve, reject) => {
        let grace: ReturnType<typeof setTimeout> | undefined;
        const onAbort = () => {
          post({ type: "cancel", id });
          grace = setTimeout(() => lose(new CancelledError()), GRACE_MS);
        };
        const done = () => {
          clearTimeout(grace);
          signal?.removeEventListener("abort", onAbort);
        };
        pending.set(id, {
          resolve: (value) => (done(), resolve(value)),
          reject: (error) => (done(), reject(error)),
          onProgress,
        });
        signal?.addEventListener("abort", onAbort, { once: true });
        post({ type: "call", id, call, input });
      });
    },
    dispose: () => end(new CancelledError()),
  };
}

function workerStopped(message: string | undefined): PalimpsestError {
  return new PalimpsestError("out_of_memory", "The worker that holds the model stopped.", {
    hint: "It often means that this tab ran out of memory. Reload the page, or run on the server.",
    details: { reason: "workerStopped" },
    cause: message,
  });
}
