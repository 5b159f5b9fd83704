/** The calls of a tab's worker: those of every host, and those that only a tab needs. */
import { z } from "zod";
import { CALLS, type CallTable } from "../../job/calls";

/** Which backend a person wants; automatic takes WebGPU when there is a real device behind it. */
export const BackendChoice = z.enum(["automatic", "webgpu", "wasm"]);
export type BackendChoice = z.infer<typeof BackendChoice>;

/** The model of a worker, and its backend. */
export const TabTarget = z.object({ modelId: z.string(), choice: BackendChoice });
export type TabTarget = z.infer<typeof TabTarget>;

export const TAB_CALLS = {
  ...CALLS,
  /** Sends the blobs that runs in this tab have made to the server, which keeps their results. */
  publish: { isLong: false, input: z.object({}), output: z.object({}) },
  /** Keeps a file that a person chose, after checking it against the model that is open. */
  importArtifact: {
    isLong: false,
    input: z.object({ bytes: z.instanceof(Uint8Array) }),
    output: z.object({ id: z.string() }),
  },
} as const satisfies CallTable;

export type TabCallName = keyof typeof TAB_CALLS & string;
