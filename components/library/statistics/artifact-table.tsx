"use client";

import { Download, Ellipsis, Info, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLanguage } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import {
  Badge,
  DataTable,
  formatBytes,
  formatCount,
  formatPercent,
  formatTime,
  IconButton,
  Menu,
  toast,
  type Column,
  useErrorWords,
} from "@/components/ui";
import { PalimpsestError } from "@/lib/base";
import { saveArtifact, type HousedArtifact } from "@/lib/client/queries/use-artifacts";
import type { ModelRecord } from "@/lib/store";
import { ArtifactDetails } from "./artifact-details";
import { useArtifactTitle } from "./use-artifact-title";
import { RemoveArtifact } from "./remove-artifact";

interface ArtifactTableProps {
  caption: string;
  artifacts: readonly HousedArtifact[];
  models: readonly ModelRecord[];
  onRemove: (artifact: HousedArtifact) => Promise<void>;
}

type Opened = { readonly kind: "details" | "remove"; readonly artifact: HousedArtifact };

export function ArtifactTable({ caption, artifacts, models, onRemove }: ArtifactTableProps) {
  const t = useLibraryMessages().statistics;
  const titleOf = useArtifactTitle();
  const words = useErrorWords();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);

  const save = (artifact: HousedArtifact) => {
    saveArtifact(artifact).catch((error: unknown) =>
      toast.error(error instanceof PalimpsestError ? words(error).message : String(error)),
    );
  };
  const columns: Column<HousedArtifact>[] = [
    {
      key: "what",
      header: t.columns.what,
      rowHeader: true,
      cell: (row) => <What row={row} title={titleOf(row.manifest)} models={models} />,
    },
    { key: "samples", header: t.columns.samples, cell: (row) => <Samples row={row} /> },
    {
      key: "actions",
      header: <span className="sr-only">{t.columns.actions}</span>,
      cell: (artifact) => (
        <Menu
          trigger={<IconButton size="sm" label={t.actions(titleOf(artifact.manifest))} icon={<Ellipsis />} />}
          items={[
            {
              key: "details",
              label: t.details,
              icon: <Info />,
              disabled: !artifact.manifest,
              onSelect: () => setOpened({ kind: "details", artifact }),
            },
            {
              key: "export",
              label: t.exportFile,
              icon: <Download />,
              disabled: artifact.manifest?.progress !== undefined,
              onSelect: () => save(artifact),
            },
            {
              key: "remove",
              label: t.remove.action,
              icon: <Trash2 />,
              danger: true,
              disabled: artifact.isShipped,
              onSelect: () => setOpened({ kind: "remove", artifact }),
            },
          ]}
        />
      ),
    },
  ];
  return (
    <>
      <DataTable
        caption={caption}
        columns={columns}
        rows={artifacts}
        rowKey={({ home, id }) => `${home} ${id}`}
      />
      {opened?.kind === "details" && <ArtifactDetails artifact={opened.artifact} onClose={close} />}
      {opened?.kind === "remove" && (
        <RemoveArtifact artifact={opened.artifact} onRemove={onRemove} onClose={close} />
      )}
    </>
  );
}

interface WhatProps {
  row: HousedArtifact;
  title: string;
  models: readonly ModelRecord[];
}

/** What it is, of what it was made, where it is and since when. */
function What({ row, title, models }: WhatProps) {
  const t = useLibraryMessages().statistics;
  const { language } = useLanguage();
  const { manifest, fault } = row;
  const model = models.find(({ id }) => id === manifest?.checkpoint)?.name ?? manifest?.checkpoint;
  return (
    <div className="min-w-40">
      <p className="text-ink">{title}</p>
      <p className="text-xs text-faint">{[model, manifest?.source].filter(Boolean).join(" · ")}</p>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-faint">
        <Badge tone={row.isShipped ? "accent" : "neutral"}>
          {t.homes[row.isShipped ? "shipped" : row.home]}
        </Badge>
        <span>{formatBytes(row.sizeBytes)}</span>
        {manifest && <span>{formatTime(manifest.createdAt, language)}</span>}
      </p>
      {fault && <p className="text-xs text-danger">{fault}</p>}
    </div>
  );
}

function Samples({ row: { manifest } }: { row: HousedArtifact }) {
  const t = useLibraryMessages().statistics;
  const { language } = useLanguage();
  const error = manifest?.quality?.at(-1)?.relativeError;
  if (manifest?.progress) {
    const { done, total } = manifest.progress;
    // What a run keeps between its segments stays when it is finished, so that more edits can follow.
    if (done >= total) return <Badge>{t.finished}</Badge>;
    return <Badge tone="warn">{t.unfinished(Math.floor((100 * done) / total))}</Badge>;
  }
  if (!manifest?.samples) return <span className="text-faint">–</span>;
  const { count, unit } = manifest.samples;
  return (
    <div className="whitespace-nowrap">
      <p className="numeric">{t.samples(formatCount(count, language), unit)}</p>
      {manifest.known !== undefined && (
        <p className="numeric text-xs text-faint">{t.known(formatCount(manifest.known, language))}</p>
      )}
      {error !== undefined && (
        <p className="numeric text-xs text-faint">
          {t.columns.error} {formatPercent(error)}
        </p>
      )}
    </div>
  );
}
