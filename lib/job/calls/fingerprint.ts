/** The name of a version's content. */
import { z } from "zod";
import { ModelVersion } from "../../store";
import { defineQuestion } from "./call";

export const fingerprint = defineQuestion({
  summary: "The fingerprint of a model with overlays, computed from the bytes now.",
  input: ModelVersion,
  output: z.object({ fingerprint: z.string() }),
  perform: async ({ openVersion }, { signal }, version) => ({
    fingerprint: await (await openVersion(version, signal)).fingerprint(),
  }),
});
