/** What a model would say after each of its layers. */
import { z } from "zod";
import { defineAnalysis } from "../analysis";
import { passOperations } from "../cost";

const Cell = z.object({
  likeliest: z.array(z.object({ token: z.string(), probability: z.number() })),
  asked: z.array(z.object({ probability: z.number(), rank: z.int() })),
});

export const lens = defineAnalysis({
  id: "lens",
  name: "Logit lens",
  summary: "The likeliest tokens after each layer, at every token of a prompt.",
  paper: {
    title: "Interpreting GPT: the logit lens",
    year: 2020,
    url: "https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens",
  },
  asks: ["prompt"],
  parameters: z.object({
    count: z.int().min(1).max(10).default(5).describe("Tokens listed in each cell."),
  }),
  answer: z.object({
    tokens: z.array(z.string()),
    /** The first token of each answer that is followed. */
    asked: z.array(z.string()),
    /** By state, of which the first is the embedding, and token. */
    states: z.array(z.array(Cell)),
  }),
  preflight({ facts, tokens }) {
    const { layers, vocabulary, width } = facts.dimensions;
    const vectors = (layers + 1) * tokens;
    return {
      operations: passOperations(facts, tokens, vectors),
      memoryBytes: 4 * (vectors * width + 2 * Math.min(vectors, 48) * vocabulary),
    };
  },
  async run(run, { model, question, parameters }) {
    const [{ logitLens }, { answerToken, readPrompt }] = await Promise.all([
      import("../lens"),
      import("../question"),
    ]);
    const { tokenizer } = model;
    const { text, ids } = readPrompt(model, question);
    const answers = [question.answer, question.otherAnswer].filter((answer) => answer !== undefined);
    const asked = answers.map((answer) => answerToken(model, text, answer));
    const cells = await logitLens(run, model, ids, asked, parameters.count);
    return {
      tokens: ids.map((id) => tokenizer.piece(id)),
      asked: asked.map((id) => tokenizer.piece(id)),
      states: cells.map((row) =>
        row.map(({ likeliest, asked }) => ({
          likeliest: likeliest.map(({ id, probability }) => ({ token: tokenizer.piece(id), probability })),
          asked: [...asked],
        })),
      ),
    };
  },
  tables({ tokens, asked, states }) {
    const at = tokens.length - 1;
    return [
      {
        title: `After each layer, at "${tokens[at]}"`,
        columns: ["layer", "likeliest", "p", ...asked.flatMap((token) => [`p(${token})`, `rank(${token})`])],
        rows: states.map((row, state) => [
          state === 0 ? "embedding" : state - 1,
          row[at].likeliest[0].token,
          row[at].likeliest[0].probability,
          ...row[at].asked.flatMap(({ probability, rank }) => [probability, rank]),
        ]),
      },
    ];
  },
});
