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
  output: z.object({
    fingerprint: z.string(),
    /** Of weights and overlays alone, for files that were exported when a fingerprint covered nothing else. */
    ofWeights: z.string(),
  }),
  async perform({ openVersion }, { signal }, version) {
    const model = await openVersion(version, signal);
    return { fingerprint: await model.fingerprint(), ofWeights: await model.fingerprintOfWeights() };
  },
});
