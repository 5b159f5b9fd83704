"use client";

import { ArrowLeft } from "lucide-react";
import { Button, ErrorNote, Skeleton } from "@/components/ui";
import { aboutEntity } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";
import { AsOf } from "./as-of";
import { FactTable } from "./fact-table";
import { PlanList } from "./plans-tab";

/** One entity: the facts it is in, and the plans that changed one of them. */
export function EntityPanel({ entity }: { entity: string }) {
  const t = useKnowledgeMessages().facts;
  const { graphId } = useGraph();
  const [{ at }, update] = useKnowledgeState();
  const { data, error, refetch } = useQueryOf(aboutEntity, {
    params: { graphId },
    input: { entity, ...(at !== "" && { asOf: at }) },
  });
  const words = useWording(data?.names);
  const back = (
    <Button
      size="sm"
      variant="quiet"
      icon={<ArrowLeft />}
      onClick={() => update({ entity: undefined }, { history: "push" })}
    >
      {t.back}
    </Button>
  );
  if (error)
    return (
      <>
        {back}
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </>
    );
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-lg">{t.about(words.name(entity))}</h3>
        {back}
      </div>
      <AsOf />
      <FactTable facts={data.facts} words={words} empty={t.none} />
      <section aria-label={t.plans}>
        <h4 className="mb-1 font-sans text-xs font-medium text-faint">{t.plans}</h4>
        {data.plans.length > 0 ? (
          <PlanList entries={data.plans} />
        ) : (
          <p className="text-sm text-soft">{t.noPlans}</p>
        )}
      </section>
    </div>
  );
}
