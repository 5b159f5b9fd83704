"use client";

import { useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatCount } from "@/components/ui";
import { answerUnder, isLeftOpen } from "@/lib/eval/results";
import type { BenchmarkRecord } from "@/lib/store";
import { isHarmful } from "./lists/list-found";
import { useMethodTitle } from "./leaderboard";
import { MethodSection } from "./method-section";
import { Veiled } from "./veiled";
import { useBenchmarksView } from "./view";

const SHOWN = 50;

type Probe = BenchmarkRecord["entries"][number]["cases"][number]["probes"][number];

/** Probes of one method that fail under the protocol, with what the model said before and after. */
export function Misses({ benchmark }: { benchmark: BenchmarkRecord }) {
  const t = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const title = useMethodTitle();
  const { kind: kindName } = useMessages().edit.probes;
  const [view, update] = useBenchmarksView();
  const methods = benchmark.entries.map(({ method }) => method);
  const method = view.misses && methods.includes(view.misses) ? view.misses : (methods.at(-1) ?? "");
  const said = (probe: Probe) => {
    if (view.how === "in-the-wild")
      return { before: probe.wild?.before, after: probe.wild?.after, score: probe.wild?.score ?? 1 };
    const [before, after] = [probe.before, probe.after].map((answer) =>
      answerUnder(answer, view.how as "generation"),
    );
    return { before: before.text, after: after.text, score: after.score };
  };
  const missed = (benchmark.entries.find((entry) => entry.method === method)?.cases ?? [])
    .flatMap(({ caseId, probes }) => probes.map((probe) => ({ caseId, probe, ...said(probe) })))
    .filter(({ probe, score }) => !isLeftOpen(probe.group) && score < 1);
  return (
    <MethodSection
      title={t.misses}
      benchmark={benchmark}
      choices={[{ label: t.method, value: method, onChange: (misses) => update({ misses }) }]}
    >
      {missed.length === 0 ? (
        <p className="text-sm text-soft">{t.noMiss}</p>
      ) : (
        <Veiled isVeiled={isHarmful({ datasets: [benchmark.input.dataset.id ?? ""] })}>
          <DataTable
            caption={t.missesOf(title(method), formatCount(missed.length, language))}
            showCaption
            maxHeight="lg"
            rows={missed.slice(0, SHOWN)}
            rowKey={({ caseId, probe }, index) => `${caseId} ${probe.group} ${index}`}
            columns={[
              {
                key: "question",
                header: t.question,
                rowHeader: true,
                cell: ({ probe }) => (
                  <>
                    <span className="line-clamp-4 break-words">{probe.prompt}</span>
                    <span className="block text-xs text-faint">{kindName(probe.kind)}</span>
                  </>
                ),
              },
              {
                key: "expected",
                header: t.expected,
                cell: ({ probe }) => <span className="line-clamp-4 break-words">{probe.expected}</span>,
              },
              {
                key: "before",
                header: t.before,
                cell: ({ before }) => <span className="line-clamp-4 break-words">{before}</span>,
              },
              {
                key: "after",
                header: t.after,
                cell: ({ after }) => <span className="line-clamp-4 break-words">{after}</span>,
              },
            ]}
          />
          {missed.length > SHOWN && (
            <p className="text-sm text-faint">{t.more(formatCount(missed.length - SHOWN, language))}</p>
          )}
        </Veiled>
      )}
    </MethodSection>
  );
}
