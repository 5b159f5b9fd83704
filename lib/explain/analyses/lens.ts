/** What a model would say after each of its layers. */
import { z } from "zod";
import { defineAnalysis } from "../analysis";
import { passOperations } from "../cost";

const Cell = z.object({
  likeliest: z.array(z.object({ token: z.string(), probability: z.number() })),
  /** `rank` is the number of likelier tokens. */
  asked: z.array(z.object({ probability: z.number(), rank: z.int() })),
  entropyNats: z.number(),
  /** KL divergence of this distribution from the last state's. */
  lossNats: z.number(),
});
/** How each form reads a state. */
const NORMS = { logit: "own", notebook: "last", plain: "none" } as const;

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
    lens: z
      .enum(["logit", "notebook", "plain"])
      .default("logit")
      .describe(
        "logit: through the final norm. notebook: as the knowledge circuits' notebook, at the last layer's scale and without the bias. plain: without the norm.",
      ),
    count: z.int().min(1).max(10).default(5).describe("Tokens listed in each cell."),
  }),
  answer: z.object({
    tokens: z.array(z.string()),
    /** The first token of each answer that is followed. */
    asked: z.array(z.string()),
    /** [start, end) in tokens. */
    subject: z.tuple([z.int(), z.int()]).optional(),
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
      import("../lenses/logit-lens"),
      import("../question"),
    ]);
    const { tokenizer } = model;
    const { text, ids, subject } = readPrompt(model, question);
    const answers = [question.answer, question.otherAnswer].filter((answer) => answer !== undefined);
    const asked = answers.map((answer) => answerToken(model, text, answer));
    const cells = await logitLens(run, model, ids, {
      asked,
      count: parameters.count,
      norm: NORMS[parameters.lens],
    });
    return {
      tokens: ids.map((id) => tokenizer.piece(id)),
      asked: asked.map((id) => tokenizer.piece(id)),
      ...(subject && { subject: [...subject] as [number, number] }),
      states: cells.map((row) =>
        row.map(({ likeliest, asked, ...cell }) => ({
          ...cell,
          likeliest: likeliest.map(({ id, probability }) => ({ token: tokenizer.piece(id), probability })),
          asked: [...asked],
        })),
      ),
    };
  },
  tables({ tokens, asked, subject, states }) {
    const at = tokens.length - 1;
    const name = (state: number) => (state === 0 ? "embedding" : state - 1);
    // The notebook's third series: where in the subject the answer stands highest.
    const ofSubject = subject ? asked.map((token) => `rank(${token}) in subject`) : [];
    return [
      {
        title: `After each layer, at "${tokens[at]}"`,
        columns: [
          "layer",
          "likeliest",
          "p",
          ...asked.flatMap((token) => [`p(${token})`, `rank(${token})`]),
          ...ofSubject,
          "entropy (nats)",
          "from the last (nats)",
        ],
        rows: states.map((row, state) => [
          name(state),
          row[at].likeliest[0].token,
          row[at].likeliest[0].probability,
          ...row[at].asked.flatMap(({ probability, rank }) => [probability, rank]),
          ...ofSubject.map((_, a) =>
            Math.min(...row.slice(...(subject as [number, number])).map(({ asked }) => asked[a].rank)),
          ),
          row[at].entropyNats,
          row[at].lossNats,
        ]),
      },
      {
        title: "The likeliest token after each layer, at every token",
        columns: ["layer", ...tokens.map((token, t) => `${t} ${token}`)],
        rows: states.map((row, state) => [name(state), ...row.map(({ likeliest }) => likeliest[0].token)]),
      },
    ];
  },
});
