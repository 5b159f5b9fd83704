/** Which activations bring a fact back. */
import { z } from "zod";
import { hashJson, insideStep, invalidField, type Run } from "../../base";
import { defineAnalysis, type AnalysisCall } from "../analysis";
import { passOperations } from "../cost";
import type { TracedCase } from "../trace-roles";

const Kind = z.enum(["state", "mlp", "attention"]);
/** The noise of the published traces, in standard deviations of the subjects' embeddings. */
const NOISE_FACTOR = 3;
/** Of the normal distribution: an interval that holds 95 of 100 means. */
const INTERVAL = 1.96;

const Parameters = z.object({
  kinds: z
    .array(Kind)
    .min(1)
    .max(3)
    .default(["state", "mlp", "attention"])
    .describe("What is restored: the state after a block, or the output of its MLP or attention."),
  corruption: z
    .enum(["noise", "replacement"])
    .default("noise")
    .describe("What the subject becomes: noise, or another subject of as many tokens."),
  noise: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .describe("Standard deviation of the noise; 0 is three times that of many subjects' embeddings."),
  samples: z.int().min(1).max(20).default(10).describe("Draws of noise."),
  window: z
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe("Layers restored together, for MLP and attention; 0 is a third of the layers."),
  severed: z
    .boolean()
    .default(false)
    .describe("Also the states' effects with MLPs, and with attention, held at the subject's last token."),
  count: z.int().min(2).max(500).default(12).describe("Facts that are averaged, where there are facts."),
});
type Parameters = z.infer<typeof Parameters>;

const Average = z.object({
  cases: z.int(),
  /** Facts whose answer the model does not give; they are not traced. */
  leftOut: z.int(),
  high: z.number(),
  low: z.number(),
  kinds: z.partialRecord(
    Kind,
    z.array(
      z.object({
        role: z.string(),
        /** Tokens pooled. */
        count: z.int(),
        mean: z.array(z.number()),
        /** Half of an interval of 95 %: 1.96 standard deviations over the root of the number of cases. */
        interval: z.array(z.number()),
      }),
    ),
  ),
});

export const trace = defineAnalysis({
  id: "trace",
  name: "Causal trace",
  summary: "How far restoring one activation brings the answer back when the subject is noise.",
  paper: {
    title: "Locating and Editing Factual Associations in GPT",
    year: 2022,
    url: "https://arxiv.org/abs/2202.05262",
  },
  asks: [],
  parameters: Parameters,
  answer: z.object({
    tokens: z.array(z.string()),
    subject: z.tuple([z.int(), z.int()]),
    answer: z.string(),
    /** Probability of the answer on the clean prompt, and with the subject disturbed. */
    high: z.number(),
    low: z.number(),
    window: z.int(),
    disturbance: z.object({
      kind: z.enum(["noise", "replacement"]),
      /** Of noise: its standard deviation. */
      noise: z.number().optional(),
      /** Where its size comes from: so many subjects of the question's facts or of the embedded world, or given. */
      from: z.enum(["given", "facts", "world"]).optional(),
      subjects: z.int().optional(),
      /** Of a replacement: the other subject. */
      other: z.string().optional(),
    }),
    /** Probability with one activation restored, by kind, token and layer. */
    scores: z.partialRecord(Kind, z.array(z.array(z.number()))),
    /** By layer: the state of the subject's last token restored while a part is held there. */
    severed: z.object({ mlp: z.array(z.number()), attention: z.array(z.number()) }).optional(),
    /** Over the facts of the question. */
    average: Average.optional(),
    /** The layer whose restoration helps most at the subject's last token. */
    proposal: z.object({ kind: Kind, layer: z.int(), effect: z.number() }).optional(),
  }),
  preflight({ facts, tokens, question, parameters: { kinds, samples, corruption, count } }) {
    const { layers, width, vocabulary } = facts.dimensions;
    const draws = corruption === "noise" ? samples : 1;
    // About half of the tokens stand behind the subject's first, and half of the layers above a restoration.
    const rows = (kinds.length * tokens * layers * draws) / 2;
    const cases = question.facts ? 1 + Math.min(count, question.facts.length) : 1;
    return {
      operations: cases * passOperations(facts, (rows * tokens) / 4, rows),
      memoryBytes: 4 * 96 * (12 * tokens * width + 2 * vocabulary),
      warnings:
        corruption === "replacement" && question.facts
          ? ["Facts are averaged with noise alone; the other subject counts for the prompt."]
          : [],
    };
  },
  async run(run, call) {
    const { model, parameters } = call;
    const { layers } = model.facts.dimensions;
    const { averageTraces, proposedLayer } = await import("../trace-roles");
    const window = parameters.window === 0 ? Math.max(1, Math.floor(layers / 3)) : parameters.window;
    const { one, disturbance, traced, severed } = await traceOne(run, call, window);
    const cases = await traceFacts(run, call, window);
    const found = averageTraces(cases && cases.traced.length > 0 ? cases.traced : [traced]);
    const proposal = proposedLayer(found);
    const bounded = (kind: z.infer<typeof Kind>) =>
      (found.kinds[kind] ?? []).map(({ role, count, mean, deviation }) => ({
        role,
        count,
        mean: [...mean],
        interval: deviation.map((value) => (INTERVAL * value) / Math.sqrt(found.cases)),
      }));
    return {
      ...one,
      window,
      disturbance,
      ...(severed && { severed }),
      ...(cases && {
        average: {
          cases: cases.traced.length,
          leftOut: cases.leftOut,
          high: found.high,
          low: found.low,
          kinds: Object.fromEntries(parameters.kinds.map((kind) => [kind, bounded(kind)])),
        },
      }),
      ...(proposal && { proposal }),
    };
  },
  tables({ tokens, scores, answer, low, high, severed, average, proposal, disturbance }) {
    const columns = (rows: readonly (readonly number[])[]) => rows[0].map((_, layer) => `layer ${layer}`);
    const numbers = `clean ${high.toFixed(3)}, disturbed ${low.toFixed(3)}`;
    const how =
      disturbance.kind === "noise"
        ? `noise ${disturbance.noise?.toPrecision(3)} (${disturbance.from}, ${disturbance.subjects ?? 0} subjects)`
        : `subject replaced by ${disturbance.other}`;
    return [
      ...Object.entries(scores).map(([kind, table]) => ({
        title: `p(${answer}) with ${kind} restored; ${numbers}; ${how}`,
        columns: ["token", ...columns(table)],
        rows: table.map((row, t) => [`${t} ${tokens[t]}`, ...row]),
      })),
      ...(severed
        ? [
            {
              title: "p with the state of the subject's last token restored, and a part held there",
              columns: ["held", ...columns([severed.mlp])],
              rows: [
                ["mlp", ...severed.mlp],
                ["attention", ...severed.attention],
              ],
            },
          ]
        : []),
      ...Object.entries(average?.kinds ?? {}).map(([kind, roles]) => ({
        title: `Mean over ${average?.cases} facts with ${kind} restored; clean ${average?.high.toFixed(3)}, disturbed ${average?.low.toFixed(3)}; ± is 95 %`,
        columns: [
          "role",
          "tokens",
          ...columns(roles.filter(({ mean }) => mean.length > 0).map(({ mean }) => mean)),
        ],
        rows: roles
          .filter(({ count }) => count > 0)
          .map(({ role, count, mean, interval }) => [
            role,
            count,
            ...mean.map((value, layer) => `${value.toFixed(3)} ±${interval[layer].toFixed(3)}`),
          ]),
      })),
      ...(proposal
        ? [
            {
              title: "The layer that helps most at the subject's last token",
              columns: ["kind", "layer", "effect"],
              rows: [[proposal.kind, proposal.layer, proposal.effect]],
            },
          ]
        : []),
    ];
  },
});

type Call = AnalysisCall<Parameters>;

/** The prompt of the question, or its first fact where there is none. */
async function traceOne(run: Run, call: Call, window: number) {
  const { model, question, parameters } = call;
  const { traceAnswer, severedTrace } = await import("../trace");
  const { answerToken, checkAnswer, readSubject } = await import("../question");
  const asked = question.prompt === undefined ? { ...question, ...question.facts?.[0] } : question;
  if (asked.prompt === undefined)
    throw invalidField("question.prompt", "A causal trace needs a prompt, or facts.", "Write it.");
  const { text, ids, subject } = readSubject(model, asked);
  const { other: otherSubject } = question;
  if (parameters.corruption === "replacement" && otherSubject === undefined)
    throw invalidField(
      "question.other",
      "A replacement needs another subject.",
      "Write one of as many tokens.",
    );
  const isNoise = parameters.corruption === "noise";
  const size = isNoise ? await noiseOf(run, call) : undefined;
  const other = isNoise ? undefined : readSubject(model, { ...asked, subject: otherSubject }).ids;
  const disturbed = { noise: size?.noise, samples: parameters.samples, ...(other && { other }) };
  const trace = { ids, subject, ...disturbed };
  const traced = await traceAnswer(run, model, { ...trace, kinds: parameters.kinds, window });
  if (asked.answer !== undefined) checkAnswer(model, traced.answer, answerToken(model, text, asked.answer));
  const severed = parameters.severed
    ? {
        mlp: await severedTrace(run, model, trace, "mlp"),
        attention: await severedTrace(run, model, trace, "attention"),
      }
    : undefined;
  return {
    severed,
    traced: { ...traced, tokens: ids.length, subject } satisfies TracedCase,
    disturbance: isNoise
      ? { kind: "noise" as const, ...size }
      : { kind: "replacement" as const, other: otherSubject },
    one: {
      tokens: ids.map((id) => model.tokenizer.piece(id)),
      subject: [...subject] as [number, number],
      answer: model.tokenizer.piece(traced.answer),
      high: traced.high,
      low: traced.low,
      scores: Object.fromEntries(
        Object.entries(traced.scores).map(([kind, table]) => [kind, table.map((row) => [...row])]),
      ),
    },
  };
}

/** The facts of the question that the model answers; undefined where there are none. */
async function traceFacts(run: Run, call: Call, window: number) {
  const { model, question, parameters } = call;
  if (!question.facts) return undefined;
  const { traceAnswer } = await import("../trace");
  const { answerToken, readSubject } = await import("../question");
  const { noise } = await noiseOf(run, call);
  const facts = question.facts.slice(0, parameters.count);
  const traced: TracedCase[] = [];
  let leftOut = 0;
  for (const [i, fact] of facts.entries()) {
    const step = { phase: "Tracing facts", step: i, steps: facts.length };
    run.progress(step);
    const { text, ids, subject } = readSubject(model, { ...question, ...fact });
    const ask = { ids, subject, noise, samples: parameters.samples, window };
    const inside: Run = { ...insideStep(run, step), random: run.random.fork(`fact ${i}`) };
    const { answer } = await traceAnswer(inside, model, { ...ask, samples: 1, kinds: [] });
    if (fact.answer !== undefined && answer !== answerToken(model, text, fact.answer)) {
      leftOut++;
      continue;
    }
    const found = await traceAnswer(inside, model, { ...ask, kinds: parameters.kinds });
    traced.push({ ...found, tokens: ids.length, subject });
  }
  return { traced, leftOut };
}

interface Noise {
  readonly noise: number;
  readonly from: "given" | "facts" | "world";
  readonly subjects?: number;
}

/** As the paper: three standard deviations of the embeddings of many subjects, those of the facts or of the world. */
async function noiseOf(
  run: Run,
  { model, question, parameters, cache, subjects: named }: Call,
): Promise<Noise> {
  if (parameters.noise > 0) return { noise: parameters.noise, from: "given" };
  const { embeddingSpread } = await import("../trace");
  const own = question.facts?.map(({ subject }) => subject);
  const subjects = own ?? (await named());
  const key = {
    derived: "embedding spread",
    weights: await model.fingerprint(),
    subjects: await hashJson(subjects),
  };
  const rows = subjects.map((subject) => model.tokenizer.encode(subject).ids).filter((ids) => ids.length > 0);
  const spread = await cache.remember(key, () => embeddingSpread(run, model, rows));
  return { noise: NOISE_FACTOR * spread, from: own ? "facts" : "world", subjects: rows.length };
}
