/** Parity of causal traces, with the published noise: every restoration, severed runs, the average by role, and other noise. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import {
  averageTraces,
  ROLES,
  severedTrace,
  traceAnswer,
  type SeveredPart,
  type TracedCase,
  type TraceKind,
} from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { numpyUniforms } from "../../../lib/testing/numpy-random";
import { check, decodeFloats, type Check } from "../report";

const Row = z.array(z.number());
const Table = z.array(Row);
const Traced = z.object({
  bos: z.boolean(),
  ids: z.array(z.int()),
  subject_range: z.tuple([z.int(), z.int()]),
  answer_id: z.int(),
  high: z.number(),
  low: z.number(),
  /** By kind and window: "state", "mlp w=3". */
  tables: z.record(z.string(), Table).optional(),
  severed_mlp: Row.optional(),
  severed_attn: Row.optional(),
});
const Average = z.object({
  bos: z.boolean(),
  kind: z.string(),
  cases: z.int(),
  high: z.number(),
  low: z.number(),
  counts: z.array(z.int()),
  mean: Table,
  std: Table,
});
const Variant = z.object({ name: z.string(), low: z.number(), high: z.number(), state: Table });
export const TracingFixture = z.object({
  kind: z.literal("tracing"),
  model: z.string(),
  noise: z.number(),
  noise_vectors: z.object({ numbers: z.string() }),
  cases: z.array(z.object({ subject: z.string(), runs: z.array(Traced) })),
  variants: z.array(Variant),
  average: z.array(Average),
});
export type TracingFixture = z.infer<typeof TracingFixture>;
type Traced = z.infer<typeof Traced>;

/** Tolerances that the fixture states in words. */
const TOLERANCE = { probability: 2e-4, table: 5e-4 } as const;
const SAMPLES = 10;
const KINDS: Readonly<Record<string, TraceKind>> = { state: "state", mlp: "mlp", attn: "attention" };

export async function checkTracing(model: Model, fixture: TracingFixture): Promise<Check[]> {
  const numbers = decodeFloats(fixture.noise_vectors.numbers);
  const checks: Check[] = [];
  const question = (one: Traced) => {
    const [start, end] = one.subject_range;
    const size = SAMPLES * (end - start) * model.facts.dimensions.width;
    return {
      ids: one.ids,
      subject: one.subject_range,
      noise: fixture.noise,
      samples: SAMPLES,
      draws: numbers.slice(0, size),
      next: numbers.slice(size, 2 * size),
    };
  };
  for (const { subject, runs } of fixture.cases)
    for (const one of runs)
      checks.push(...(await checkRun(model, `${subject}${one.bos ? " with BOS" : ""}`, one, question(one))));
  for (const variant of fixture.variants) {
    const [one] = fixture.cases[0].runs;
    checks.push(...(await checkVariant(model, variant, one, question(one))));
  }
  const whole = fixture.average.every(({ cases }) => cases === fixture.cases.length);
  if (whole) checks.push(...(await checkAverages(model, fixture, question)));
  return checks;
}

interface Question {
  readonly ids: readonly number[];
  readonly subject: readonly [number, number];
  readonly noise: number;
  readonly samples: number;
  readonly draws: Float32Array;
  /** The block of noise behind the draws. */
  readonly next: Float32Array;
}

const off = (ours: readonly number[], theirs: readonly number[]) =>
  Math.max(...theirs.map((value, i) => Math.abs((ours[i] ?? NaN) - value)));

/** "mlp w=3" as a kind and a window. */
function named(name: string): { readonly kind: TraceKind; readonly window: number } {
  const [kind, window = "w=1"] = name.split(" ");
  return { kind: KINDS[kind], window: Number(window.slice(2)) };
}

async function checkRun(model: Model, where: string, one: Traced, question: Question): Promise<Check[]> {
  const run = createRun();
  const plain = await traceAnswer(run, model, { ...question, kinds: [] });
  const checks = [
    check(where, "answer", plain.answer === one.answer_id ? 0 : 1, 0, "tokens that differ"),
    check(where, "high", Math.abs(plain.high - one.high), TOLERANCE.probability, "probability"),
    check(where, "low", Math.abs(plain.low - one.low), TOLERANCE.probability, "probability"),
  ];
  for (const [name, expected] of Object.entries(one.tables ?? {})) {
    const { kind, window } = named(name);
    const { scores } = await traceAnswer(run, model, { ...question, kinds: [kind], window });
    const deviation = Math.max(...expected.map((row, t) => off(scores[kind]?.[t] ?? [], row)));
    checks.push(check(where, name, deviation, TOLERANCE.table, "probability"));
  }
  const severed: readonly (readonly [SeveredPart, number[] | undefined])[] = [
    ["mlp", one.severed_mlp],
    ["attention", one.severed_attn],
  ];
  for (const [part, expected] of severed) {
    if (!expected) continue;
    // The original draws on for the second pass: what is held comes from the first block.
    const found = await severedTrace(run, model, { ...question, draws: question.next }, part, question.draws);
    checks.push(check(where, `${part} severed`, off(found, expected), TOLERANCE.table, "probability"));
  }
  return checks;
}

/** Noise in place of the embedding, noise of another form, and noise of a given size. */
async function checkVariant(
  model: Model,
  { name, low, high, state }: z.infer<typeof Variant>,
  one: Traced,
  question: Question,
): Promise<Check[]> {
  const run = createRun();
  const [form, size = "1"] = name.split(" ");
  const uniform = () => Float32Array.from(numpyUniforms(1, question.draws.length), (value) => 2 * value - 1);
  const call = {
    ...question,
    ...(form === "uniform" && { draws: uniform(), noise: Number(size) }),
    ...(form === "fixed" && { noise: Number(size) }),
  };
  // The original always adds the noise where it measures `low`.
  const plain = await traceAnswer(run, model, { ...call, kinds: [] });
  const { scores } = await traceAnswer(run, model, {
    ...call,
    replace: form === "replace",
    kinds: ["state"],
  });
  const deviation = Math.max(...state.map((row, t) => off(scores.state?.[t] ?? [], row)));
  const where = `noise: ${name}`;
  return [
    check(where, "high", Math.abs(plain.high - high), TOLERANCE.probability, "probability"),
    check(where, "low", Math.abs(plain.low - low), TOLERANCE.probability, "probability"),
    check(where, "state", deviation, TOLERANCE.table, "probability"),
  ];
}

async function checkAverages(
  model: Model,
  fixture: TracingFixture,
  question: (one: Traced) => Question,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const expected of fixture.average) {
    const { kind, window } = named(expected.kind);
    const cases: TracedCase[] = [];
    for (const { runs } of fixture.cases) {
      const one = runs.find(({ bos }) => bos === expected.bos) as Traced;
      const traced = await traceAnswer(createRun(), model, { ...question(one), kinds: [kind], window });
      cases.push({ ...traced, tokens: one.ids.length, subject: one.subject_range });
    }
    const found = averageTraces(cases);
    const where = `average${expected.bos ? " with BOS" : ""} / ${expected.kind}`;
    const roles = found.kinds[kind] ?? [];
    const counts = ROLES.map((_, r) => Math.abs(roles[r].count - expected.counts[r]));
    const worst = (of: "mean" | "deviation", theirs: number[][]) =>
      Math.max(...theirs.map((row, r) => off(roles[r][of], row)));
    checks.push(
      check(where, "high", Math.abs(found.high - expected.high), TOLERANCE.table, "probability"),
      check(where, "low", Math.abs(found.low - expected.low), TOLERANCE.table, "probability"),
      check(where, "tokens of roles", Math.max(...counts), 0, "tokens"),
      check(where, "means", worst("mean", expected.mean), TOLERANCE.table, "probability"),
      check(where, "standard deviations", worst("deviation", expected.std), TOLERANCE.table, "probability"),
    );
  }
  return checks;
}
