/** The name of a version's content. */
import { z } from "zod";
import { Address, ModelVersion } from "../../store";
import { defineQuestion } from "./call";

export const fingerprint = defineQuestion({
  summary: "The fingerprint of a version, computed from the bytes now.",
  input: ModelVersion.extend({
    /** On top of the version, such as those of an edit that is not kept yet. */
    overlays: z.array(Address).default([]),
  }),
  output: z.object({ fingerprint: z.string() }),
  perform: async ({ openVersion }, { signal }, version) => ({
    fingerprint: await (await openVersion(version, signal)).fingerprint(),
  }),
});
