"use client";

import { z } from "zod";
import { useMessages } from "@/components/messages";
import { ErrorNote, Skeleton } from "@/components/ui";
import { getHub, preflightHub } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { defineView, useViewState } from "@/lib/client/view-state";
import { DownloadForm } from "./download-form";
import { RepositoryForm } from "./repository-form";

/** What is being looked at is in the address, so that a colleague gets the same question by link. */
const hubView = defineView(
  z.object({
    repo: z.string().optional(),
    rev: z.string().default("main"),
    host: z.string().optional(),
  }),
);

/** A model from a hub: name it, see what it would take, download it. */
export function HubModel({ takenIds }: { takenIds: readonly string[] }) {
  const t = useMessages().library.hub;
  const hub = useQueryOf(getHub, {}, { staleTimeMs: Infinity });
  const [{ repo, rev, host }, update] = useViewState(hubView);
  const report = useQueryOf(
    preflightHub,
    { input: { repository: repo ?? "", revision: rev, ...(host !== undefined && { host }) } },
    { enabled: repo !== undefined, staleTimeMs: 300_000 },
  );
  const close = () => update({ repo: undefined, rev: undefined, host: undefined });
  return (
    <section aria-labelledby="hub-model" className="min-w-0">
      <h2 id="hub-model" className="text-xl">
        {t.title}
      </h2>
      <p className="mt-2 mb-5 text-sm text-soft">{t.detail}</p>
      {hub.isPending && <Skeleton className="h-24 w-full" />}
      {hub.error && <ErrorNote error={hub.error} onRetry={() => void hub.refetch()} />}
      {hub.data && (
        <RepositoryForm
          key={`${repo}@${rev}@${host}`}
          hub={hub.data}
          asked={{ repository: repo ?? "", revision: rev, host: host ?? hub.data.hosts[0].host }}
          onAsk={(asked) =>
            update(
              {
                repo: asked.repository,
                rev: asked.revision,
                host: asked.host === hub.data.hosts[0].host ? undefined : asked.host,
              },
              { history: "push" },
            )
          }
        />
      )}
      {repo !== undefined && (
        <div className="mt-5" aria-live="polite">
          {report.isFetching && <Looking repository={repo} />}
          {report.error && !report.isFetching && (
            <ErrorNote error={report.error} onRetry={() => void report.refetch()} />
          )}
          {report.data && !report.isFetching && (
            <DownloadForm
              key={report.data.origin.revision}
              found={report.data}
              takenIds={takenIds}
              onClose={close}
            />
          )}
        </div>
      )}
    </section>
  );
}

function Looking({ repository }: { repository: string }) {
  const t = useMessages().library.hub;
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="text-sm text-soft">{t.looking(repository)}</p>
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-20 w-full" />
    </div>
  );
}
