"use client";

import dynamic from "next/dynamic";
import { useLibraryMessages } from "@/components/messages/library";
import { DataTable, ErrorNote, Skeleton } from "@/components/ui";
import { listDatasets } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";

// With the readers of every form.
const ListCheck = dynamic(
  () => import("@/components/benchmarks/lists/list-check").then((file) => file.ListCheck),
  {
    loading: () => <Skeleton className="h-24 w-full" />,
  },
);

/** Datasets whose lists can be read: licence, source, and which fields of a record are used. */
export function DatasetsTab() {
  const t = useLibraryMessages().library.datasets;
  const { data, error, refetch } = useQueryOf(listDatasets, {});
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-36 w-full" />;
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-sm text-soft">{t.hint}</p>
      <ListCheck />
      <DataTable
        caption={t.caption}
        rows={data.datasets}
        rowKey={({ id }) => id}
        columns={[
          { key: "name", header: t.name, rowHeader: true, cell: ({ name }) => name },
          { key: "licence", header: t.licence, cell: ({ licence }) => licence ?? t.own },
          {
            key: "source",
            header: t.source,
            cell: ({ source }) =>
              source && (
                <a href={source.url} target="_blank" rel="noreferrer" className="underline">
                  {source.citation}
                </a>
              ),
          },
          { key: "version", header: t.version, cell: ({ version }) => version },
          {
            key: "fields",
            header: t.fields,
            cell: ({ fields }) => <span className="font-mono text-xs">{fields.join(" ")}</span>,
          },
        ]}
      />
    </div>
  );
}
