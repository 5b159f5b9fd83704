"use client";

/** Analyses of many facts whose answer is a curve: probes by layer, a linear map by layer, a relation's circuit over its size. */
import { ChartView } from "@/components/charts";
import { curvesByLayer, type CurvesByLayerData } from "@/components/charts/curves-by-layer";
import { useExploreMessages } from "@/components/messages/explore";
import { formatPercent } from "@/components/ui";
import type { ReactNode } from "react";
import type { PanelProps } from "../index";

type Interval = readonly [number, number];

interface Told {
  readonly says: string;
  readonly chart: CurvesByLayerData;
  readonly note: string;
}

/** One curve chart for each version under its sentence. */
function Curves({
  answers,
  tell,
}: {
  answers: PanelProps["answers"];
  tell: (data: unknown) => Told;
}): ReactNode {
  const t = useExploreMessages();
  return (
    <div className="flex flex-col gap-8">
      {answers.map(({ side, data }) => {
        const { says, chart, note } = tell(data);
        return (
          <section key={side.key} aria-label={t.sides[side.key]} className="flex flex-col gap-4">
            {answers.length > 1 && <h3 className="text-xl">{t.sides[side.key]}</h3>}
            <p className="max-w-measure text-base">{says}</p>
            <ChartView chart={curvesByLayer} data={chart} />
            <p className="max-w-measure text-xs text-faint">{note}</p>
          </section>
        );
      })}
    </div>
  );
}

interface ProbeAnswer {
  readonly examples: number;
  readonly subjects: number;
  readonly classes: readonly string[];
  readonly majority: number;
  readonly layers: readonly {
    readonly state: number;
    readonly accuracy: number;
    readonly interval95: Interval;
    readonly control: number;
  }[];
}

export function ProbePanel({ answers }: PanelProps) {
  const t = useExploreMessages();
  return (
    <Curves
      answers={answers}
      tell={(data) => {
        const { examples, subjects, classes, majority, layers } = data as ProbeAnswer;
        const best = largest(layers, ({ accuracy, control }) => accuracy - control);
        return {
          says: t.probe.says(
            formatPercent(best.accuracy),
            stateName(best.state),
            formatPercent(best.control),
            formatPercent(majority),
          ),
          note: t.probe.note(classes.length, examples, subjects),
          chart: {
            question: t.probe.question,
            axis: t.probe.axis,
            curves: [
              {
                name: t.probe.accuracy,
                points: layers.map(({ state, accuracy, interval95 }) => ({
                  x: state,
                  y: accuracy,
                  interval95: pair(interval95),
                })),
              },
              {
                name: t.probe.control,
                points: layers.map(({ state, control }) => ({ x: state, y: control })),
              },
              { name: t.probe.majority, points: layers.map(({ state }) => ({ x: state, y: majority })) },
            ],
          },
        };
      }}
    />
  );
}

interface TruthAnswer {
  readonly statements: number;
  readonly leftOut: "relation" | "subjects";
  readonly layers: readonly {
    readonly state: number;
    readonly logistic: number;
    readonly meanDifference: number;
  }[];
}

export function TruthPanel({ answers }: PanelProps) {
  const t = useExploreMessages();
  return (
    <Curves
      answers={answers}
      tell={(data) => {
        const { statements, leftOut, layers } = data as TruthAnswer;
        const best = largest(layers, ({ logistic }) => logistic);
        return {
          says: t.truth.says(best.logistic.toFixed(2), stateName(best.state)),
          note: t.truth.note(statements, leftOut),
          chart: {
            question: t.truth.question,
            axis: t.probe.axis,
            curves: [
              {
                name: t.truth.logistic,
                points: layers.map(({ state, logistic }) => ({ x: state, y: logistic })),
              },
              {
                name: t.truth.means,
                points: layers.map(({ state, meanDifference }) => ({ x: state, y: meanDifference })),
              },
            ],
          },
        };
      }}
    />
  );
}

interface LinearAnswer {
  readonly examples: number;
  readonly tests: number;
  readonly layers: readonly {
    readonly layer: number;
    readonly faithfulness: number;
    readonly interval95: Interval;
    readonly constant: number;
    readonly causality: number;
  }[];
}

export function LinearRelationPanel({ answers }: PanelProps) {
  const t = useExploreMessages();
  return (
    <Curves
      answers={answers}
      tell={(data) => {
        const { examples, tests, layers } = data as LinearAnswer;
        const best = largest(layers, ({ faithfulness }) => faithfulness);
        return {
          says: t.linear.says(formatPercent(best.faithfulness), best.layer, formatPercent(best.causality)),
          note: t.linear.note(examples, tests),
          chart: {
            question: t.linear.question,
            axis: t.axes.layer,
            curves: [
              {
                name: t.linear.faithfulness,
                points: layers.map(({ layer, faithfulness, interval95 }) => ({
                  x: layer,
                  y: faithfulness,
                  interval95: pair(interval95),
                })),
              },
              {
                name: t.linear.causality,
                points: layers.map(({ layer, causality }) => ({ x: layer, y: causality })),
              },
              {
                name: t.linear.constant,
                points: layers.map(({ layer, constant }) => ({ x: layer, y: constant })),
              },
            ],
          },
        };
      }}
    />
  );
}

interface RelationCircuitAnswer {
  readonly built: number;
  readonly tested: number;
  readonly circuit: {
    readonly edges: readonly unknown[];
    readonly nodes: readonly string[];
    readonly build: { readonly hit10: number };
    readonly test: { readonly hit10: number } | null;
    readonly randomTest: { readonly hit10: number } | null;
  };
  readonly curve: {
    readonly points: readonly CurvePoint[];
    readonly random: readonly CurvePoint[];
    readonly cpr: number;
    readonly cmd: number;
    readonly randomCpr: number;
  };
}

interface CurvePoint {
  readonly share: number;
  readonly normalizedFaithfulness: number;
}

export function RelationCircuitPanel({ answers }: PanelProps) {
  const t = useExploreMessages();
  return (
    <Curves
      answers={answers}
      tell={(data) => {
        const { built, tested, circuit, curve } = data as RelationCircuitAnswer;
        const points = (list: readonly CurvePoint[]) =>
          list.map(({ share, normalizedFaithfulness }) => ({ x: share, y: clamped(normalizedFaithfulness) }));
        const hit = (said: { readonly hit10: number } | null) => (said ? formatPercent(said.hit10) : "–");
        return {
          says: t.relationCircuit.says(
            circuit.edges.length,
            circuit.nodes.length,
            hit(circuit.build),
            hit(circuit.test),
            hit(circuit.randomTest),
          ),
          note: t.relationCircuit.note(
            built,
            tested,
            curve.cpr.toFixed(3),
            curve.randomCpr.toFixed(3),
            curve.cmd.toFixed(3),
          ),
          chart: {
            question: t.relationCircuit.question,
            axis: t.relationCircuit.axis,
            isShare: true,
            curves: [
              { name: t.relationCircuit.circuit, points: points(curve.points) },
              { name: t.relationCircuit.random, points: points(curve.random) },
            ],
          },
        };
      }}
    />
  );
}

/** A circuit can do better than the model or worse than the corrupt prompt, where there is no room to draw it. */
const clamped = (share: number) => Math.min(1, Math.max(0, share));
const stateName = (state: number) => state - 1;
const pair = ([low, high]: Interval): [number, number] => [low, high];

function largest<T>(list: readonly T[], worth: (item: T) => number): T {
  return list.reduce((best, item) => (worth(item) > worth(best) ? item : best));
}
