"use client";

/**
 * The calls of the current model, in the tab's worker or on the server. Pages do not depend on which. The tab opens a model,
 * which may take a gigabyte, when a page first works with it, and keeps it open until another one is chosen.
 */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import type { z } from "zod";
import { QUESTIONS, type Endpoint } from "../api";
import { createRun, type Progress } from "../base";
import type { LoadProgress } from "../job/channel";
import { type CALLS, QUESTION_NAMES, seedOf, type QuestionName } from "../job/calls";
import { useBackendChoice } from "./storage/backend-choice";
import { startWorker } from "./worker/start-worker";
import { createWorkerManager, CLOSED, type Opened } from "./worker/worker-manager";
import { RunsProvider, type ModelHostTarget } from "./runs/runs-context";
import type { AskWorker } from "./runs/tab/tab-runs";
import { callEndpoint, streamEndpoint } from "./queries/http";

type Calls = typeof CALLS;

/** The calls that are answered at once, of the current model unless the input names another. They stop when `signal` aborts. */
type Questions = {
  readonly [K in QuestionName]: (
    input: Omit<z.input<Calls[K]["input"]>, "model"> & { readonly model?: string },
    signal?: AbortSignal,
    /** Receives what is written of the answer meanwhile. */
    onProgress?: (update: Progress) => void,
  ) => Promise<z.infer<Calls[K]["output"]>>;
};

/** The model host of the page: how it is doing, and what it can be asked. */
interface PageModelHost extends Omit<Opened, "modelId">, Questions {
  /** Opens the model, which a question does by itself. */
  readonly open: () => void;
  /** Opens the model again after an error. */
  readonly retry: () => void;
  /** Keeps the bytes of an exported artifact in this browser, after its worker has checked them. */
  importArtifact(bytes: Uint8Array): Promise<void>;
}

const ModelHostContext = createContext<PageModelHost | null>(null);
const LoadedShareContext = createContext<LoadedShare | null>(null);

/** Which part of the model's files has arrived, and who wants to know. */
interface LoadedShare {
  subscribe(listener: () => void): () => void;
  get(): number | undefined;
}
const ON_SERVER: Opened = { modelId: "", status: "ready", backend: "native", threads: 1 };

export function ModelHostProvider({ children, ...target }: ModelHostTarget & { children: ReactNode }) {
  const { modelId, place } = target;
  const isHere = place === "browser";
  const [manager] = useState(() => createWorkerManager(startWorker));
  const [choice] = useBackendChoice();
  const opened = useSyncExternalStore(manager.subscribe, manager.snapshot, () => CLOSED);

  useEffect(() => () => manager.release(), [manager, modelId, choice, isHere]);
  const open = useCallback(() => {
    if (isHere) manager.open({ modelId, choice });
  }, [manager, modelId, choice, isHere]);

  const askWorker = useCallback<AskWorker>(
    (name, input, run) => manager.ask({ modelId, choice }, name, input, run),
    [manager, modelId, choice],
  );
  // The worker may still hold the model before this one.
  const state = !isHere ? ON_SERVER : opened.modelId === modelId ? opened : CLOSED;
  const modelHost = useMemo<PageModelHost>(
    () => ({
      ...state,
      ...questionsOf((name, { model = modelId, ...input }, signal, onProgress) => {
        if (isHere) {
          const run = createRun({ seed: seedOf(input), signal, onProgress });
          return askWorker(name, { ...input, model }, run);
        }
        const endpoint = QUESTIONS[name] as unknown as AnyQuestion;
        const call = { params: { modelId: model }, input };
        return onProgress
          ? streamEndpoint(endpoint, call, onProgress, signal)
          : callEndpoint(endpoint, call, signal);
      }),
      open,
      retry: manager.retry,
      importArtifact: async (bytes) => void (await askWorker("importArtifact", { bytes })),
    }),
    [state, manager, modelId, isHere, askWorker, open],
  );
  const share = useMemo<LoadedShare>(
    () => ({ subscribe: manager.subscribe, get: () => shareOf(manager.progress()) }),
    [manager],
  );

  return (
    <ModelHostContext value={modelHost}>
      <LoadedShareContext value={share}>
        <RunsProvider target={target} askWorker={askWorker}>
          {children}
        </RunsProvider>
      </LoadedShareContext>
    </ModelHostContext>
  );
}

/** The model host of the current model, wherever work runs. Opens the model, so what uses it is never told "closed". */
export function useModelHost(): PageModelHost & { readonly status: Exclude<Opened["status"], "closed"> } {
  const modelHost = useModelHostState();
  const { open, status } = modelHost;
  useEffect(open, [open]);
  return useMemo(
    () => ({ ...modelHost, status: status === "closed" ? "loading" : status }),
    [modelHost, status],
  );
}

/** The same for what only shows how the model is doing, or asks it when a person says so: opens nothing. */
export function useModelHostState(): PageModelHost {
  const modelHost = useContext(ModelHostContext);
  if (!modelHost) throw new Error("useModelHost needs a ModelHostProvider above it");
  return modelHost;
}

/** The part of the model's files that has arrived in this tab, from 0 to 1; undefined when none is on its way. */
export function useLoadedShare(): number | undefined {
  const share = useContext(LoadedShareContext);
  if (!share) throw new Error("useLoadedShare needs a ModelHostProvider above it");
  return useSyncExternalStore(share.subscribe, share.get, () => undefined);
}

function shareOf(progress: LoadProgress | undefined): number | undefined {
  return progress && progress.totalBytes > 0 ? progress.loadedBytes / progress.totalBytes : undefined;
}

type AnyQuestion = Endpoint<{ modelId: string }, object, unknown>;

/** Both answers are checked where they arrive: by the channel, or by the call of the endpoint. */
function questionsOf(
  ask: (
    name: QuestionName,
    input: { readonly model?: string },
    signal: AbortSignal | undefined,
    onProgress: ((update: Progress) => void) | undefined,
  ) => Promise<unknown>,
): Questions {
  return Object.fromEntries(
    QUESTION_NAMES.map((name) => [
      name,
      (input: { readonly model?: string }, signal?: AbortSignal, onProgress?: (update: Progress) => void) =>
        ask(name, input, signal, onProgress),
    ]),
  ) as unknown as Questions;
}
