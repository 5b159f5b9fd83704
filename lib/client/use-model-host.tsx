"use client";

/** The bench of the current model, wherever work runs: the tab's worker or the server. Pages do not care which. */
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
import { fingerprint, generate, nextTokens, preflight, tokens } from "../api";
import { useBackendChoice } from "./storage/backend-choice";
import { createWorkerManager, LOADING, type WorkerManager, type Opened } from "./worker/worker-manager";
import { EditRunProvider, type ModelHostTarget, type CallWorker } from "./runs/edit-run";
import { callEndpoint } from "./queries/http";
import { PrepareRunProvider } from "./runs/prepare-run";

type In<E extends { input: z.ZodType }> = z.infer<E["input"]>;
type Out<E extends { output: z.ZodType }> = z.infer<E["output"]>;

export interface ModelHostState extends Omit<Opened, "modelId"> {
  /** Opens the model again after an error. */
  readonly retry: () => void;
  tokens(input: In<typeof tokens>): Promise<Out<typeof tokens>>;
  nextTokens(input: In<typeof nextTokens>): Promise<Out<typeof nextTokens>>;
  generate(input: In<typeof generate>): Promise<Out<typeof generate>>;
  fingerprint(input: In<typeof fingerprint>): Promise<Out<typeof fingerprint>>;
  preflight(input: Omit<In<typeof preflight>, "model" | "place">): Promise<Out<typeof preflight>>;
  /** Keeps the bytes of an exported artifact in this browser, after its worker has checked them. */
  importArtifact(bytes: Uint8Array): Promise<void>;
}

const ModelHostContext = createContext<ModelHostState | null>(null);
const ON_SERVER: Opened = { modelId: "", status: "ready", backend: "native", threads: 1 };

export function ModelHostProvider({ children, ...target }: ModelHostTarget & { children: ReactNode }) {
  const { modelId, place } = target;
  const isHere = place === "browser";
  const [host] = useState<WorkerManager>(() => createWorkerManager(startWorker));
  const [choice] = useBackendChoice();
  const opened = useSyncExternalStore(host.subscribe, host.snapshot, () => LOADING);

  useEffect(() => {
    if (!isHere) return;
    host.open({ modelId, choice });
    return () => host.release();
  }, [host, modelId, choice, isHere]);

  const callWorker = useCallback<CallWorker>(
    (call, input, options) => host.call({ modelId, choice }, call, input, options),
    [host, modelId, choice],
  );
  // Until the effect above has run, the host may still be at the model before this one.
  const state = !isHere ? ON_SERVER : opened.modelId === modelId ? opened : LOADING;
  const modelHost = useMemo<ModelHostState>(
    () => ({ ...state, retry: host.retry, ...callsOf(modelId, isHere, callWorker) }),
    [state, host, modelId, isHere, callWorker],
  );

  return (
    <ModelHostContext value={modelHost}>
      <EditRunProvider target={target} callWorker={callWorker}>
        <PrepareRunProvider target={target} callWorker={callWorker}>
          {children}
        </PrepareRunProvider>
      </EditRunProvider>
    </ModelHostContext>
  );
}

/** The bench of the current model. */
export function useModelHost(): ModelHostState {
  const modelHost = useContext(ModelHostContext);
  if (!modelHost) throw new Error("useModelHost needs a ModelHostProvider above it");
  return modelHost;
}

/** The quick calls, each to the worker or to its endpoint. What the worker answers is parsed like what the server answers. */
function callsOf(modelId: string, isHere: boolean, callWorker: CallWorker) {
  const params = { modelId };
  return {
    tokens: async (input: In<typeof tokens>) =>
      isHere
        ? tokens.output.parse(await callWorker("tokens", input))
        : callEndpoint(tokens, { params, input }),
    nextTokens: async (input: In<typeof nextTokens>) =>
      isHere
        ? nextTokens.output.parse(await callWorker("nextTokens", input))
        : callEndpoint(nextTokens, { params, input }),
    generate: async (input: In<typeof generate>) =>
      isHere
        ? generate.output.parse(await callWorker("generate", input))
        : callEndpoint(generate, { params, input }),
    fingerprint: async (input: In<typeof fingerprint>) =>
      isHere
        ? fingerprint.output.parse(await callWorker("fingerprint", input))
        : callEndpoint(fingerprint, { params, input }),
    preflight: async (asked: Omit<In<typeof preflight>, "model" | "place">) => {
      const input: In<typeof preflight> = { ...asked, model: modelId, place: isHere ? "browser" : "server" };
      return isHere
        ? preflight.output.parse(await callWorker("preflight", input))
        : callEndpoint(preflight, { input });
    },
    importArtifact: async (bytes: Uint8Array) => void (await callWorker("importArtifact", { bytes })),
  };
}

function startWorker(): Worker {
  return new Worker(new URL("./worker/worker.ts", import.meta.url), {
    type: "module",
    name: "palimpsest-model-host",
  });
}
