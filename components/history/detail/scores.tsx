"use client";

import { clsx } from "clsx";
import { useMessages } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { formatPercent, formatPoints } from "@/components/ui";
import type { MetricResult, Protocol, Summary, Verdict } from "@/lib/eval";

const PROTOCOLS: readonly Protocol[] = ["teacher-forced", "generation"];

/** Every score before and after, the two protocols beside each other: they are different quantities and never averaged. */
export function Scores({ verdict }: { verdict: Verdict }) {
  const t = useMessages();
  const history = useHistoryMessages();
  const words = history.detail;
  const metrics = [...new Set(verdict.metrics.map(({ metric }) => metric))];
  const resultOf = (metric: string, protocol: Protocol) =>
    verdict.metrics.find((result) => result.metric === metric && result.protocol === protocol);
  return (
    <div>
      {/* Rows become grids on narrow screens, which would take their roles away; so the roles are written out. */}
      <table role="table" className="w-full table-fixed border-collapse text-sm max-sm:block">
        <caption className="sr-only">{words.scoresCaption}</caption>
        <thead role="rowgroup" className="max-sm:block">
          <tr role="row" className="align-top text-left text-xs text-faint max-sm:grid max-sm:grid-cols-2">
            <th scope="col" role="columnheader" className="w-1/5 pb-2 font-medium max-sm:sr-only">
              {words.metric}
            </th>
            {PROTOCOLS.map((protocol) => (
              <th
                key={protocol}
                scope="col"
                role="columnheader"
                className="pb-2 pl-4 font-normal max-sm:pr-3 max-sm:pl-0"
              >
                <span className="block font-medium text-soft">{t.charts.protocols[protocol]}</span>
                <span className="block max-sm:sr-only">{words.protocolHints[protocol]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-sm:block">
          {metrics.map((metric) => (
            <tr key={metric} role="row" className="border-t align-top max-sm:grid max-sm:grid-cols-2">
              <th
                scope="row"
                role="rowheader"
                className="py-3 text-left font-medium text-ink max-sm:col-span-2 max-sm:pb-0"
              >
                {t.charts.metric(metric)}
              </th>
              {PROTOCOLS.map((protocol) => (
                <td key={protocol} role="cell" className="py-3 pl-4 max-sm:pt-1 max-sm:pr-3 max-sm:pl-0">
                  <Score result={resultOf(metric, protocol)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={clsx("border-t pt-3 text-sm", verdict.disagreements > 0 ? "text-warn" : "text-soft")}>
        {verdict.disagreements > 0 && <span aria-hidden>⚠ </span>}
        {words.disagreements(verdict.disagreements)}
      </p>
    </div>
  );
}

function Score({ result }: { result: MetricResult | undefined }) {
  const t = useHistoryMessages().detail;
  if (!result?.after) return <span className="text-xs text-faint">{t.noProbes}</span>;
  const { unit, before, after, change } = result;
  const write = (value: number) => (unit === "fraction" ? formatPercent(value) : t.bits(value.toFixed(2)));
  const [low, high] = after.interval95;
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="numeric text-base font-medium text-ink">{write(after.mean)}</span>
        {before && <span className="numeric text-xs text-before">{t.wasBefore(write(before.mean))}</span>}
      </p>
      {unit === "fraction" && <ScoreBar before={before} after={after} />}
      <p className="mt-1 text-xs text-faint">
        <span className="numeric">{t.count(after.count, after.questions)}</span>
        {/* One real number has no spread, so that its interval would claim certainty. */}
        {(unit === "fraction" || after.count > 1) && ` · ${t.interval(write(low), write(high))}`}
        {after.clustered &&
          ` · ${t.clustered(after.clustered.clusters, write(after.clustered.interval95[0]), write(after.clustered.interval95[1]))}`}
        {change?.interval95 &&
          unit === "fraction" &&
          ` · ${t.change(formatPoints(change.mean), formatPoints(change.interval95[0]), formatPoints(change.interval95[1]))}`}
        {after.skipped > 0 && ` · ${t.skipped(after.skipped)}`}
      </p>
    </div>
  );
}

/** A bar to the mean, a whisker over the interval, and a tick where the score was before. */
function ScoreBar({ before, after }: { before: Summary | null; after: Summary }) {
  const share = (value: number) => `${Math.min(1, Math.max(0, value)) * 100}%`;
  const [low, high] = after.interval95;
  return (
    <svg aria-hidden className="mt-1 block h-4 w-full overflow-visible">
      <line x1="0" x2="100%" y1="8" y2="8" className="stroke-rule" />
      <rect x="0" y="4" width={share(after.mean)} height="8" className="fill-after" />
      <line x1={share(low)} x2={share(high)} y1="8" y2="8" className="stroke-ink" strokeWidth="1.5" />
      <line x1={share(low)} x2={share(low)} y1="5" y2="11" className="stroke-ink" strokeWidth="1.5" />
      <line x1={share(high)} x2={share(high)} y1="5" y2="11" className="stroke-ink" strokeWidth="1.5" />
      {before && (
        <line
          x1={share(before.mean)}
          x2={share(before.mean)}
          y1="0"
          y2="16"
          className="stroke-before"
          strokeWidth="3"
        />
      )}
    </svg>
  );
}
