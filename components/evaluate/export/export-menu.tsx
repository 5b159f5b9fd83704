"use client";

import { Braces, Download, FileSpreadsheet, FileText } from "lucide-react";
import { csvFile } from "@/components/charts/shared/csv";
import { useChartTheme } from "@/components/charts/use-chart-theme";
import { LANGUAGE_TAGS, useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, formatTime, Menu, toast } from "@/components/ui";
import { lifelongRetention } from "@/lib/api";
import { callEndpoint } from "@/lib/client/queries/http";
import { saveBlob } from "@/lib/client/storage/save-file";
import type { NamedRun } from "../numbers";
import { useEvaluateView } from "../view";
import { longTable } from "./rows";

interface ExportMenuProps {
  runs: readonly NamedRun[];
  /** Of a single run, with how each of its edits stands at each checkpoint. */
  withRetention?: boolean;
}

/** The runs as a table, as everything that is known of them, or as a report to be read. */
export function ExportMenu({ runs, withRetention = false }: ExportMenuProps) {
  const messages = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.export;
  const { language } = useLanguage();
  const theme = useChartTheme();
  const [{ protocol }] = useEvaluateView();
  const name =
    runs.length === 1 ? `lifelong-${runs[0].run.method}-${runs[0].run.settings.count}` : "lifelong-runs";

  const readRetention = () =>
    withRetention
      ? callEndpoint(lifelongRetention, { params: { runId: runs[0].run.id } })
      : Promise.resolve(undefined);
  const makers = {
    csv: () => csvFile(longTable(runs)),
    json: async () => [
      JSON.stringify(
        { runs: runs.map(({ run }) => run), retention: (await readRetention()) ?? null },
        null,
        2,
      ),
    ],
    html: async () => {
      if (!theme) return [];
      const { writeReport } = await import("./report");
      return [
        await writeReport({
          runs,
          protocol,
          retention: await readRetention(),
          theme,
          words: messages.charts,
          messages: evaluate.report,
          language: LANGUAGE_TAGS[language],
          at: formatTime(new Date().toISOString(), language),
        }),
      ];
    },
  };
  const save = (kind: keyof typeof makers) => {
    makers[kind]()
      .then((parts) => saveBlob(new Blob(parts, { type: `${TYPES[kind]};charset=utf-8` }), `${name}.${kind}`))
      .catch(() => toast.error(t.failed));
  };
  return (
    <Menu
      trigger={<Button icon={<Download />}>{t.open}</Button>}
      items={[
        { key: "csv", label: t.csv, icon: <FileSpreadsheet />, onSelect: () => save("csv") },
        { key: "json", label: t.json, icon: <Braces />, onSelect: () => save("json") },
        { key: "html", label: t.html, icon: <FileText />, onSelect: () => save("html") },
      ]}
    />
  );
}

const TYPES = { csv: "text/csv", json: "application/json", html: "text/html" } as const;
