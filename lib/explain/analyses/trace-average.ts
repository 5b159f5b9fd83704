/** Which activations bring facts back, on average over a relation: with noise, or with another of its subjects. */
import { z } from "zod";
import { because, insideStep, invalidField, type Run } from "../../base";
import { defineAnalysis, type AnalysisCall } from "../analysis";
import { passOperations } from "../cost";
import type { Row } from "../../model";
import type { ReadFact } from "../facts";
import type { TracedCase } from "../trace-roles";
import { Kind, noiseOf, Proposal, TraceParameters, windowOf } from "./trace-parts";

/** Of the normal distribution: an interval that holds 95 of 100 means. */
const INTERVAL = 1.96;

const Parameters = TraceParameters.extend({
  count: z.int().min(2).max(500).default(12).describe("Facts that are averaged."),
});
type Parameters = z.infer<typeof Parameters>;

export const traceAverage = defineAnalysis({
  id: "trace-average",
  name: "Average causal trace",
  summary:
    "How far restoring one activation brings answers back, over many facts of a relation, with 95 % bands.",
  paper: {
    title: "Locating and Editing Factual Associations in GPT",
    year: 2022,
    url: "https://arxiv.org/abs/2202.05262",
  },
  asks: ["facts"],
  parameters: Parameters,
  answer: z.object({
    cases: z.int(),
    /** Facts whose answer the model does not give, and those without another subject of as many tokens; they are not traced. */
    leftOut: z.int(),
    withoutPartner: z.int(),
    /** Mean probability of the answers on the clean prompts, and with the subjects disturbed. */
    high: z.number(),
    low: z.number(),
    window: z.int(),
    corruption: z.enum(["noise", "replacement"]),
    /** Standard deviation of the noise. */
    noise: z.number().optional(),
    /** By kind: tokens in six roles. */
    kinds: z.partialRecord(
      Kind,
      z.array(
        z.object({
          role: z.string(),
          /** Tokens pooled. */
          count: z.int(),
          /** Probability of the answer by layer. */
          mean: z.array(z.number()),
          /** Half of an interval of 95 %: 1.96 standard deviations over the root of the number of cases. */
          interval: z.array(z.number()),
        }),
      ),
    ),
    proposal: Proposal.optional(),
  }),
  preflight({ facts, tokens, question, parameters: { kinds, samples, corruption, count } }) {
    const { layers, width, vocabulary } = facts.dimensions;
    const draws = corruption === "noise" ? samples : 1;
    // About half of the tokens stand behind the subject's first, and half of the layers above a restoration.
    const rows = (kinds.length * tokens * layers * draws) / 2;
    const cases = Math.min(count, question.facts?.length ?? count);
    return {
      operations: cases * passOperations(facts, (rows * tokens) / 4, rows),
      memoryBytes: 4 * 96 * (12 * tokens * width + 2 * vocabulary),
    };
  },
  async run(run, call) {
    const { model, parameters } = call;
    const { averageTraces, proposedLayer } = await import("../trace-roles");
    const window = windowOf(parameters, model.facts.dimensions.layers);
    const { traced, leftOut, withoutPartner, noise } = await traceFacts(run, call, window);
    if (traced.length === 0)
      throw invalidField(
        "question.facts",
        "The model gives none of these answers.",
        "Choose a relation that it knows.",
        because("knowsNoAnswer"),
      );
    const found = averageTraces(traced);
    const proposal = proposedLayer(found);
    const bounded = (kind: z.infer<typeof Kind>) =>
      (found.kinds[kind] ?? []).map(({ role, count, mean, deviation }) => ({
        role,
        count,
        mean: [...mean],
        interval: deviation.map((value) => (INTERVAL * value) / Math.sqrt(found.cases)),
      }));
    return {
      cases: traced.length,
      leftOut,
      withoutPartner,
      high: found.high,
      low: found.low,
      window,
      corruption: parameters.corruption,
      ...(noise !== undefined && { noise }),
      kinds: Object.fromEntries(parameters.kinds.map((kind) => [kind, bounded(kind)])),
      ...(proposal && { proposal }),
    };
  },
  tables({ cases, high, low, corruption, noise, kinds, proposal }) {
    const how =
      corruption === "noise"
        ? `noise ${noise?.toPrecision(3)}`
        : "the subject replaced by another of the relation";
    return [
      ...Object.entries(kinds).map(([kind, roles]) => {
        const filled = roles.filter(({ count }) => count > 0);
        return {
          title: `Mean over ${cases} facts with ${kind} restored; clean ${high.toFixed(3)}, disturbed ${low.toFixed(3)}, ${how}; ± is 95 %`,
          columns: ["role", "tokens", ...filled[0].mean.map((_, layer) => `layer ${layer}`)],
          rows: filled.map(({ role, count, mean, interval }) => [
            role,
            count,
            ...mean.map((value, layer) => `${value.toFixed(3)} ±${interval[layer].toFixed(3)}`),
          ]),
        };
      }),
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

/** So many facts are read for each that is traced, where each needs a partner. */
const PARTNERS = 8;

/** Traces the facts that the model answers. With replacement each needs another of as many tokens and another answer. */
async function traceFacts(run: Run, call: AnalysisCall<Parameters>, window: number) {
  const { model, question, parameters } = call;
  const { traceAnswer } = await import("../trace");
  const { kinds, samples, corruption, count } = parameters;
  const isNoise = corruption === "noise";
  const noise = isNoise ? (await noiseOf(run, call)).noise : undefined;
  const { right, wrong } = await knownFacts(run, call, isNoise ? count : PARTNERS * count);
  const partners = isNoise ? undefined : await partnersOf(right, question.seed);
  const asked = right.filter((fact) => !partners || partners.has(fact)).slice(0, count);
  const traced: TracedCase[] = [];
  for (const [i, fact] of asked.entries()) {
    const step = { phase: "Tracing facts", step: i, steps: asked.length };
    run.progress(step);
    const inside: Run = { ...insideStep(run, step), random: run.random.fork(`fact ${i}`) };
    const { ids, subjectTokens: subject } = fact;
    const disturbance = isNoise ? { noise, samples } : { other: partners?.get(fact) };
    const found = await traceAnswer(inside, model, { ids, subject, ...disturbance, kinds, window });
    traced.push({ ...found, tokens: ids.length, subject });
  }
  return { traced, leftOut: wrong, withoutPartner: partners ? right.length - partners.size : 0, noise };
}

/** Of so many facts those that the model answers rightly, and how many it does not. */
async function knownFacts(run: Run, { model, question }: AnalysisCall<Parameters>, count: number) {
  const { argmax } = await import("../../model");
  const { nextLogits } = await import("../question");
  const { readFacts } = await import("../facts");
  const facts = await readFacts(run, model, question, count);
  const right: ReadFact[] = [];
  for (let start = 0; start < facts.length; start += ROWS_A_PASS) {
    const some = facts.slice(start, start + ROWS_A_PASS);
    const logits = await nextLogits(
      run,
      model,
      some.map(({ ids }) => ids),
    );
    right.push(...some.filter(({ id }, i) => argmax(logits[i]) === id));
  }
  return { right, wrong: facts.length - right.length };
}

const ROWS_A_PASS = 48;

/** The prompt with another fact's subject, for each fact that has such a partner. Throws `invalid_input` where none has. */
async function partnersOf(facts: readonly ReadFact[], seed: number): Promise<ReadonlyMap<ReadFact, Row>> {
  const { pairFacts } = await import("../facts");
  return new Map(pairFacts(facts, seed).map(({ fact, corrupt }) => [fact, corrupt]));
}
