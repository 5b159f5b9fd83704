"use client";

import { ChartView } from "@/components/charts";
import { popularity } from "@/components/charts/popularity";
import { calibration } from "@/components/charts/calibration";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { formatCount } from "@/components/ui";
import type { FactualityPart } from "@/lib/eval/results";
import type { Named } from "./report";

/** Fewer answers in a bin say little. */
const ENOUGH = 30;

/** Calibration with its bins, of both versions; recall by popularity, alone and with facts. */
export function ReportCharts({ own, other }: { own: Named; other: Named | undefined }) {
  const t = useEvaluateMessages().factuality;
  const { language } = useLanguage();
  const bins = ({ name, report }: Named) => ({
    name,
    bins: report.bins.flatMap(({ accuracy, confidence, count }) =>
      accuracy === null || confidence === null ? [] : [{ accuracy, confidence, count }],
    ),
  });
  const filled = own.report.bins.filter(({ count }) => count > 0);
  const thin = filled.filter(({ count }) => count < ENOUGH).length;
  const points = (side: "plain" | "retrieved", parts: readonly FactualityPart[]) =>
    parts.map((part) => {
      const { mean, interval95, count } = part[side];
      const [low, high] = interval95;
      return { popularity: Number(part.name), right: mean, low, high, questions: count };
    });
  const { fits, popularity: parts } = own.report;
  const crossover = fits?.crossover === null || !fits ? null : 10 ** fits.crossover;
  return (
    <div className="grid min-w-0 gap-8 lg:grid-cols-2">
      <ChartView
        chart={calibration}
        data={{ series: [bins(own), ...(other ? [bins(other)] : [])] }}
        note={thin > 0 ? t.thinBins(thin, filled.length, ENOUGH) : undefined}
      />
      {parts.length > 0 && (
        <ChartView
          chart={popularity}
          data={{
            series: [
              { name: t.plain, points: points("plain", parts) },
              { name: t.retrieved, points: points("retrieved", parts) },
              ...(other && other.report.popularity.length > 0
                ? [{ name: t.plainOf(other.name), points: points("plain", other.report.popularity) }]
                : []),
            ],
            crossover,
          }}
          note={
            crossover === null
              ? t.noCrossover
              : t.crossover(formatCount(Number(crossover.toPrecision(2)), language))
          }
        />
      )}
    </div>
  );
}
