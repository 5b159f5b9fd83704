"use client";

import { CircleCheck, GitBranch, Microscope, Undo2 } from "lucide-react";
import Link from "next/link";
import { useWorkbench } from "@/components/shell/workbench";
import { Badge, Button, buttonClass, ErrorNote, shortId, Skeleton } from "@/components/ui";
import { lookedInto } from "../links";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useUndo } from "../use-undo";
import { wordingOf } from "../words";
import { PlanLines } from "./plan-lines";

/** A plan that was approved: what it did, where it is seen, and Undo. */
export function DoneCard({ sequence }: { sequence: number }) {
  const t = useKnowledgeMessages().done;
  const { hrefTo } = useWorkbench();
  const { data, relations, plans } = useGraph();
  const words = useWording(data?.names);
  const { undo, isPending, error } = useUndo();
  const entry = plans.find((plan) => plan.sequence === sequence);
  if (data === undefined) return <Skeleton className="h-20 w-full" />;
  // The list may be older than the approval.
  if (entry === undefined) return <p className="text-sm text-soft">{t.missing}</p>;
  const { version, isActive, lines } = entry;
  const added = lines.find(({ kind, ticked }) => kind === "add" && ticked);
  const look = added && lookedInto(added.triple, relations, wordingOf(relations, data.names, "en"));
  return (
    <div className="flex flex-col gap-5">
      <div role="status" className="flex flex-wrap items-center gap-3">
        {!isActive ? (
          <Badge icon={<Undo2 />}>{version === undefined ? t.undoneGraph : t.undone}</Badge>
        ) : (
          <Badge tone="after" icon={<CircleCheck />}>
            {version === undefined ? t.corrected : t.kept(shortId(version))}
          </Badge>
        )}
      </div>
      <PlanLines lines={lines} words={words} />
      {error && <ErrorNote error={error} />}
      <div className="flex flex-wrap gap-2">
        {version !== undefined && isActive && (
          <Link href={hrefTo("/history", { v: version })} className={buttonClass("secondary", "sm")}>
            <GitBranch aria-hidden className="size-4" />
            {t.history}
          </Link>
        )}
        {look && (
          <Link href={hrefTo("/explore", look)} className={buttonClass("secondary", "sm")}>
            <Microscope aria-hidden className="size-4" />
            {t.explore}
          </Link>
        )}
        {isActive && (
          <Button
            size="sm"
            icon={<Undo2 />}
            pending={isPending}
            onClick={() => void undo({ plan: sequence })}
          >
            {t.undo}
          </Button>
        )}
      </div>
    </div>
  );
}
