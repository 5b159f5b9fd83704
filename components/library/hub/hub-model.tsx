"use client";

import { z } from "zod";
import { useLibraryMessages } from "@/components/messages/library";
import { ErrorNote, Skeleton } from "@/components/ui";
import { getHub, listHubFiles, preflightHub, type HubChoices } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { defineView, useViewState } from "@/lib/client/view-state";
import { DownloadForm } from "./download-form";
import { FileChoices } from "./file-choices";
import { RepositoryForm } from "./repository-form";

/** What is being looked at is in the address, so that a colleague gets the same question by link. */
const hubView = defineView(
  z.object({
    repo: z.string().optional(),
    rev: z.string().default("main"),
    host: z.string().optional(),
    /** The GGUF file that was chosen. */
    file: z.string().optional(),
  }),
);

/** What a repository holds does not change while one looks at it. */
const STALE_MS = 300_000;

/** A model from a hub: name it, see what it would take, download it. */
export function HubModel({ takenIds }: { takenIds: readonly string[] }) {
  const t = useLibraryMessages().library.hub;
  const hub = useQueryOf(getHub, {}, { staleTimeMs: Infinity });
  const [{ repo, rev, host, file }, update] = useViewState(hubView);
  const asked = { repository: repo ?? "", revision: rev, ...(host !== undefined && { host }) };
  const listing = useQueryOf(
    listHubFiles,
    { input: asked },
    { enabled: repo !== undefined, staleTimeMs: STALE_MS },
  );
  const mustChoose = listing.data !== undefined && file === undefined && isManifold(listing.data);
  const report = useQueryOf(
    preflightHub,
    { input: { ...asked, ...(file !== undefined && { file }) } },
    { enabled: listing.data !== undefined && !mustChoose, staleTimeMs: STALE_MS },
  );
  const failed = listing.error ? listing : report.error ? report : undefined;
  const isLooking = listing.isFetching || (report.isFetching && !mustChoose);
  const close = () => update({ repo: undefined, rev: undefined, host: undefined, file: undefined });
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
                file: undefined,
              },
              { history: "push" },
            )
          }
        />
      )}
      {repo !== undefined && (
        <div className="mt-5" aria-live="polite">
          {isLooking && <Looking repository={repo} />}
          {failed?.error && !isLooking && (
            <ErrorNote error={failed.error} onRetry={() => void failed.refetch()} />
          )}
          {listing.data && listing.data.choices.length > 0 && !isLooking && (
            <FileChoices
              found={listing.data}
              chosen={file}
              isOpen={mustChoose || report.error !== null}
              onChoose={(chosen) => update({ file: chosen }, { history: "push" })}
            />
          )}
          {report.data && !isLooking && !mustChoose && (
            <DownloadForm
              key={`${report.data.origin.revision} ${file}`}
              found={report.data}
              file={file}
              takenIds={takenIds}
              onClose={close}
            />
          )}
        </div>
      )}
    </section>
  );
}

/** Whether a repository holds several models, none of which is the one that is meant when no file is named. */
function isManifold({ hasSafetensors, choices }: HubChoices): boolean {
  return !hasSafetensors && choices.length > 1;
}

function Looking({ repository }: { repository: string }) {
  const t = useLibraryMessages().library.hub;
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="text-sm text-soft">{t.looking(repository)}</p>
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-20 w-full" />
    </div>
  );
}
