/** The stored result of a benchmark: what every method and baseline answered to every probe of every case. */
import { z } from "zod";
import { isJson, type JsonObject } from "../../base";
import { ProbeResult } from "../report";

/** Probes as they are, greedy continuations as long as the target, and free answers with a natural stop. */
export const BenchmarkProtocol = z.enum(["teacher-forced", "generation", "in-the-wild"]);
export type BenchmarkProtocol = z.infer<typeof BenchmarkProtocol>;

const Finding = z.enum(["gives", "contradicts", "missing"]);

/** A free answer before and after, and what the judge finds in the one after. */
export const WildAnswer = z.object({
  before: z.string(),
  after: z.string(),
  finding: Finding,
  /** Of what should change: it gives the answer. Of what should stay: it is what the model wrote before. */
  score: z.number(),
});
export type WildAnswer = z.infer<typeof WildAnswer>;

export const BenchmarkCase = z.object({
  caseId: z.string(),
  probes: z.array(ProbeResult.omit({ caseId: true }).extend({ wild: WildAnswer.optional() })),
  /** The first turn of doubt after which the new answer is gone; null where it held. */
  fellBack: z.int().nullable().optional(),
  /** KL of the next token before and after, mean over the tokens of what should stay, in nats. */
  divergence: z.number().optional(),
  /**
   * Of the layer that the method located: how surely a probe calls the attack with its unsafe answer unsafe, and which share of the
   * case's two answers the probe tells right before the edit.
   */
  toxicity: z.object({ layer: z.int(), before: z.number(), after: z.number(), told: z.number() }).optional(),
  /** What the method reports of its edit: the layer that was located, the loss at the end. */
  numbers: z.record(z.string(), z.number()).optional(),
  /** Why the method changed nothing here. */
  failure: z.string().optional(),
  applyMs: z.number(),
});
export type BenchmarkCase = z.infer<typeof BenchmarkCase>;

export const BenchmarkEntry = z.object({
  /** A method, or one of the baselines. */
  method: z.string(),
  parameters: z.custom<JsonObject>((value) => typeof value === "object" && value !== null && isJson(value)),
  cases: z.array(BenchmarkCase),
});
export type BenchmarkEntry = z.infer<typeof BenchmarkEntry>;
