"use client";

import { Sigma } from "lucide-react";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { EmptyNote, ErrorNote, Skeleton } from "@/components/ui";
import { useArtifacts, type HousedArtifact } from "@/lib/client/queries/use-artifacts";
import { ArtifactTable } from "./artifact-table";
import { ImportArtifact } from "./import-artifact";
import { MakeAhead } from "./make-ahead";
import { WrittenTexts } from "./written-texts";

/** Kinds of what was measured, which no method needs. */
const MEASURED: readonly string[] = [
  "benchmark",
  "factuality",
  "lifelong-run",
  "evolution",
  "recheck",
  "answers",
];

/** What methods have made of models once, and making it before it is needed. */
export function StatisticsTab() {
  const t = useLibraryMessages().statistics;
  const { place, models, model, modelId } = useWorkbench();
  const artifacts = useArtifacts();
  const { list, error } = artifacts;
  const isMeasured = ({ manifest }: HousedArtifact) => MEASURED.includes(manifest?.kind ?? "");
  const measured = list?.filter(isMeasured) ?? [];
  const statistics = list?.filter((artifact) => !isMeasured(artifact)) ?? [];
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[3fr_2fr]">
      <div className="flex min-w-0 flex-col gap-5">
        {error && <ErrorNote error={error} onRetry={artifacts.refetch} />}
        {!error && !list && <ArtifactsSkeleton />}
        {list?.length === 0 && <EmptyNote icon={<Sigma />} title={t.empty} detail={t.emptyDetail} />}
        {statistics.length > 0 && (
          <ArtifactTable
            caption={t.caption}
            artifacts={statistics}
            models={models}
            onRemove={artifacts.remove}
          />
        )}
        {measured.length > 0 && (
          <section className="min-w-0">
            <h2 className="mb-3 text-lg">{t.measured}</h2>
            <ArtifactTable
              caption={t.measured}
              artifacts={measured}
              models={models}
              onRemove={artifacts.remove}
            />
          </section>
        )}
        {list && (
          <>
            <ImportArtifact
              labels={t.importing}
              accept=".safetensors"
              hint={t.importing.hint[place]}
              onFile={(file) => artifacts.take(file, place)}
            />
            <ImportArtifact
              labels={t.ownTexts}
              accept=".txt,.md,.json,.jsonl"
              hint={t.ownTexts.hint(model?.name ?? modelId)}
              onFile={(file) => artifacts.takeTexts(file, place)}
            />
            <WrittenTexts onChoose={() => artifacts.takeTexts("written", place)} />
          </>
        )}
      </div>
      <MakeAhead />
    </div>
  );
}

function ArtifactsSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-14 w-full" />
      <Skeleton className="h-14 w-full" />
      <Skeleton className="h-14 w-full" />
    </div>
  );
}
