/** Whether the stream at the end of a statement tells that it is true. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { passOperations } from "../../cost";

export const truth = defineAnalysis({
  id: "truth",
  name: "Truth probe",
  summary:
    "Whether the stream at the end of a statement tells true ones from false ones, tested on what was left out.",
  paper: {
    title: "The Geometry of Truth",
    year: 2024,
    url: "https://arxiv.org/abs/2310.06824",
  },
  asks: ["facts"],
  parameters: z.object({
    sample: z
      .int()
      .min(10)
      .max(1000)
      .default(200)
      .describe("Facts that become statements, one true and one false each."),
    l2: z.number().min(0).max(100).default(0.01).describe("Penalty of the weights."),
  }),
  answer: z.object({
    statements: z.int(),
    leftOut: z.enum(["relation", "subjects"]),
    groups: z.int(),
    /** Areas under the ROC curve, on what was left out; 0.5 is chance. State 0 is the embedding. */
    layers: z.array(z.object({ state: z.int(), logistic: z.number(), meanDifference: z.number() })),
    /** Between the layers' directions. */
    cosines: z.array(z.array(z.number())),
    begin: z.boolean(),
  }),
  preflight({ facts, tokens, question, parameters: { sample: most } }) {
    const rows = 2 * Math.min(most, question.facts?.length ?? 0);
    const { layers, width } = facts.dimensions;
    return {
      operations:
        passOperations(facts, rows * (tokens + 3), 0) + 2 * 100 * 5 * (layers + 1) * rows * width * 2,
      memoryBytes: 4 * (layers + 1) * rows * width,
    };
  },
  async run(run, { model, question, parameters: { sample: most, l2 } }) {
    const [{ probeTruth }, { readFacts }, { statementsFrom }] = await Promise.all([
      import("../../probes/truth-probe"),
      import("../../facts"),
      import("../../probes/statements"),
    ]);
    const facts = await readFacts(run, model, question, most);
    const { layers, cosines, ...probed } = await probeTruth(
      run,
      model,
      statementsFrom(model, facts, question),
      { l2 },
    );
    return {
      ...probed,
      layers: [...layers],
      cosines: cosines.map((row) => [...row]),
      begin: question.begin,
    };
  },
  tables({ statements, leftOut, groups, layers }) {
    return [
      {
        title: `${statements} statements; ${leftOut} left out in ${groups} parts. Areas under the ROC curve`,
        columns: ["state", "logistic regression", "difference of means"],
        rows: layers.map((one) => [one.state, one.logistic, one.meanDifference]),
      },
    ];
  },
});
