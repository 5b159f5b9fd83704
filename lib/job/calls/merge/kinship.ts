/** How related models are by their differences from a base. */
import { z } from "zod";
import { KinshipReport } from "../../../merge/kinship/report";
import { defineLongCall } from "../call";
import { NamedSources } from "../../../store";

export const KinshipInput = z.object({
  /** As trained, it is the base. */
  model: z.string(),
  models: NamedSources,
  /** The share of the largest entries whose overlap is counted. */
  topShare: z.number().min(0).max(1).default(0.05),
});

export const kinship = defineLongCall({
  summary:
    "How alike the differences of models from their base are: every pair, as a whole, by layer and by tensor.",
  input: KinshipInput,
  output: KinshipReport,
  perform: async (context, run, input) =>
    (await import("../../merge/perform-kinship")).performKinship(context, run, input),
});
