/**
 * What a model host looks up in the records of the installation. A host knows no database: on the server it asks the process
 * that has it, in a tab it asks the server.
 */
import { z } from "zod";
import { Address, PresetRecord, StoredShape, VersionId } from "../../store";
import type { CallTable, MethodsOf } from "./call";

export const RECORD_CALLS = {
  /** The addresses of all overlays that a version applies, in order. */
  overlaysOf: {
    isLong: false,
    input: z.object({ version: VersionId }),
    output: z.object({ overlays: z.array(Address) }),
  },
  /** Parameters that were measured for a model on this installation, the newest first. */
  presetsOf: {
    isLong: false,
    input: z.object({ model: z.string() }),
    output: z.object({
      presets: z.array(PresetRecord.pick({ method: true, model: true, parameters: true })),
      /** What the model is recognised by, where its files are known without opening it. */
      facts: StoredShape.optional(),
    }),
  },
  /** The reply of the model that the installation names as a judge. Throws `unsupported` where it names none. */
  askJudge: {
    isLong: false,
    input: z.object({ prompt: z.string().max(100_000) }),
    output: z.object({ reply: z.string() }),
  },
} as const satisfies CallTable;

export type HostRecords = MethodsOf<typeof RECORD_CALLS>;
