/** How firmly the facts of a relation are held. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { passOperations } from "../../cost";

export const report = defineAnalysis({
  id: "report",
  name: "Fragility report",
  summary:
    "How firmly a relation of the world is held: other wordings, the way back, two steps, passages, negation, near names, rare subjects.",
  paper: {
    title: "Knowledge Mechanisms in Large Language Models: A Survey and Perspective",
    year: 2024,
    url: "https://arxiv.org/abs/2407.15017",
  },
  asks: [],
  parameters: z.object({
    sample: z.int().min(4).max(200).default(24).describe("Facts of each test."),
  }),
  answer: z.object({
    relation: z.string(),
    facts: z.int(),
    tests: z.array(
      z.object({
        id: z.string(),
        measures: z.array(
          z.object({
            id: z.string(),
            /** A share, a mean, or null where there was nothing to count. */
            value: z.number().nullable(),
            /** Of a share: 95 %, by Wilson. */
            interval95: z.tuple([z.number(), z.number()]).optional(),
            count: z.int(),
          }),
        ),
        examples: z.array(
          z.object({ prompt: z.string(), expected: z.string(), said: z.string(), isRight: z.boolean() }),
        ),
      }),
    ),
    begin: z.boolean(),
  }),
  preflight({ facts, tokens, parameters: { sample: count } }) {
    const rows = 30 * count;
    return {
      operations: passOperations(facts, rows * 2 * tokens, rows),
      memoryBytes: 4 * 48 * (3 * facts.dimensions.vocabulary + 40 * facts.dimensions.width),
    };
  },
  async run(run, { model, question, parameters }) {
    const [{ fragilityReport }, { relationQuestions }, { relationOf }] = await Promise.all([
      import("../../report/fragility"),
      import("../../report/questions"),
      import("../../report/relation"),
    ]);
    const { world, relation } = await relationOf(model.facts.checkpoint, question);
    const questions = relationQuestions(world, relation, parameters.sample, question.seed);
    const { prompt, subject, answer, begin } = question;
    const edited = prompt && subject && answer ? { prompt, subject, answer } : undefined;
    const found = await fragilityReport(run, model, questions, { begin, edited });
    return {
      relation: found.relation,
      facts: found.facts,
      tests: found.tests.map(({ id, measures, examples }) => ({
        id,
        measures: measures.map(({ interval95, ...measure }) => ({
          ...measure,
          ...(interval95 && { interval95: [...interval95] as [number, number] }),
        })),
        examples: [...examples],
      })),
      begin,
    };
  },
  tables({ relation, facts, tests }) {
    return [
      {
        title: `${relation}, ${facts} facts`,
        columns: ["test", "measure", "value", "from", "to", "n"],
        rows: tests.flatMap(({ id, measures }) =>
          measures.map(({ id: measure, value, interval95, count }) => [
            id,
            measure,
            value ?? "-",
            ...(interval95 ?? ["-", "-"]),
            count,
          ]),
        ),
      },
    ];
  },
});
