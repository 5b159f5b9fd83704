"use client";

import { ChartView } from "@/components/charts";
import { convergence } from "@/components/charts/convergence";
import { useLibraryMessages } from "@/components/messages/library";
import { Dialog, formatPercent } from "@/components/ui";
import type { JsonValue } from "@/lib/base";
import type { HousedArtifact } from "@/lib/client/queries/use-artifacts";
import { useArtifactTitle } from "./use-artifact-title";

interface ArtifactDetailsProps {
  artifact: HousedArtifact;
  onClose: () => void;
}

/** How settled an artifact is, and everything that it depends on. */
export function ArtifactDetails({ artifact: { id, manifest }, onClose }: ArtifactDetailsProps) {
  const t = useLibraryMessages().statistics;
  const titleOf = useArtifactTitle();
  const rows = [["id", id] as const, ...Object.entries(manifest?.key ?? {})];
  return (
    <Dialog open size="lg" onOpenChange={onClose} title={titleOf(manifest)}>
      <div className="flex flex-col gap-6">
        <ChartView
          chart={convergence}
          data={{ quality: manifest?.quality ?? [] }}
          note={t.qualityNote}
          empty={t.noQuality}
        />
        {manifest?.largest && (
          <p className="text-sm text-soft">
            {t.largest(manifest.largest.coordinates, formatPercent(manifest.largest.share))}
          </p>
        )}
        <section className="min-w-0">
          <h3 className="text-lg">{t.key.title}</h3>
          <p className="mb-3 text-xs text-faint">{t.key.note}</p>
          <dl className="grid gap-x-6 gap-y-2 border-t pt-3 sm:grid-cols-[auto_1fr]">
            {rows.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-xs text-faint">{name === "id" ? t.key.name : name}</dt>
                <dd className="min-w-0 font-mono text-xs break-all text-ink">{written(value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function written(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
