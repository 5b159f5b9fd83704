"use client";

import { useMemo } from "react";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { JobProgress } from "@/components/evaluate/jobs/job-progress";
import { ErrorNote, Field, formatPercent, formatTime, Select, shortId } from "@/components/ui";
import { factualityReport, MEASURES, type FactualityReport } from "@/lib/eval/results";
import type { FactualityRecord } from "@/lib/store";
import { Compared } from "./compared";
import { ReportCharts } from "./report-charts";
import { AidTable, ConflictNote, MeasureTable, PartTable } from "./report-tables";
import { useEvidence, useReports } from "./use-reports";
import { useFactualityView } from "./view";

/** A report and its name for people. */
export interface Named {
  readonly name: string;
  readonly record: FactualityRecord;
  readonly report: FactualityReport;
}

/** A report of a version, alone or beside that of another. */
export function Report({ jobId }: { jobId: string }) {
  const t = useEvaluateMessages().factuality;
  const { language } = useLanguage();
  const [view, update] = useFactualityView();
  const { jobs } = useReports();
  const { status, progress, error, record } = useEvidence(jobId);
  const against = useEvidence(view.against);
  const reports = useMemo(() => {
    const named = (one: FactualityRecord): Named => ({
      name: one.input.version ? shortId(one.input.version) : one.input.model,
      record: one,
      report: factualityReport(one.items, MEASURES.all),
    });
    const own = record ? named(record) : undefined;
    const other = against.record ? named(against.record) : undefined;
    // Two reports of one version, of other questions or settings, still need two names.
    return own && other && own.name === other.name
      ? { own, other: { ...other, name: t.other(other.name) } }
      : { own, other };
  }, [record, against.record, t]);
  if (error) return <ErrorNote error={error} />;
  if (!reports.own) return <JobProgress {...{ jobId, status, progress }} at={t.at} />;
  const { own, other } = reports;
  const { right } = own.report;
  const [low, high] = right.plain.interval95.map(formatPercent);
  const choices = (jobs ?? []).filter(({ id, status: state }) => id !== jobId && state === "succeeded");
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <header className="flex flex-col gap-3">
        <h2 className="text-xl break-words">{t.title(own.name)}</h2>
        <p className="max-w-measure text-sm text-soft">
          {t.asked(own.report.questions, own.record.input.list ?? t.world)}
        </p>
        <p className="max-w-measure">
          {t.right(formatPercent(right.plain.mean), low, high, formatPercent(right.retrieved.mean))}
        </p>
        <p className="font-mono text-xs break-all text-faint">{own.record.runId}</p>
        {choices.length > 0 && (
          <div className="max-w-md">
            <Field label={t.against} hint={t.againstHint}>
              {(control) => (
                <Select
                  {...control}
                  value={view.against ?? ""}
                  options={[
                    { value: "", label: t.alone },
                    ...choices.map(({ id, summary, createdAt }) => ({
                      value: id,
                      label: `${summary.version ? shortId(summary.version) : summary.model} · ${formatTime(createdAt, language)}`,
                    })),
                  ]}
                  onChange={(id) => update({ against: id === "" ? undefined : id })}
                />
              )}
            </Field>
          </div>
        )}
      </header>
      {other && <Compared from={other} to={own} />}
      <ReportCharts own={own} other={other} />
      <MeasureTable own={own} other={other} />
      <AidTable report={own.report} />
      <ConflictNote report={own.report} />
      <PartTable caption={t.relations} own={own.report.relations} other={other?.report.relations} />
      <PartTable caption={t.languages} own={own.report.languages} other={other?.report.languages} />
    </div>
  );
}
