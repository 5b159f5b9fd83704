"use client";

import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { useExploreMessages } from "@/components/messages/explore";
import { useMessages } from "@/components/messages";
import { Button, DataTable, Skeleton, toast } from "@/components/ui";
import type { AnalysisTable } from "@/lib/explain";
import type { PanelProps } from "./index";

/** The tables of any analysis, for each version: what the command line prints. */
export function TablesPanel({ card, answers }: PanelProps) {
  const t = useExploreMessages();
  const tables = useTables(
    card.id,
    answers.map(({ data }) => data),
  );
  if (!tables) return <Skeleton className="h-40" />;
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-measure text-base">{t.tables.says}</p>
      {answers.map(({ side }, i) => (
        <section key={side.key} aria-label={t.sides[side.key]} className="flex flex-col gap-5">
          {answers.length > 1 && <h3 className="text-lg">{t.sides[side.key]}</h3>}
          {tables[i].map((table) => (
            <ResultTable key={table.title} table={table} name={`${card.id}-${side.key}`} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** A table with its numbers shortened; saved, they are whole. */
export function ResultTable({
  table: { title, columns, rows },
  name,
}: {
  table: AnalysisTable;
  name: string;
}) {
  const { charts } = useMessages();
  const isNumeric = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === "number"));
  const save = async () => {
    const { saveTable } = await import("@/components/charts/export");
    const kinds = isNumeric.map((numeric) => (numeric ? ("number" as const) : ("text" as const)));
    await saveTable({ columns: columns.map((label, i) => ({ label, kind: kinds[i] })), rows }, name);
  };
  return (
    <div className="min-w-0">
      <div className="mb-1 flex items-center justify-between gap-3">
        <p className="text-sm text-soft">{title}</p>
        <Button
          size="sm"
          variant="quiet"
          icon={<Download />}
          onClick={() => void save().catch(() => toast.error(charts.frame.notSaved))}
        >
          {charts.frame.saveCsv}
        </Button>
      </div>
      <DataTable
        caption={title}
        maxHeight="md"
        rows={rows}
        rowKey={(_, index) => String(index)}
        columns={columns.map((header, i) => ({
          key: `${i}`,
          header,
          numeric: isNumeric[i],
          rowHeader: i === 0,
          cell: (row: readonly (string | number)[]) => written(row[i]),
        }))}
      />
    </div>
  );
}

function written(cell: string | number): string {
  return typeof cell === "string" || Number.isInteger(cell)
    ? String(cell)
    : String(Number(cell.toPrecision(4)));
}

/** The catalog with its tables comes when it is needed: it knows the schemas of every analysis. */
function useTables(id: string, answers: readonly unknown[]): readonly AnalysisTable[][] | null {
  const [make, setMake] = useState<((answer: unknown) => AnalysisTable[]) | null>(null);
  useEffect(() => {
    let isGone = false;
    void import("@/lib/explain").then(({ ANALYSES }) => {
      const { tables } = ANALYSES.get(id);
      if (!isGone) setMake(() => (answer: unknown) => tables(answer as never));
    });
    return () => {
      isGone = true;
    };
  }, [id]);
  return make && answers.map(make);
}
