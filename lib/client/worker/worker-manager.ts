"use client";

/** Keeps one worker for one model, starts it when it is first needed, and tells who listens how it is doing. */
import { CancelledError, type PalimpsestError } from "../../base";
import type { Backend } from "../../store";
import { createWorkerClient, type WorkerClient, type WorkerTarget, type CallOptions } from "./worker-client";
import type { HostCall, LoadProgress } from "./worker-protocol";

/** How a bench is doing. */
export interface Opened {
  readonly modelId: string;
  readonly status: "loading" | "ready" | "error";
  readonly backend: "webgpu" | "wasm" | "native";
  /** Threads of the WASM backend; 1 elsewhere. */
  readonly threads: number;
  readonly error?: PalimpsestError;
  /** While the model's files are on their way. */
  readonly progress?: LoadProgress;
}

export interface WorkerManager {
  subscribe(listener: () => void): () => void;
  snapshot(): Opened;
  /** Makes sure that a worker holds this model; ends the worker of any other. */
  open(target: WorkerTarget): WorkerClient;
  call(target: WorkerTarget, call: HostCall, input: unknown, options?: CallOptions): Promise<unknown>;
  /** Starts again after an error. */
  retry(): void;
  /** Ends the worker in a moment, unless it is opened again before: effects may stop and start in one breath. */
  release(): void;
}

export const LOADING: Opened = { modelId: "", status: "loading", backend: "wasm", threads: 1 };

export function createWorkerManager(startWorker: () => Worker): WorkerManager {
  const listeners = new Set<() => void>();
  let state = LOADING;
  let bridge: WorkerClient | undefined;
  let held: WorkerTarget | undefined;
  let releasing: ReturnType<typeof setTimeout> | undefined;

  const set = (next: Opened) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const close = () => {
    bridge?.dispose();
    bridge = undefined;
  };

  const isHeld = (target: WorkerTarget) => held?.modelId === target.modelId && held.choice === target.choice;

  const open = (target: WorkerTarget): WorkerClient => {
    clearTimeout(releasing);
    if (bridge && isHeld(target)) return bridge;
    close();
    held = target;
    const { modelId } = target;
    set({ ...LOADING, modelId });
    const opened = createWorkerClient(startWorker(), target, {
      onReady: (place, threads) => set({ modelId, status: "ready", backend: backendOf(place), threads }),
      onLoading: (progress) => {
        if (state.status === "loading") set({ ...state, progress });
      },
      onGone(error) {
        if (bridge !== opened) return;
        bridge = undefined;
        // Ended to stop a call that would not stop by itself: a fresh worker takes its place.
        if (error instanceof CancelledError) open(target);
        else set({ ...LOADING, modelId, status: "error", error });
      },
    });
    bridge = opened;
    return opened;
  };

  return {
    open,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    call(target, call, input, options) {
      // After an error only `retry` starts again; a view that asks on every key would otherwise reload the model each time.
      if (isHeld(target) && state.error) return Promise.reject(state.error);
      return open(target).call(call, input, options);
    },
    retry() {
      close();
      if (held) open(held);
    },
    release() {
      releasing = setTimeout(() => {
        close();
        set(LOADING);
      });
    },
  };
}

function backendOf(place: Backend): Opened["backend"] {
  return place === "webgpu" || place === "native" ? place : "wasm";
}
