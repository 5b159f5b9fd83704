"use client";

import { Download, RotateCw } from "lucide-react";
import { useMemo } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useMethodCards } from "@/components/evaluate/use-runs";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { JobProgress } from "@/components/evaluate/jobs/job-progress";
import { Button, ErrorNote, formatPercent, Menu, SegmentedControl } from "@/components/ui";
import { startJob } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useJob } from "@/lib/client/runs/use-job";
import { saveBlob } from "@/lib/client/storage/save-file";
import { answeredAlready, BENCHMARK_FORMATS, benchmarkFile, recordDifferences } from "@/lib/eval/results";
import { BenchmarkJobInput, BenchmarkJobOutput, type BenchmarkRecord } from "@/lib/store";
import { Instances } from "./instances";
import { Leaderboard } from "./leaderboard";
import { Misses } from "./misses";
import { Paired } from "./paired";
import { PROTOCOLS, useBenchmarksView } from "./view";

type Format = keyof typeof BENCHMARK_FORMATS;
const ENDINGS: Readonly<Record<Format, string>> = { csv: "csv", json: "json", latex: "tex", html: "html" };

/** The record of a benchmark job, once there is one. */
function useRecord(jobId: string | undefined) {
  const job = useJob(jobId);
  const output = job.record?.output;
  const benchmark = useMemo(() => BenchmarkJobOutput.safeParse(output).data?.benchmark, [output]);
  return { ...job, benchmark };
}

/** One benchmark: under way, or its tables, failed probes, files, and the same run made again. */
export function BenchmarkResult({ jobId }: { jobId: string }) {
  const t = useEvaluateMessages().benchmarks;
  const [view] = useBenchmarksView();
  const { status, progress, error, benchmark, record } = useRecord(jobId);
  const again = useRecord(view.again);
  const list = record?.summary?.list;
  if (error) return <ErrorNote error={error} />;
  if (!benchmark)
    return (
      <div className="flex min-w-0 flex-col gap-4">
        {list !== undefined && <h2 className="text-xl break-words">{list}</h2>}
        <JobProgress {...{ jobId, status, progress }} at={t.at} />
      </div>
    );
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <Head benchmark={benchmark} input={record?.input} />
      {view.again && (
        <p role="status" className="text-sm">
          {again.benchmark && sameness(t, recordDifferences(benchmark, again.benchmark).length)}
        </p>
      )}
      {view.again && !again.benchmark && (
        <JobProgress jobId={view.again} status={again.status} progress={again.progress} at={t.at} />
      )}
      <Leaderboard benchmark={benchmark} />
      <Instances benchmark={benchmark} />
      <Paired benchmark={benchmark} />
      <Misses benchmark={benchmark} />
    </div>
  );
}

type Words = ReturnType<typeof useEvaluateMessages>["benchmarks"];

function sameness(t: Words, differences: number): string {
  return differences === 0 ? t.same : t.differs(String(differences));
}

function Head({ benchmark, input }: { benchmark: BenchmarkRecord; input: unknown }) {
  const t = useEvaluateMessages().benchmarks;
  const { nameOf } = useMethodCards();
  const { author } = useWorkbench();
  const [view, update] = useBenchmarksView();
  const start = useActionOf(startJob);
  const already = answeredAlready(benchmark);
  const failed = benchmark.entries.flatMap(({ method, cases }) => {
    const count = cases.filter(({ failure }) => failure !== undefined).length;
    return count > 0 ? [t.failed(nameOf(method), String(count))] : [];
  });
  const save = (format: Format) =>
    saveBlob(new Blob([benchmarkFile(format, benchmark)]), `benchmark.${ENDINGS[format]}`);
  const runAgain = () => {
    const asked = BenchmarkJobInput.parse(input);
    start.mutate(
      { input: { kind: "benchmark", input: { ...asked, repetition: asked.repetition + 1 }, author } },
      { onSuccess: ({ jobId }) => update({ again: jobId }) },
    );
  };
  return (
    <header className="flex flex-col gap-3">
      <h2 className="text-xl break-words">{benchmark.input.dataset.name}</h2>
      <p className="text-sm text-soft">{t.at(benchmark.done, benchmark.total)}</p>
      {already !== null && (
        <p className="max-w-measure text-sm text-soft">{t.already(formatPercent(already))}</p>
      )}
      {failed.map((text) => (
        <p key={text} className="text-sm text-warn">
          {text}
        </p>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          label={t.protocol}
          size="sm"
          value={view.how}
          onChange={(how) => update({ how })}
          options={PROTOCOLS.map((value) => ({ value, label: t.protocols[value] }))}
        />
        <Menu
          trigger={
            <Button size="sm" icon={<Download />}>
              {t.export}
            </Button>
          }
          items={(Object.keys(BENCHMARK_FORMATS) as Format[]).map((format) => ({
            key: format,
            label: t.formats[format],
            onSelect: () => save(format),
          }))}
        />
        <RoleButton
          operation="jobs.start"
          size="sm"
          icon={<RotateCw />}
          pending={start.isPending}
          disabled={!input}
          onClick={runAgain}
        >
          {t.again}
        </RoleButton>
      </div>
      {start.error && <ErrorNote error={start.error} />}
      <p className="max-w-measure text-xs text-faint">{t.protocolNotes[view.how]}</p>
    </header>
  );
}
