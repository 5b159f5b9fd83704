"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { useLanguage } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import {
  Badge,
  buttonClass,
  DataTable,
  EmptyNote,
  ErrorNote,
  formatTime,
  shortId,
  Skeleton,
} from "@/components/ui";
import { graphAudit } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { LedgerEvent } from "@/lib/knowledge/schemas";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import type { Wording } from "../words";

const MOST_EVENTS = 500;

/** Everything that was done to the graph, by whom and when. */
export function AuditTab() {
  const { audit: t, plans } = useKnowledgeMessages();
  const { language } = useLanguage();
  const { graphId } = useGraph();
  const { hrefTo } = useWorkbench();
  const { data, error, refetch } = useQueryOf(
    graphAudit,
    { params: { graphId }, input: { limit: MOST_EVENTS } },
    { staleTimeMs: 0 },
  );
  const words = useWording(data?.names);
  const whatOf = useWhat(words);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  if (data.events.length === 0) return <EmptyNote title={t.none} detail={t.detail} />;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-measure text-sm text-soft">{t.detail}</p>
        <a
          href={`/api/knowledge/${graphId}/audit?limit=10000`}
          download={`${graphId}-audit.json`}
          className={buttonClass("secondary", "sm")}
        >
          <Download aria-hidden className="size-4" />
          {t.export}
        </a>
      </div>
      <DataTable
        caption={t.table}
        rows={data.events}
        rowKey={({ sequence }) => String(sequence)}
        maxHeight="lg"
        columns={[
          {
            key: "number",
            header: t.number,
            cell: ({ sequence }) => <span className="numeric">{sequence}</span>,
          },
          {
            key: "what",
            header: t.what,
            rowHeader: true,
            cell: ({ event, version }) => (
              <span className="flex flex-wrap items-baseline gap-x-2">
                <Badge tone={event.kind === "undo" || event.kind === "decline" ? "warn" : "neutral"}>
                  {t.kinds[event.kind]}
                </Badge>
                <span className="min-w-0">{whatOf(event)}</span>
                {version !== undefined && (
                  <Link
                    href={hrefTo("/history", { v: version })}
                    className="text-xs text-accent underline-offset-4 hover:underline"
                  >
                    {t.version(shortId(version))}
                  </Link>
                )}
              </span>
            ),
          },
          { key: "who", header: t.who, cell: ({ event }) => event.author || plans.nobody },
          {
            key: "when",
            header: t.when,
            cell: ({ event }) => <span className="text-xs text-soft">{formatTime(event.at, language)}</span>,
          },
        ]}
      />
    </div>
  );
}

function useWhat(words: Wording): (event: LedgerEvent) => string {
  const t = useKnowledgeMessages().audit;
  return (event) => {
    switch (event.kind) {
      case "undo":
        return t.undo(event.plans.join(", "));
      case "decline":
        return t.decline(event.proposal);
      case "policy":
        return t.policy;
      default: {
        const what = event.sentence ?? event.statements.map((one) => words.sentence(one)).join("; ");
        if (event.kind === "proposal") return t.proposal(what);
        return event.approvedBy ? t.approved(what, event.approvedBy) : t.plan(what);
      }
    }
  };
}
