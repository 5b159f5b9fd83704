/** Which activations bring a fact back. */
import { z } from "zod";
import type { Run } from "../../base";
import { defineAnalysis, type AnalysisCall } from "../analysis";
import { passOperations } from "../cost";
import type { TracedCase } from "../trace-roles";
import { Kind, noiseOf, Proposal, TraceParameters, windowOf } from "./trace-parts";

const Parameters = TraceParameters.extend({
  severed: z
    .boolean()
    .default(false)
    .describe("Also the states' effects with MLPs, and with attention, held at the subject's last token."),
});
type Parameters = z.infer<typeof Parameters>;

export const trace = defineAnalysis({
  id: "trace",
  name: "Causal trace",
  summary: "How far restoring one activation brings the answer back when the subject is noise.",
  paper: {
    title: "Locating and Editing Factual Associations in GPT",
    year: 2022,
    url: "https://arxiv.org/abs/2202.05262",
  },
  asks: ["prompt", "subject"],
  isOwnAnswer: true,
  asksIf: { part: "other", parameter: "corruption", is: "replacement" },
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
    proposal: Proposal.optional(),
  }),
  preflight({ facts, tokens, parameters: { kinds, samples, corruption } }) {
    const { layers, width, vocabulary } = facts.dimensions;
    const draws = corruption === "noise" ? samples : 1;
    // About half of the tokens stand behind the subject's first, and half of the layers above a restoration.
    const rows = (kinds.length * tokens * layers * draws) / 2;
    return {
      operations: passOperations(facts, (rows * tokens) / 4, rows),
      memoryBytes: 4 * 96 * (12 * tokens * width + 2 * vocabulary),
    };
  },
  async run(run, call) {
    const { averageTraces, proposedLayer } = await import("../trace-roles");
    const window = windowOf(call.parameters, call.model.facts.dimensions.layers);
    const { one, disturbance, traced, severed } = await traceOne(run, call, window);
    const proposal = proposedLayer(averageTraces([traced]));
    return { ...one, window, disturbance, ...(severed && { severed }), ...(proposal && { proposal }) };
  },
  tables({ tokens, scores, answer, low, high, severed, proposal, disturbance }) {
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

async function traceOne(run: Run, call: Call, window: number) {
  const { model, question, parameters } = call;
  const { traceAnswer, severedTrace } = await import("../trace");
  const { answerToken, checkAnswer, readSubject } = await import("../question");
  const { text, ids, subject } = readSubject(model, question);
  const { other: otherSubject } = question;
  const isNoise = parameters.corruption === "noise";
  const size = isNoise ? await noiseOf(run, call) : undefined;
  const other = isNoise ? undefined : readSubject(model, { ...question, subject: otherSubject }).ids;
  const disturbed = { noise: size?.noise, samples: parameters.samples, ...(other && { other }) };
  const trace = { ids, subject, ...disturbed };
  const traced = await traceAnswer(run, model, { ...trace, kinds: parameters.kinds, window });
  if (question.answer !== undefined)
    checkAnswer(model, traced.answer, answerToken(model, text, question.answer));
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
