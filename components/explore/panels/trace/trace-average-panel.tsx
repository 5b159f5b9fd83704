"use client";

import { ChartView } from "@/components/charts";
import { curvesByLayer, type CurvesByLayerData } from "@/components/charts/curves-by-layer";
import { useExploreMessages } from "@/components/messages/explore";
import type { explore as words } from "@/components/messages/en/explore";
import { formatPercent, formatPoints } from "@/components/ui";
import type { PanelProps } from "../index";
import { UseLayer } from "./use-layer";
import { KINDS, type TraceKind } from "./trace";

interface RoleCurve {
  readonly role: string;
  readonly count: number;
  readonly mean: readonly number[];
  readonly interval: readonly number[];
}

export interface TraceAverageAnswer {
  readonly cases: number;
  readonly leftOut: number;
  readonly withoutPartner: number;
  readonly high: number;
  readonly low: number;
  readonly window: number;
  readonly corruption: "noise" | "replacement";
  readonly kinds: Partial<Readonly<Record<TraceKind, readonly RoleCurve[]>>>;
  readonly proposal?: { readonly kind: TraceKind; readonly layer: number; readonly effect: number };
}

/** Where facts of a relation live, on average: a chart of curves by the token's role for each kind of activation. */
export function TraceAveragePanel({ answers, asked }: PanelProps) {
  const t = useExploreMessages();
  return (
    <div className="flex flex-col gap-8">
      {answers.map(({ side, data }) => {
        const answer = data as TraceAverageAnswer;
        const { cases, high, low, window, corruption, leftOut, withoutPartner, proposal } = answer;
        const best =
          proposal &&
          t.traceAverage.best(
            t.trace.kindsInText[proposal.kind],
            proposal.layer,
            formatPoints(proposal.effect),
          );
        return (
          <section key={side.key} aria-label={t.sides[side.key]} className="flex flex-col gap-4">
            {answers.length > 1 && <h3 className="text-xl">{t.sides[side.key]}</h3>}
            <p className="max-w-measure text-base">
              {t.traceAverage.says(cases, formatPercent(high), formatPercent(low))} {best}
            </p>
            {KINDS.flatMap((kind) => {
              const chart = curvesOf(answer, kind, t);
              return chart ? [<ChartView key={kind} chart={curvesByLayer} data={chart} />] : [];
            })}
            <UseLayer layer={proposal?.kind === "mlp" ? proposal.layer : null} asked={asked} />
            <p className="max-w-measure text-xs text-faint">
              {t.traceAverage.note(window, corruption, leftOut, withoutPartner)}
            </p>
          </section>
        );
      })}
    </div>
  );
}

/** The curves of one kind, by role, with what the disturbance leaves as the floor. */
export function curvesOf(
  { kinds, low }: TraceAverageAnswer,
  kind: TraceKind,
  t: typeof words,
): CurvesByLayerData | null {
  const roles = kinds[kind]?.filter(({ count }) => count > 0);
  if (!roles || roles.length === 0) return null;
  const clamped = (value: number) => Math.min(1, Math.max(0, value));
  return {
    question: t.trace.kinds[kind],
    axis: t.traceAverage.axis,
    curves: [
      ...roles.map(({ role, mean, interval }) => ({
        name: t.traceAverage.roles[role] ?? role,
        points: mean.map((y, x) => ({
          x,
          y,
          interval95: [clamped(y - interval[x]), clamped(y + interval[x])] as [number, number],
        })),
      })),
      { name: t.traceAverage.disturbed, points: roles[0].mean.map((_, x) => ({ x, y: low })) },
    ],
  };
}
