/** What the page and the browser's worker say to each other. Both ends parse what they receive. */
import { z } from "zod";
import { Backend, ProgressRecord, WireErrorRecord } from "../../store";

/** Which backend a person wants; automatic takes WebGPU when there is a real device behind it. */
export const BackendChoice = z.enum(["automatic", "webgpu", "wasm"]);
export type BackendChoice = z.infer<typeof BackendChoice>;

/**
 * The calls that a worker answers. `store` sends blobs that an edit made to the server, which Keep needs;
 * `importArtifact` keeps a file that a person chose.
 */
export const HostCall = z.enum([
  "tokens",
  "nextTokens",
  "generate",
  "fingerprint",
  "preflight",
  "edit",
  "prepare",
  "importArtifact",
  "store",
]);
export type HostCall = z.infer<typeof HostCall>;

export const ToWorker = z.discriminatedUnion("type", [
  /** First message: which model to hold, and on what. */
  z.object({ type: z.literal("open"), modelId: z.string(), choice: BackendChoice }),
  z.object({ type: z.literal("call"), id: z.int(), call: HostCall, input: z.unknown() }),
  z.object({ type: z.literal("cancel"), id: z.int() }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

export const LoadProgress = z.object({ file: z.string(), loadedBytes: z.number(), totalBytes: z.number() });
export type LoadProgress = z.infer<typeof LoadProgress>;

export const FromWorker = z.discriminatedUnion("type", [
  z.object({ type: z.literal("loading"), progress: LoadProgress }),
  z.object({ type: z.literal("ready"), backend: Backend, threads: z.int() }),
  /** The model could not be opened; the worker answers nothing after this. */
  z.object({ type: z.literal("failed"), error: WireErrorRecord }),
  z.object({ type: z.literal("progress"), id: z.int(), progress: ProgressRecord }),
  z.object({ type: z.literal("result"), id: z.int(), value: z.unknown() }),
  z.object({ type: z.literal("error"), id: z.int(), error: WireErrorRecord }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
