/** The worker's side of the conversation with the page, without the worker: what arrives, what is answered. */
import { z } from "zod";
import { fingerprint, generate, nextTokens, preflight, tokens } from "../../api";
import { createRun, PalimpsestError, toWireError, type Progress } from "../../base";
import type { ModelHost } from "../../job/host/model-host";
import { Address, EditJobInput, PrepareJobInput } from "../../store";
import type { BackendChoice, HostCall, FromWorker, ToWorker } from "./worker-protocol";

/** A bench in this tab, and how its blobs get to the server. */
export interface OpenedModelHost {
  readonly modelHost: ModelHost;
  readonly threads: number;
  publish(addresses: readonly string[]): Promise<void>;
  /** Keeps an exported artifact of the model that is open. */
  importArtifact(bytes: Uint8Array): Promise<{ readonly id: string }>;
}

export interface WorkerHandler {
  receive(message: ToWorker): void;
}

const StoreInput = z.object({ addresses: z.array(Address) });
const ImportInput = z.object({ bytes: z.instanceof(Uint8Array) });

/** `log` receives what went wrong unexpectedly, since only its title crosses to the page. */
export function createWorkerHandler(
  open: (modelId: string, choice: BackendChoice) => Promise<OpenedModelHost>,
  post: (message: FromWorker) => void,
  log: (error: unknown) => void,
): WorkerHandler {
  const underWay = new Map<number, AbortController>();
  let opening: Promise<OpenedModelHost> | undefined;
  let modelId = "";

  const wired = (error: unknown) => {
    if (!(error instanceof PalimpsestError)) log(error);
    return toWireError(error);
  };

  const start = async (model: string, choice: BackendChoice) => {
    modelId = model;
    opening = open(model, choice);
    try {
      const { modelHost, threads } = await opening;
      post({ type: "ready", backend: modelHost.place, threads });
    } catch (error) {
      post({ type: "failed", error: wired(error) });
    }
  };

  const perform = async (
    id: number,
    call: HostCall,
    input: unknown,
    signal: AbortSignal,
  ): Promise<unknown> => {
    if (!opening) throw new Error("A call came before the model was named.");
    const { modelHost, publish, importArtifact } = await opening;
    const onProgress = (progress: Progress) =>
      post({ type: "progress", id, progress: { ...progress, values: { ...progress.values } } });
    switch (call) {
      case "tokens":
        return modelHost.tokens(modelId, tokens.input.parse(input));
      case "nextTokens":
        return modelHost.nextTokens(modelId, nextTokens.input.parse(input));
      case "generate":
        return modelHost.generate(modelId, generate.input.parse(input));
      case "fingerprint":
        return modelHost.fingerprint(modelId, fingerprint.input.parse(input));
      case "preflight":
        return modelHost.preflight(preflight.input.parse(input));
      case "store":
        return publish(StoreInput.parse(input).addresses);
      case "edit": {
        const job = EditJobInput.parse(input);
        return modelHost.edit(createRun({ seed: job.seed, signal, onProgress }), job);
      }
      case "prepare":
        return modelHost.prepare(createRun({ signal, onProgress }), PrepareJobInput.parse(input));
      case "importArtifact":
        return importArtifact(ImportInput.parse(input).bytes);
    }
  };

  const answer = async (id: number, call: HostCall, input: unknown) => {
    const control = new AbortController();
    underWay.set(id, control);
    try {
      post({ type: "result", id, value: await perform(id, call, input, control.signal) });
    } catch (error) {
      post({ type: "error", id, error: wired(error) });
    } finally {
      underWay.delete(id);
    }
  };

  return {
    receive(message) {
      if (message.type === "open") void start(message.modelId, message.choice);
      else if (message.type === "cancel") underWay.get(message.id)?.abort();
      else void answer(message.id, message.call, message.input);
    },
  };
}
