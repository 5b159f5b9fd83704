/** What the server and the process that runs models say to each other, as JSON over the channel that `fork` opens. */
import type { JsonObject, Progress, WireError } from "../../base";
import type { ModelHost } from "../../job";

/** Questions that are answered at once; `edit`, `prepare`, `propose` and `lifelong` are long: they report progress and can be cancelled. */
export const HOST_CALLS = [
  "tokens",
  "nextTokens",
  "generate",
  "fingerprint",
  "preflight",
  "edit",
  "prepare",
  "propose",
  "lifelong",
] as const;
export type HostCall = (typeof HOST_CALLS)[number] & keyof ModelHost;

export type ToWorker =
  | {
      readonly type: "call";
      readonly id: number;
      readonly call: HostCall;
      readonly args: readonly unknown[];
    }
  | { readonly type: "cancel"; readonly id: number }
  /** Forget every loaded model: the files of one have changed. */
  | { readonly type: "reset" };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly id: number; readonly update: Progress }
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  /** `stack` is for the log and goes no further. */
  | { readonly type: "error"; readonly id: number; readonly error: WireError; readonly stack?: string }
  | {
      readonly type: "log";
      readonly level: "debug" | "info" | "warn";
      readonly message: string;
      readonly fields?: JsonObject;
    };
