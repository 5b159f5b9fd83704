/** What causal traces found, as grids and in words. */
import { extentOf, type GridData } from "@/components/charts/grid";
import { formatPercent, formatPoints } from "@/components/ui/format";
import type { explore as words } from "@/components/messages/en/explore";
import { shownToken, tokenHeads } from "../token";

export const KINDS = ["state", "mlp", "attention"] as const;
export type TraceKind = (typeof KINDS)[number];

export interface TraceAnswer {
  readonly tokens: readonly string[];
  readonly subject: readonly [number, number];
  readonly answer: string;
  readonly high: number;
  readonly low: number;
  readonly window: number;
  /** The other subject, where the subject was replaced and not disturbed by noise. */
  readonly disturbance: { readonly other?: string };
  readonly scores: Partial<Readonly<Record<TraceKind, readonly (readonly number[])[]>>>;
}

type Words = typeof words;

/** The families of the published pictures: purple, green, red. */
const COLORS = { state: "site-state", mlp: "site-mlp", attention: "site-attn" } as const;

/** Probability by token and layer, in the color of its kind, from what noise leaves up to what the model says. */
export function traceGrid(answer: TraceAnswer, kind: TraceKind, id: string, t: Words): GridData | null {
  const table = answer.scores[kind];
  if (!table) return null;
  const proposed = proposedLayer(answer);
  return {
    id,
    title: t.trace.kinds[kind],
    axes: [t.axes.token, t.axes.layer],
    rows: tokenHeads(answer.tokens, answer.subject),
    columns: table[0].map((_, layer) => ({
      label: String(layer),
      isStrong: kind === "mlp" && layer === proposed,
    })),
    scale: {
      kind: "sequential",
      color: COLORS[kind],
      from: answer.low,
      to: Math.max(answer.high, answer.low + 1e-6),
    },
    format: formatPercent,
    cell: (row, column) => ({
      text: String(Math.round(100 * table[row][column])),
      value: table[row][column],
      isMarked: kind === "mlp" && column === proposed && row === answer.subject[1] - 1,
    }),
  };
}

/** How the effect beyond noise changed: each version has its own answer and its own floor. */
export function traceDifference(
  before: TraceAnswer,
  after: TraceAnswer,
  kind: TraceKind,
  id: string,
  t: Words,
): GridData | null {
  const [one, two] = [before.scores[kind], after.scores[kind]];
  if (!one || !two) return null;
  const change = (row: number, column: number) =>
    two[row][column] - after.low - (one[row][column] - before.low);
  return {
    id,
    title: t.trace.kinds[kind],
    axes: [t.axes.token, t.axes.layer],
    rows: tokenHeads(before.tokens, before.subject),
    columns: one[0].map((_, layer) => ({ label: String(layer) })),
    scale: {
      kind: "diverging",
      extent: extentOf(one.flatMap((cells, row) => cells.map((_, column) => change(row, column)))),
    },
    format: formatPoints,
    cell: (row, column) => {
      const value = change(row, column);
      return { text: String(Math.round(100 * value)).replace("-", "−"), value };
    },
  };
}

/** The layer whose MLP brings back most at the last token of the subject: where the published methods write. */
export function proposedLayer({ scores, subject }: TraceAnswer): number | null {
  const row = scores.mlp?.[subject[1] - 1];
  return row ? row.indexOf(Math.max(...row)) : null;
}

/** In words: what the model says, what noise leaves of it, and what brings back most before the last token. */
export function traceSays(answer: TraceAnswer, t: Words): string {
  const { high, low, tokens, subject, scores, disturbance } = answer;
  const summary = t.trace.summary(
    shownToken(answer.answer),
    formatPercent(high),
    formatPercent(low),
    disturbance.other,
  );
  // At the last token the answer is made in any case.
  let best: { kind: TraceKind; token: number; layer: number; share: number } | null = null;
  for (const kind of KINDS)
    for (let token = subject[0]; token < tokens.length - 1; token++)
      scores[kind]?.[token].forEach((share, layer) => {
        if (!best || share > best.share) best = { kind, token, layer, share };
      });
  if (!best) return summary;
  const { kind, token, layer, share } = best as {
    kind: TraceKind;
    token: number;
    layer: number;
    share: number;
  };
  const told = t.trace.best(
    t.trace.kindsInText[kind],
    shownToken(tokens[token]),
    layer,
    formatPercent(share),
  );
  return `${summary} ${told}`;
}
