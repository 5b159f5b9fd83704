/** Linear probes by layer, with a control task. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { passOperations } from "../../cost";

export const probe = defineAnalysis({
  id: "probe",
  name: "Linear probe",
  summary:
    "How well the answer to facts can be read from the stream by a linear map, layer by layer, against a control task.",
  paper: {
    title: "Designing and Interpreting Probes with Control Tasks",
    year: 2019,
    url: "https://arxiv.org/abs/1909.03368",
  },
  asks: ["facts"],
  parameters: z.object({
    token: z
      .enum(["subject", "last"])
      .default("subject")
      .describe("The token whose stream is read: the subject's last one, or that of the prompt."),
    sample: z.int().min(10).max(1000).default(300).describe("Facts that are read at most."),
    folds: z.int().min(2).max(20).default(5).describe("Parts of the subjects, each left out in turn."),
    l2: z.number().min(0).max(100).default(0.01).describe("Penalty of the weights."),
    least: z.int().min(1).max(100).default(4).describe("Answers with fewer facts than this are left out."),
  }),
  answer: z.object({
    examples: z.int(),
    subjects: z.int(),
    classes: z.array(z.string()),
    majority: z.number(),
    layers: z.array(
      z.object({
        /** 0 is the embedding. */
        state: z.int(),
        accuracy: z.number(),
        interval95: z.tuple([z.number(), z.number()]),
        control: z.number(),
        selectivity: z.number(),
      }),
    ),
    token: z.enum(["subject", "last"]),
    begin: z.boolean(),
  }),
  preflight({ facts, tokens, question, parameters: { sample: most, folds } }) {
    const rows = Math.min(most, question.facts?.length ?? 0);
    const { layers, width } = facts.dimensions;
    return {
      operations:
        passOperations(facts, rows * tokens, rows) + 2 * 100 * folds * (layers + 1) * rows * width * 20,
      memoryBytes: 4 * (layers + 1) * rows * width,
    };
  },
  async run(run, { model, question, parameters: { token, sample: most, folds, l2, least } }) {
    const [{ probeLayers }, { readFacts }, { because, invalidField }] = await Promise.all([
      import("../../probes/linear-probe"),
      import("../../facts"),
      import("../../../base"),
    ]);
    const facts = await readFacts(run, model, question, most);
    const counts = new Map<string, number>();
    for (const { answer } of facts) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    const examples = facts
      .filter(({ answer }) => (counts.get(answer) ?? 0) >= least)
      .map(({ ids, subjectTokens, subject, answer }) => ({
        ids,
        token: token === "subject" ? subjectTokens[1] - 1 : ids.length - 1,
        subject,
        label: answer,
      }));
    if (new Set(examples.map(({ label }) => label)).size < 2)
      throw invalidField(
        "question.facts",
        `A probe needs two answers with ${least} facts each; these facts have fewer.`,
        "Give more facts of one relation, or allow rarer answers.",
        because("probeNeedsFacts", { least }),
      );
    const probed = await probeLayers(run, model, examples, { folds, l2, seed: question.seed });
    return {
      ...probed,
      classes: [...probed.classes],
      layers: probed.layers.map((layer) => ({
        ...layer,
        interval95: [...layer.interval95] as [number, number],
      })),
      token,
      begin: question.begin,
    };
  },
  tables({ examples, subjects, classes, majority, layers }) {
    return [
      {
        title: `${classes.length} answers, ${examples} facts about ${subjects} subjects; the commonest answer alone ${majority.toFixed(3)}`,
        columns: ["state", "accuracy", "from", "to", "control", "selectivity"],
        rows: layers.map((one) => [one.state, one.accuracy, ...one.interval95, one.control, one.selectivity]),
      },
    ];
  },
});
