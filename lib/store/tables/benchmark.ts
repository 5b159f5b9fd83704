/**
 * Benchmarks: methods and baselines on the cases of one list. A run is named by everything that decides its numbers, so asking for
 * the same run again goes on with it, and asking for it anew must give the same digits.
 */
import { z } from "zod";
import { EditCase } from "../../data";
import { BenchmarkEntry } from "../../eval/benchmark/record";
import { Backend, MethodChoice, ModelVersion } from "../records";

/** What a run compares its methods with: nothing done, and each edit found in a list and put before the question. */
export const BASELINES = ["unedited", "retrieval"] as const;

export const BenchmarkJobInput = ModelVersion.extend({
  /** Of the list, for people: its dataset and where it comes from. */
  dataset: z.object({ name: z.string().max(200), id: z.string().optional(), content: z.string().optional() }),
  cases: z.array(EditCase).min(1, "The list holds no edits.").max(10_000),
  /** Methods beside the baselines, which every run has. */
  methods: z.array(MethodChoice).max(40),
  /** Whether free answers are written and judged: the third protocol. */
  inTheWild: z.boolean().default(true),
  judge: z.string().default("entity"),
  /** Turns of doubt after an answer in the wild, to see when it falls back. */
  turns: z.int().min(0).max(10).default(0),
  seed: z.int().min(0).default(0),
  /** The same run, made anew: it has a record of its own, whose digits must be those of the first. */
  repetition: z.int().min(0).default(0),
});
export type BenchmarkJobInput = z.infer<typeof BenchmarkJobInput>;

export const BenchmarkRunId = z
  .string()
  .regex(/^bench_[0-9a-f]{64}$/, "A benchmark is named bench_ and 64 hexadecimal digits.");

export const BenchmarkRecord = z.object({
  runId: BenchmarkRunId,
  input: BenchmarkJobInput,
  /** Of the model before any edit. */
  fingerprint: z.string(),
  place: Backend,
  /** Cases that the model cannot read, with the reason. */
  refused: z.array(z.object({ caseId: z.string(), message: z.string() })),
  entries: z.array(BenchmarkEntry),
  /** Cases of all that can be read. */
  done: z.int(),
  total: z.int(),
});
export type BenchmarkRecord = z.infer<typeof BenchmarkRecord>;

export const BenchmarkJobOutput = z.object({ benchmark: BenchmarkRecord });
export type BenchmarkJobOutput = z.infer<typeof BenchmarkJobOutput>;
