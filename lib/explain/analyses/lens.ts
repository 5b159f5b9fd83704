/** What a model would say after each of its layers. */
import { z } from "zod";
import type { Run } from "../../base";
import { defineAnalysis, type AnalysisCall } from "../analysis";
import { passOperations } from "../cost";
import { fitKey } from "../lenses/fit-key";

const Cell = z.object({
  likeliest: z.array(z.object({ token: z.string(), probability: z.number() })),
  /** `rank` is the number of likelier tokens. */
  asked: z.array(z.object({ probability: z.number(), rank: z.int() })),
  entropyNats: z.number(),
  /** KL divergence of this distribution from the last state's. */
  lossNats: z.number(),
});
/** How each form reads a state. */
const NORMS = { logit: "own", notebook: "last", plain: "none", tuned: "own", jacobian: "own" } as const;
/** Of a fitted lens: how it came close. */
const Fit = z.object({
  /** The texts that it was fitted over, and how many rows of them. */
  texts: z.string(),
  rows: z.int(),
  /** Jacobian: relative change of the mean by each row. Tuned: mean loss of each step. */
  curve: z.array(z.number()),
  /** Tuned, by state, on rows that no step has seen: loss of the logit lens, and of this one. */
  before: z.array(z.number()).optional(),
  after: z.array(z.number()).optional(),
});
/** Points of a curve that an answer holds. */
const CURVE_POINTS = 200;

const Parameters = z.object({
  lens: z
    .enum(["logit", "notebook", "plain", "tuned", "jacobian"])
    .default("logit")
    .describe(
      "logit: through the final norm. notebook: as the knowledge circuits' notebook, at the last layer's scale and without the bias. plain: without the norm. tuned, jacobian: after a translation that is fitted once and kept.",
    ),
  count: z.int().min(1).max(10).default(5).describe("Tokens listed in each cell."),
  rows: z.int().min(1).max(2000).default(24).describe("Rows of text that a lens is fitted over."),
  tokens: z.int().min(8).max(512).default(64).describe("Tokens of a row."),
  skip: z.int().min(0).max(64).default(16).describe("Jacobian: first tokens of a row that take no part."),
  file: z
    .string()
    .max(200)
    .default("")
    .describe("Jacobian: the name of a lens that was imported; one is fitted here when empty."),
  steps: z.int().min(1).max(5000).default(200).describe("Tuned: steps of the training."),
});
type Parameters = z.infer<typeof Parameters>;

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
  parameters: Parameters,
  answer: z.object({
    tokens: z.array(z.string()),
    /** The first token of each answer that is followed. */
    asked: z.array(z.string()),
    /** [start, end) in tokens. */
    subject: z.tuple([z.int(), z.int()]).optional(),
    /** By state, of which the first is the embedding, and token. */
    states: z.array(z.array(Cell)),
    fit: Fit.optional(),
  }),
  async preflight({ facts, tokens, parameters, fingerprint, texts }) {
    const { layers, vocabulary, width } = facts.dimensions;
    const vectors = (layers + 1) * tokens;
    const { lens, rows, tokens: length, steps } = parameters;
    const isFitted = lens === "tuned" || (lens === "jacobian" && parameters.file === "");
    const kind = lens === "tuned" ? "tuned-lens" : "jacobian-lens";
    // A backward pass takes twice a forward one.
    const fitting =
      lens === "tuned"
        ? 3 * steps * passOperations(facts, 4 * length, layers * 4 * length)
        : passOperations(facts, 3 * width * rows * length, 0);
    return {
      operations: passOperations(facts, tokens, vectors),
      memoryBytes:
        4 *
        (vectors * width + 2 * Math.min(vectors, 48) * vocabulary + (isFitted ? 2 * layers * width ** 2 : 0)),
      ...(isFitted && {
        artifacts: [
          {
            what: lens === "tuned" ? "Tuned lens" : "Jacobian lens",
            key: fitKey(kind, facts, await fingerprint(), await texts(), parameters),
            operations: fitting,
          },
        ],
      }),
    };
  },
  async run(run, call) {
    const { model, question, parameters } = call;
    const [{ logitLens }, { answerToken, readPrompt }] = await Promise.all([
      import("../lenses/logit-lens"),
      import("../question"),
    ]);
    const { tokenizer } = model;
    const { text, ids, subject } = readPrompt(model, question);
    const answers = [question.answer, question.otherAnswer].filter((answer) => answer !== undefined);
    const asked = answers.map((answer) => answerToken(model, text, answer));
    const fitted = await fittedLens(run, call);
    const cells = await logitLens(run, model, ids, {
      translator: fitted?.translator,
      asked,
      count: parameters.count,
      norm: NORMS[parameters.lens],
    });
    return {
      tokens: ids.map((id) => tokenizer.piece(id)),
      asked: asked.map((id) => tokenizer.piece(id)),
      ...(fitted && { fit: fitted.fit }),
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
  tables({ tokens, asked, subject, states, fit }) {
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
      ...(fit
        ? [
            {
              title: `Fitted over ${fit.rows} rows of ${fit.texts}`,
              columns: fit.before
                ? ["layer", "logit lens (nats)", "this lens (nats)"]
                : ["row", "relative change"],
              rows: fit.before
                ? fit.before.map((loss, state) => [name(state), loss, fit.after?.[state] ?? NaN])
                : fit.curve.map((change, row) => [row + 2, change]).slice(-5),
            },
          ]
        : []),
      {
        title: "The likeliest token after each layer, at every token",
        columns: ["layer", ...tokens.map((token, t) => `${t} ${token}`)],
        rows: states.map((row, state) => [name(state), ...row.map(({ likeliest }) => likeliest[0].token)]),
      },
    ];
  },
});

/** The translator of a lens that is fitted, and how close it came; undefined for the others. */
async function fittedLens(run: Run, { model, parameters, cache, texts: named }: AnalysisCall<Parameters>) {
  const { lens, rows } = parameters;
  if (lens !== "tuned" && lens !== "jacobian") return undefined;
  const { width } = model.facts.dimensions;
  const texts = await named();
  const thinned = (curve: readonly number[]) => {
    const every = Math.ceil(curve.length / CURVE_POINTS);
    return curve.filter((_, i) => i % every === 0 || i === curve.length - 1);
  };
  if (lens === "jacobian") {
    const { jacobianLens, jacobianTranslator } = await import("../lenses/jacobian-lens");
    const { importedLens } = await import("../lenses/jacobian-file");
    const { file } = parameters;
    const found = file
      ? await importedLens(model, cache, file)
      : await jacobianLens(run, model, cache, texts, parameters);
    const fit = { texts: file || texts.name, rows: found.prompts, curve: thinned(found.changes) };
    return { translator: jacobianTranslator(found, width), fit };
  }
  const { tunedLens, tunedTranslator } = await import("../lenses/tuned-lens");
  const found = await tunedLens(run, model, cache, texts, parameters);
  return {
    translator: tunedTranslator(found, width),
    fit: {
      texts: texts.name,
      rows,
      curve: thinned(found.curve),
      before: [...found.before],
      after: [...found.after],
    },
  };
}
