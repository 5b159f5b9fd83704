/** Parity of causal traces, with the published noise: every state, MLP and attention of every token and layer. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import { traceAnswer, type TraceKind } from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { check, decodeFloats, type Check } from "../report";

const Table = z.array(z.array(z.number()));
const Traced = z.object({
  bos: z.boolean(),
  ids: z.array(z.int()),
  subject_range: z.tuple([z.int(), z.int()]),
  answer_id: z.int(),
  high: z.number(),
  low: z.number(),
  /** By kind and window: "state", "mlp w=3". */
  tables: z.record(z.string(), Table).optional(),
});
export const TracingFixture = z.object({
  kind: z.literal("tracing"),
  model: z.string(),
  noise: z.number(),
  noise_vectors: z.object({ numbers: z.string() }),
  cases: z.array(z.object({ subject: z.string(), runs: z.array(Traced) })),
});
export type TracingFixture = z.infer<typeof TracingFixture>;

/** Tolerances that the fixture states in words. */
const TOLERANCE = { probability: 2e-4, table: 5e-4 } as const;
const SAMPLES = 10;
const KINDS: Readonly<Record<string, TraceKind>> = { state: "state", mlp: "mlp", attn: "attention" };

export async function checkTracing(model: Model, fixture: TracingFixture): Promise<Check[]> {
  const run = createRun();
  const numbers = decodeFloats(fixture.noise_vectors.numbers);
  const { width } = model.facts.dimensions;
  const checks: Check[] = [];
  for (const { subject, runs } of fixture.cases) {
    for (const one of runs) {
      const where = `${subject}${one.bos ? " with BOS" : ""}`;
      const [start, end] = one.subject_range;
      const question = {
        ids: one.ids,
        subject: one.subject_range,
        noise: fixture.noise,
        samples: SAMPLES,
        draws: numbers.slice(0, SAMPLES * (end - start) * width),
      };
      const plain = await traceAnswer(run, model, { ...question, kinds: [] });
      checks.push(
        check(where, "answer", plain.answer === one.answer_id ? 0 : 1, 0, "tokens that differ"),
        check(where, "high", Math.abs(plain.high - one.high), TOLERANCE.probability, "probability"),
        check(where, "low", Math.abs(plain.low - one.low), TOLERANCE.probability, "probability"),
      );
      for (const [name, expected] of Object.entries(one.tables ?? {})) {
        const [kindName, window = "w=1"] = name.split(" ");
        const kind = KINDS[kindName];
        const call = { ...question, kinds: [kind], window: Number(window.slice(2)) };
        const { scores } = await traceAnswer(run, model, call);
        const off = expected.flatMap((row, t) =>
          row.map((value, layer) => Math.abs((scores[kind]?.[t][layer] ?? NaN) - value)),
        );
        checks.push(check(where, name, Math.max(...off), TOLERANCE.table, "probability"));
      }
    }
  }
  return checks;
}
