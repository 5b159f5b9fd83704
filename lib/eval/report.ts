/**
 * The schema of a result: the scores of an edit under both protocols, with every probe's text kept.
 *
 * Scores under different protocols are different quantities and are never averaged together. `null` means that a case
 * has no such probes, which is not zero.
 */
import { z } from "zod";

/** Teacher-forced: greedy token accuracy given the gold prefix. Generation: the greedy continuation starts with the target. */
export const Protocol = z.enum(["teacher-forced", "generation"]);
export type Protocol = z.infer<typeof Protocol>;

export const Summary = z.object({
  mean: z.number(),
  standardError: z.number(),
  interval95: z.tuple([z.number(), z.number()]),
  /** Cases, each of which counts once however many probes it has. */
  count: z.int(),
  /** Cases without anything to score. */
  skipped: z.int(),
  /** Probes behind the mean; absent for what reads no probes, and in records from before it was counted. */
  questions: z.int().optional(),
  /** The same uncertainty where several cases ask for the same relation, so that they are no independent draws. */
  clustered: z
    .object({ clusters: z.int(), standardError: z.number(), interval95: z.tuple([z.number(), z.number()]) })
    .optional(),
});
export type Summary = z.infer<typeof Summary>;

/** Mean difference of two scores of the same cases, the second minus the first. */
export const PairedDifference = z.object({
  mean: z.number(),
  /** Clustered by relation where cases share one. */
  standardError: z.number(),
  /** null where all differences are equal: a spread of zero says nothing about other cases. */
  interval95: z.tuple([z.number(), z.number()]).nullable(),
  /** Cases that have both scores, and of these how many went up and how many down. */
  count: z.int(),
  higher: z.int(),
  lower: z.int(),
  /** Two-sided exact sign test of `higher` against `lower`: McNemar's where a score is a pass or a miss. */
  pValue: z.number(),
});
export type PairedDifference = z.infer<typeof PairedDifference>;

/** One metric under one protocol, after the edit and, beside it, before. */
export const MetricResult = z.object({
  metric: z.string(),
  metricVersion: z.int(),
  protocol: Protocol,
  unit: z.enum(["fraction", "bits"]),
  before: Summary.nullable(),
  after: Summary.nullable(),
  /** After minus before, case by case; absent in records from before it was measured. */
  change: PairedDifference.nullable().optional(),
});
export type MetricResult = z.infer<typeof MetricResult>;

const ScoredText = z.object({
  text: z.string(),
  score: z.number(),
  /** The accepted answer that the score is of; absent where the probe accepts only one. */
  accepted: z.string().optional(),
});

/** The answers of one model to one probe. Text is decoded from the argmax tokens or from the greedy continuation. */
export const ProbeAnswer = z.object({
  teacherForced: ScoredText,
  generation: ScoredText,
  /** Geometric-mean probability of the expected tokens; of several accepted answers, that of the likeliest. */
  probability: z.number(),
});
export type ProbeAnswer = z.infer<typeof ProbeAnswer>;

/** The part of an answer that a protocol scores. */
export function answerUnder(answer: ProbeAnswer, protocol: Protocol): ProbeAnswer["generation"] {
  return protocol === "generation" ? answer.generation : answer.teacherForced;
}

/** Scores are shares of right tokens, so anything short of one is a miss. */
export function passes(answer: ProbeAnswer, protocol: Protocol): boolean {
  return answerUnder(answer, protocol).score >= 1;
}

/** True when an answer passes one protocol and misses the other. */
export function disagrees(answer: ProbeAnswer): boolean {
  return passes(answer, "generation") !== passes(answer, "teacher-forced");
}

export const ProbeResult = z.object({
  caseId: z.string(),
  /** What it tests; the groups of a case are listed in metrics/probe-groups.ts. */
  group: z.string(),
  /** Finer kind inside the group: "same-relation", "one-hop"… */
  kind: z.string(),
  prompt: z.string(),
  /** What the probe should answer; for locality the text that fixes the positions. */
  expected: z.string(),
  /** Other answers that are accepted; absent where there are none. */
  alternatives: z.array(z.string()).optional(),
  before: ProbeAnswer,
  after: ProbeAnswer,
});
export type ProbeResult = z.infer<typeof ProbeResult>;

export const WeightChange = z.object({
  parameter: z.string(),
  layer: z.int().nullable(),
  rank: z.int().nullable(),
  norm: z.number(),
  /** Share of the weight's own Frobenius norm. */
  relative: z.number(),
});
export type WeightChange = z.infer<typeof WeightChange>;

/** An edit's question asked in chat, before and after, in the model's own words. */
export const ChatProbe = z.object({
  caseId: z.string(),
  question: z.string(),
  before: z.string(),
  after: z.string(),
  /**
   * "says" names the new target, "old" the true answer or the same as before. "confused" answers for another subject, which is
   * in `insteadOf`. "other" is none of these.
   */
  finding: z.enum(["says", "old", "confused", "other"]),
  insteadOf: z.string().optional(),
});
export type ChatProbe = z.infer<typeof ChatProbe>;

export const Verdict = z.object({
  metrics: z.array(MetricResult),
  probes: z.array(ProbeResult),
  /** Greedy continuations of the edited prompts, before and after. */
  says: z.array(z.object({ prompt: z.string(), before: z.string(), after: z.string() })),
  /** The likeliest next tokens after each edited prompt; probabilities in [0, 1]. */
  nextTokens: z.array(
    z.object({
      prompt: z.string(),
      rows: z.array(z.object({ token: z.string(), before: z.number(), after: z.number() })),
    }),
  ),
  weights: z.array(WeightChange),
  /** Probes on which the two protocols disagree about passing, after the edit. */
  disagreements: z.int(),
  /** Of the first cases; absent where the model has no chat template. */
  chat: z.array(ChatProbe).optional(),
});
export type Verdict = z.infer<typeof Verdict>;

/** A score under either protocol, in [0, 1]. */
const ProtocolScores = z.object({ teacherForced: z.number(), generation: z.number() });

/** Scores of one edit at a checkpoint: by metric, then by protocol. A metric that the case cannot be scored by is absent. */
export const CaseScores = z.object({
  /** Index of the edit in the run, from zero. */
  edit: z.int(),
  caseId: z.string(),
  scores: z.record(z.string(), z.partialRecord(Protocol, z.number())),
  /** Index of the last edit so far that gave the same fact another target, where there is one. */
  replacedBy: z.int().optional(),
  /** Protocols under which the edit answered its own prompt right after it was made; absent where nobody asked. */
  took: z.array(Protocol).optional(),
});
export type CaseScores = z.infer<typeof CaseScores>;

/** What became of an edit of a run: lost is what took and no longer holds, replaced what the run itself has overwritten. */
export const EDIT_FATES = ["held", "lost", "neverTook", "replaced"] as const;
export type EditFate = (typeof EDIT_FATES)[number];

/** Edits of a run by what became of them. */
export const FateCounts = z.object({
  held: z.int(),
  lost: z.int(),
  neverTook: z.int(),
  replaced: z.int(),
});
export type FateCounts = z.infer<typeof FateCounts>;

/** `CaseScores` as they are stored: earlier releases wrote each metric beside `edit` and `caseId`. */
export const StoredCaseScores = z.preprocess((stored) => {
  if (typeof stored !== "object" || stored === null || "scores" in stored) return stored;
  const { edit, caseId, ...byMetric } = stored as Readonly<Record<string, unknown>>;
  const scores = z.record(z.string(), ProtocolScores).parse(byMetric);
  return {
    edit,
    caseId,
    scores: Object.fromEntries(
      Object.entries(scores).map(([metric, { teacherForced, generation }]) => [
        metric,
        { "teacher-forced": teacherForced, generation },
      ]),
    ),
  };
}, CaseScores);

/** The health probes after an edit: whether the model still works. */
export const HealthProbe = z.enum(["norm", "finite", "entropy", "repetition", "ability", "perplexity"]);
export type HealthProbe = z.infer<typeof HealthProbe>;

/** Where a run stops by itself. null looks but never stops. */
export const HealthLimits = z.object({
  /** Largest Frobenius norm of the whole change of a weight, over the norm of the weight. */
  norm: z.number().positive().nullable().default(100),
  /** Least and largest entropy of the next token, as a multiple of the model's before the run. */
  entropyLow: z.number().min(0).nullable().default(0.2),
  entropyHigh: z.number().positive().nullable().default(3),
  /** Largest share of three-token sequences of a greedy continuation that stood there before, in [0, 1]. */
  repetition: z.number().min(0).max(1).nullable().default(0.95),
  /** Least share of the questions that the model answered before the run and still answers, in [0, 1]. */
  ability: z.number().min(0).max(1).nullable().default(null),
  /** Largest perplexity of held texts, as a multiple of the model's before the run. */
  perplexity: z.number().positive().nullable().default(null),
});
export type HealthLimits = z.infer<typeof HealthLimits>;

/** The health of the model before the run, by the same probes. */
/** Why a probe of general ability was not measured. */
export const NotMeasured = z.enum(["factsNotAsked", "noKnownFacts", "noTexts"]);
export type NotMeasured = z.infer<typeof NotMeasured>;

export const HealthAtStart = z.object({
  entropyNats: z.number(),
  repetition: z.number(),
  /** As in `HealthSample`. */
  ability: z.number().nullable().default(null),
  perplexity: z.number().nullable().default(null),
  /** Why probes are never measured in the run. */
  notMeasured: z.object({ ability: NotMeasured.optional(), perplexity: NotMeasured.optional() }).optional(),
});
export type HealthAtStart = z.infer<typeof HealthAtStart>;

/** The value at which each probe stops a run: relative limits times the value before the run. null never stops. */
export function boundsOf(limits: HealthLimits, start: HealthAtStart): HealthLimits {
  const times = (limit: number | null, before: number | null) =>
    limit === null || before === null ? null : limit * before;
  return {
    norm: limits.norm,
    entropyLow: times(limits.entropyLow, start.entropyNats),
    entropyHigh: times(limits.entropyHigh, start.entropyNats),
    repetition: limits.repetition === null ? null : Math.max(limits.repetition, start.repetition),
    ability: times(limits.ability, start.ability),
    perplexity: times(limits.perplexity, start.perplexity),
  };
}

/** After one call of the method. Numbers that are not finite are null. */
export const HealthSample = z.object({
  /** Edits so far, those of this call included. */
  edits: z.int(),
  /** As `HealthLimits.norm`, of the weight that changed most. */
  norm: z.number().nullable(),
  /** Mean entropy of the next token over eight fixed texts, in nats. */
  entropyNats: z.number().nullable(),
  /** Absent between two checks of everything. */
  repetition: z.number().nullable().optional(),
  /** Share of the suite's questions that are answered rightly; null without a suite. Absent as `repetition`. */
  ability: z.number().nullable().optional(),
  /** Of held texts, by token; null without texts too. Absent as `repetition`. */
  perplexity: z.number().nullable().optional(),
  /** Mean over the edits of this call, asked at once: what the literature measures right after each edit. */
  immediate: ProtocolScores,
  /** By edit of this call, the protocols under which its own prompt was answered at once. Absent in older records. */
  took: z.array(z.array(Protocol)).optional(),
  /** Of the method alone, for the whole call. */
  applyMs: z.number(),
});
export type HealthSample = z.infer<typeof HealthSample>;

/** A call of the method that changed nothing: the model already gave the answer, or numbers were not finite. */
export const FailedStep = z.object({ edits: z.int(), code: z.string(), message: z.string() });
export type FailedStep = z.infer<typeof FailedStep>;

/** Why a run stopped by itself. */
export const HealthPause = z.object({
  probe: HealthProbe,
  /** Edits after which it was seen. */
  edits: z.int(),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  /** For a person. */
  message: z.string(),
});
export type HealthPause = z.infer<typeof HealthPause>;
