/** What each head looks at and writes, and what is lost without it. */
import { z } from "zod";
import type { Run } from "../../base";
import type * as Models from "../../model";
import { defineAnalysis, type AnalysisCall } from "../analysis";
import { passOperations } from "../cost";

const Word = z.object({ token: z.string(), logit: z.number() });
/** What removing a part changes. */
const Effect = z.object({
  /** Of log p(answer), in nats. */
  answerNats: z.number(),
  /** Of logit(answer) − logit(other answer), where there is one. */
  difference: z.number().optional(),
  /** Of the summed probability of the relation's other answers, where there are facts. */
  others: z.number().optional(),
  /** What is likeliest without it. */
  says: z.string(),
});
const Head = z.object({
  layer: z.int(),
  head: z.int(),
  /** Of the last token. */
  attention: z.array(z.number()),
  subjectShare: z.number(),
  relationShare: z.number(),
  fromSubject: z.number(),
  fromRelation: z.number(),
  role: z.enum(["mover", "relation", "mixture"]).optional(),
  previous: z.number(),
  duplicate: z.number(),
  induction: z.number(),
  words: z.array(Word),
  effect: Effect.optional(),
  /** Whether it has a role and removing it lowers log p(answer) by the stated amount. */
  isConfirmed: z.boolean(),
});

const Parameters = z.object({
  metric: z
    .enum(["mover", "relation", "mixture", "previous", "duplicate", "induction", "effect"])
    .default("mover")
    .describe("By what heads are sorted."),
  ablation: z
    .enum(["zero", "mean", "corrupt", "none"])
    .default("zero")
    .describe(
      "How a head or an MLP is removed: by nothing, its mean over the prompt's tokens, or the other subject's values.",
    ),
  weights: z
    .enum(["folded", "raw"])
    .default("folded")
    .describe(
      "What zero ablation leaves of a head: what the norm's bias makes of its values, or their bias alone.",
    ),
  words: z.int().min(1).max(20).default(5).describe("Words listed of each output."),
  confirm: z.number().min(0).max(10).default(0.001).describe("Nats of log p(answer) that confirm a role."),
});
type Parameters = z.infer<typeof Parameters>;

export const heads = defineAnalysis({
  id: "heads",
  name: "Heads",
  summary:
    "Where each head looks from the last token, what it writes into the answer, its words, and what is lost without it.",
  paper: {
    title: "Knowledge Circuits in Pretrained Transformers",
    year: 2024,
    url: "https://arxiv.org/abs/2405.17969",
  },
  asks: ["prompt", "subject"],
  parameters: Parameters,
  answer: z.object({
    tokens: z.array(z.string()),
    subject: z.tuple([z.int(), z.int()]),
    answer: z.string(),
    other: z.string().optional(),
    /** Other answers of the relation that contributions are held against. */
    others: z.int(),
    ablation: z.enum(["zero", "mean", "corrupt", "none"]),
    weights: z.enum(["folded", "raw"]),
    /** The strongest by the metric first. */
    heads: z.array(Head),
    mlps: z.array(z.object({ layer: z.int(), words: z.array(Word), effect: Effect.optional() })),
  }),
  preflight({ facts, tokens, question, parameters: { ablation } }) {
    const { layers, heads, headWidth, vocabulary, width } = facts.dimensions;
    const parts = layers * (heads + 1);
    const rows = ablation === "none" ? 1 : 1 + parts;
    return {
      blockers:
        ablation === "corrupt" && question.other === undefined
          ? ["A corrupt ablation needs another subject."]
          : [],
      operations: passOperations(facts, rows * tokens, rows + parts),
      memoryBytes: 4 * (32 * tokens * layers * (heads * headWidth + width) + 48 * vocabulary),
    };
  },
  async run(run, call) {
    const { model, question, parameters } = call;
    const { describeHeads } = await import("../heads");
    const { answerToken, askedTokens, readSubject, wordTokens } = await import("../question");
    const { tokenizer } = model;
    const read = readSubject(model, question);
    const [answer, other] = await askedTokens(run, model, read, question);
    const others = new Set(
      (question.facts ?? []).flatMap((fact) =>
        fact.answer === undefined ? [] : [answerToken(model, read.text, fact.answer)],
      ),
    );
    others.delete(answer);
    const piece = (id: number) => tokenizer.piece(id);
    const listed = (words: readonly { id: number; logit: number }[]) =>
      words.map(({ id, logit }) => ({ token: piece(id), logit }));
    const found = await describeHeads(run, model, {
      ...read,
      answer,
      others: [...others],
      relationWords: wordTokens(tokenizer, question.prompt ?? ""),
      count: parameters.words,
    });
    const effects = await effectsOf(run, call, { ...read, answer, other, others: [...others] });
    const described = found.heads.map(({ sources: _, role, words, ...head }, i) => {
      const effect = effects?.heads[i];
      return {
        ...head,
        attention: [...head.attention],
        words: listed(words),
        ...(role && { role }),
        ...(effect && { effect }),
        isConfirmed: role !== undefined && effect !== undefined && -effect.answerNats >= parameters.confirm,
      };
    });
    return {
      tokens: read.ids.map(piece),
      subject: [...read.subject] as [number, number],
      answer: piece(answer),
      ...(other !== undefined && { other: piece(other) }),
      others: others.size,
      ablation: parameters.ablation,
      weights: parameters.weights,
      heads: described.sort((a, b) => strength(b, parameters.metric) - strength(a, parameters.metric)),
      mlps: found.mlps.map(({ layer, words }) => {
        const effect = effects?.mlps[layer];
        return { layer, words: listed(words), ...(effect && { effect }) };
      }),
    };
  },
  tables({ heads, mlps, answer, ablation }) {
    const first = (words: readonly { token: string }[]) =>
      words
        .slice(0, 3)
        .map(({ token }) => token)
        .join("");
    const effects = (effect: z.infer<typeof Effect> | undefined) =>
      effect
        ? [effect.answerNats, effect.difference ?? "", effect.others ?? "", effect.says]
        : ["", "", "", ""];
    const lost = ["Δ log p", "Δ difference", "Δ others", "says"];
    return [
      {
        title: `Heads at the last token, for ${answer}; removed by ${ablation}`,
        columns: [
          "head",
          "role",
          "subject",
          "relation",
          "g_S",
          "g_R",
          "previous",
          "duplicate",
          "induction",
          ...lost,
          "words",
        ],
        rows: heads
          .slice(0, 20)
          .map((one) => [
            `a${one.layer}.h${one.head}`,
            one.role === undefined ? "" : `${one.role}${one.isConfirmed ? "" : "?"}`,
            one.subjectShare,
            one.relationShare,
            one.fromSubject,
            one.fromRelation,
            one.previous,
            one.duplicate,
            one.induction,
            ...effects(one.effect),
            first(one.words),
          ]),
      },
      {
        title: "MLPs",
        columns: ["mlp", ...lost, "words"],
        rows: mlps.map(({ layer, effect, words }) => [`m${layer}`, ...effects(effect), first(words)]),
      },
    ];
  },
});

function strength(head: z.infer<typeof Head>, metric: Parameters["metric"]): number {
  switch (metric) {
    case "effect":
      return -(head.effect?.answerNats ?? 0);
    case "previous":
    case "duplicate":
    case "induction":
      return head[metric];
    default: {
      // Those of the role first.
      const of = metric === "relation" ? head.fromRelation : head.fromSubject;
      return (head.role === metric ? 1e6 : 0) + of;
    }
  }
}

interface Asked {
  readonly ids: readonly number[];
  readonly answer: number;
  readonly other?: number;
  readonly others: readonly number[];
}

/** What is lost without each head and each MLP. */
async function effectsOf(run: Run, { model, question, parameters }: AnalysisCall<Parameters>, asked: Asked) {
  const { ablation, weights } = parameters;
  if (ablation === "none") return undefined;
  const { ablationsOf, patchedLogits } = await import("../patch");
  const { nextLogits, readSubject } = await import("../question");
  const models = await import("../../model");
  const corrupt =
    ablation === "corrupt" ? readSubject(model, { ...question, subject: question.other }).ids : undefined;
  const patches = await ablationsOf(run, model, asked.ids, { kind: ablation, convention: weights, corrupt });
  const [plain] = await nextLogits(run, model, [asked.ids]);
  const before = said(models, plain, asked);
  const after = await patchedLogits(run, model, asked.ids, patches);
  const effects = after.map((logits) => {
    const now = said(models, logits, asked);
    return {
      answerNats: now.answer - before.answer,
      ...(asked.other !== undefined && { difference: now.difference - before.difference }),
      ...(asked.others.length > 0 && { others: now.others - before.others }),
      says: model.tokenizer.piece(now.top),
    };
  });
  const { layers, heads } = model.facts.dimensions;
  return { heads: effects.slice(0, layers * heads), mlps: effects.slice(layers * heads) };
}

function said(
  { argmax, logProbability }: Pick<typeof Models, "argmax" | "logProbability">,
  logits: Float32Array,
  { answer, other, others }: Asked,
) {
  return {
    top: argmax(logits),
    answer: logProbability(logits, answer),
    difference: other === undefined ? 0 : logits[answer] - logits[other],
    others: others.reduce((total, id) => total + Math.exp(logProbability(logits, id)), 0),
  };
}
