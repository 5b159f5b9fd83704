/** The messages between a caller and a model host in another thread or process. Both ends parse the messages they receive. */
import { z } from "zod";
import { Json, Backend, ProgressRecord, WireErrorRecord } from "../../store";

export const ToHost = z.discriminatedUnion("type", [
  /** First message. What there is to open is between the two who start the channel. */
  z.object({ type: z.literal("open"), target: z.unknown().optional() }),
  z.object({ type: z.literal("call"), id: z.int(), name: z.string(), input: z.unknown().optional() }),
  z.object({ type: z.literal("cancel"), id: z.int() }),
  /** Forget every loaded model: the files of one have changed. */
  z.object({ type: z.literal("reset") }),
]);
export type ToHost = z.infer<typeof ToHost>;

export const LoadProgress = z.object({ file: z.string(), loadedBytes: z.number(), totalBytes: z.number() });
export type LoadProgress = z.infer<typeof LoadProgress>;

export const FromHost = z.discriminatedUnion("type", [
  z.object({ type: z.literal("loading"), progress: LoadProgress }),
  z.object({ type: z.literal("ready"), place: Backend, threads: z.int() }),
  /** There is no host, and there will be none on this channel. */
  z.object({ type: z.literal("failed"), error: WireErrorRecord }),
  z.object({ type: z.literal("progress"), id: z.int(), update: ProgressRecord }),
  z.object({ type: z.literal("result"), id: z.int(), value: z.unknown().optional() }),
  z.object({ type: z.literal("error"), id: z.int(), error: WireErrorRecord }),
  z.object({
    type: z.literal("log"),
    level: z.enum(["debug", "info", "warn"]),
    message: z.string(),
    fields: Json.optional(),
  }),
]);
export type FromHost = z.infer<typeof FromHost>;
