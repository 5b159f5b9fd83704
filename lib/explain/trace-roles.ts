/**
 * The average of many traces by the role of a token, as the paper's figures have it: first, middle and last token of the
 * subject, first token after it, further ones, and the last of the prompt. Middle and further rows pool all their tokens, so a
 * long subject weighs more; a subject of one token counts as first and as last, and so does a single token after it. Tokens
 * before the subject have no role, because nothing is disturbed there.
 */
import type { CausalTrace, TraceKind } from "./trace";

export const ROLES = [
  "first subject",
  "middle subject",
  "last subject",
  "first after",
  "further",
  "last",
] as const;
export type Role = (typeof ROLES)[number];

export interface TracedCase extends Pick<CausalTrace, "high" | "low" | "scores"> {
  readonly tokens: number;
  readonly subject: readonly [start: number, end: number];
}

export interface RoleAverage {
  readonly role: Role;
  /** Tokens pooled. */
  readonly count: number;
  /** By layer: the mean score, and its standard deviation over the pooled tokens. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface TraceAverage {
  readonly cases: number;
  readonly high: number;
  readonly low: number;
  readonly kinds: Readonly<Partial<Record<TraceKind, readonly RoleAverage[]>>>;
}

/** The tokens of a role. */
export function tokensOfRole(
  role: Role,
  { tokens, subject: [start, end] }: Pick<TracedCase, "tokens" | "subject">,
): number[] {
  const range = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  switch (role) {
    case "first subject":
      return [start];
    case "middle subject":
      return range(start + 1, end - 1);
    case "last subject":
      return [end - 1];
    case "first after":
      return range(end, Math.min(end + 1, tokens));
    case "further":
      return range(end + 1, tokens - 1);
    case "last":
      return [tokens - 1];
  }
}

/** Throws when there is no case. Scores must cover all tokens of a case. */
export function averageTraces(cases: readonly TracedCase[]): TraceAverage {
  const kinds = Object.keys(cases[0].scores) as TraceKind[];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    cases: cases.length,
    high: mean(cases.map(({ high }) => high)),
    low: mean(cases.map(({ low }) => low)),
    kinds: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        ROLES.map((role): RoleAverage => {
          const rows = cases.flatMap((one) =>
            tokensOfRole(role, one).map((token) => one.scores[kind]?.[token] ?? []),
          );
          const layers = cases[0].scores[kind]?.[0].length ?? 0;
          const columns = Array.from({ length: rows.length === 0 ? 0 : layers }, (_, layer) =>
            rows.map((row) => row[layer]),
          );
          const means = columns.map(mean);
          return {
            role,
            count: rows.length,
            mean: means,
            deviation: columns.map((column, layer) =>
              Math.sqrt(mean(column.map((value) => (value - means[layer]) ** 2))),
            ),
          };
        }),
      ]),
    ),
  };
}

/** The layer whose restoration helps most at the subject's last token: of MLPs where they were traced, else of states. */
export function proposedLayer(
  average: Pick<TraceAverage, "kinds" | "low">,
): { readonly kind: TraceKind; readonly layer: number; readonly effect: number } | undefined {
  const kind = (["mlp", "state"] as const).find((one) => average.kinds[one]);
  const means = average.kinds[kind ?? "state"]?.find(({ role }) => role === "last subject")?.mean;
  if (kind === undefined || means === undefined || means.length === 0) return undefined;
  const layer = means.reduce((best, value, i) => (value > means[best] ? i : best), 0);
  return { kind, layer, effect: means[layer] - average.low };
}
