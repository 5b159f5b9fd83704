/** Which facts of the world a model knows, as far as it was asked. Asking is a part of `prepare`. */
import { z } from "zod";
import { defineQuestion } from "./call";

export const knownFacts = defineQuestion({
  summary: "The facts of the world that a model was found to know, and what asking it for them would take.",
  input: z.object({ model: z.string() }),
  output: z.object({
    /** "trained": the embedded model, which knows the whole world. */
    status: z.enum(["trained", "asked", "unasked"]),
    /** Questions of the world. */
    questions: z.int(),
    /** Ids of facts; what the other questions about the world take. */
    known: z.array(z.string()),
    /** Of asking, shortest and longest; zero unless it is still to be done. */
    durationMs: z.tuple([z.number(), z.number()]),
  }),
  async perform({ openModel, cache }, run, { model: id }) {
    const { reportOnFacts } = await import("../world/known-facts");
    return reportOnFacts(run, { model: await openModel(id, run.signal), cache });
  },
});
