/**
 * ConvSent in KnowEdit (Zhang et al. 2024, after Mitchell et al. 2022): whether replies of the wanted sentiment became likelier than
 * the others, and stayed as likely as before; and how far replies about another topic moved. Published code scores every token with
 * the logits of the token itself, and for methods that write weights it reads the edited model twice. Here logits are those before
 * the token, and the model before the edit is the unedited one, so ES is not comparable with the published tables.
 */
import { MAY_CHANGE } from "../probe-groups";
import { meanOf, probesIn, type PublishedMetric, type PublishedProbe } from "./published-metric";

interface Sentiment {
  /** Means of log p by token, in nats. */
  readonly wanted: number;
  readonly other: number;
  readonly wantedBefore: number;
}

/** z_sent · z_topic = σ(wanted − other) · min(1, exp(wanted − wanted before)). */
export function sentimentSuccess({ wanted, other, wantedBefore }: Sentiment): number {
  const sentiment = 1 / (1 + Math.exp(other - wanted));
  return sentiment * Math.min(1, Math.exp(wanted - wantedBefore));
}

/** Σ p log (p ÷ q) of two sets of logits, in nats. */
export function klDivergence(before: ArrayLike<number>, after: ArrayLike<number>): number {
  const [p, q] = [before, after].map(logSoftmax);
  return p.reduce((sum, logP, i) => sum + Math.exp(logP) * (logP - q[i]), 0);
}

function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const total = Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0)) + largest;
  return values.map((value) => value - total);
}

const shared = {
  source: "Zhang et al. 2024; Mitchell et al. 2022",
  version: 1,
  datasets: ["convsent"],
  protocol: "teacher-forced",
} as const;

export const sentimentEditSuccess: PublishedMetric = {
  ...shared,
  id: "convsent-es",
  name: { en: "ES, shifted", zh: "ES（移位）" },
  formula: {
    en: "σ(l⁺ − l⁻) · min(1, exp(l⁺ − l⁺ before)); l is the mean over replies of the mean log p by token, of the wanted (+) and the other (−) sentiment",
    zh: "σ(l⁺ − l⁻) · min(1, exp(l⁺ − 编辑前 l⁺))；l 为目标（+）与另一（−）情感的各回复每词元 log p 平均的平均",
  },
  unit: "fraction",
  direction: "higher",
  of({ probes }) {
    const mean = (kind: string, side: "before" | "after") =>
      meanOf(
        probesIn(probes, MAY_CHANGE, kind).map((probe: PublishedProbe) => Math.log(probe[side].probability)),
      );
    const wanted = mean("wanted-sentiment", "after");
    const other = mean("other-sentiment", "after");
    const wantedBefore = mean("wanted-sentiment", "before");
    if (wanted === null || other === null || wantedBefore === null) return null;
    return sentimentSuccess({ wanted, other, wantedBefore });
  },
};

export const topicDrawdown: PublishedMetric = {
  ...shared,
  id: "convsent-dd",
  name: { en: "DD", zh: "DD" },
  formula: {
    en: "KL(before ‖ after) of the next token, mean over the tokens of replies about another topic, in nats",
    zh: "另一话题回复各词元处下一词元分布的 KL(编辑前 ‖ 编辑后) 平均，以纳特计",
  },
  unit: "real",
  direction: "lower",
  needs: "divergence",
  of: ({ divergence }) => divergence ?? null,
};
