"use client";

import { Download } from "lucide-react";
import { useLanguage } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { Badge, Button, ErrorNote, formatBytes, formatCount, Skeleton, toast } from "@/components/ui";
import { getHub, hubShelf, startDownload, type ShelfModel } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { ModelRecord, Obstacle } from "@/lib/store";
import { idFrom } from "../add/checkpoint-folder";
import { unfinished } from "../downloads/unfinished";
import { useDownloads } from "../downloads/use-downloads";

/** Small models to begin with: what each needs here is known before a hub is asked, and one press gets it. */
export function Shelf({ models }: { models: readonly ModelRecord[] }) {
  const t = useLibraryMessages().library.shelf;
  const shelf = useQueryOf(hubShelf, {}, { staleTimeMs: Infinity });
  const hub = useQueryOf(getHub, {}, { staleTimeMs: Infinity });
  const underWay = unfinished(useDownloads());
  const stateOf = ({ id }: ShelfModel): RowState => {
    const installed = models.find(({ origin }) => origin?.repository === id);
    if (installed) return { kind: "installed", name: installed.name };
    return { kind: underWay.some(({ summary }) => summary.repository === id) ? "underWay" : "absent" };
  };
  return (
    <section aria-labelledby="shelf" className="min-w-0">
      <h2 id="shelf" className="text-xl">
        {t.title}
      </h2>
      <p className="mt-2 mb-4 text-sm text-soft">{t.detail}</p>
      {shelf.isPending && <Skeleton className="h-40 w-full" />}
      {shelf.error && <ErrorNote error={shelf.error} onRetry={() => void shelf.refetch()} />}
      {shelf.data && (
        <ul className="flex flex-col divide-y border-y">
          {shelf.data.models.map((model) => (
            <ShelfRow
              key={model.id}
              model={model}
              state={stateOf(model)}
              hasToken={hub.data?.hosts[0]?.hasToken ?? false}
              takenIds={models.map(({ id }) => id)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

type RowState = { kind: "absent" | "underWay" } | { kind: "installed"; name: string };

interface ShelfRowProps {
  model: ShelfModel;
  state: RowState;
  /** Whether the hub is asked with a token, which gated models need. */
  hasToken: boolean;
  takenIds: readonly string[];
}

function ShelfRow({ model, state, hasToken, takenIds }: ShelfRowProps) {
  const t = useLibraryMessages().library;
  const { language } = useLanguage();
  const { author } = useWorkbench();
  const start = useActionOf(startDownload);
  const { id, name, revision, licence, downloadBytes, parameterCount, isGated } = model;
  const needsTerms = isGated && !hasToken;
  const get = () =>
    start.mutate(
      { input: { repository: id, revision, modelId: freeId(id, takenIds), name, author } },
      { onSuccess: () => toast(t.hub.started(id)) },
    );
  return (
    <li aria-label={name} className="py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-60 flex-1">
          <h3 className="text-base">
            {name} <span className="inline-block font-mono text-xs break-all text-faint">{id}</span>
          </h3>
          <p className="mt-0.5 text-sm text-soft">
            {[
              licence,
              t.shelf.parameters(formatCount(parameterCount, language)),
              ...(downloadBytes === undefined ? [] : [t.shelf.download(formatBytes(downloadBytes))]),
            ].join(" · ")}
          </p>
        </div>
        {state.kind === "absent" ? (
          <Button
            size="sm"
            icon={<Download />}
            aria-label={t.shelf.get(name)}
            disabled={needsTerms}
            pending={start.isPending}
            onClick={get}
          >
            {t.hub.download}
          </Button>
        ) : (
          <Badge tone={state.kind === "installed" ? "after" : "accent"}>
            {state.kind === "installed" ? t.shelf.installed(state.name) : t.shelf.underWay}
          </Badge>
        )}
      </div>
      <Needs places={model.places} />
      {needsTerms && state.kind === "absent" && <p className="mt-2 text-xs text-soft">{t.hub.gated}</p>}
      {start.error && (
        <div className="mt-3">
          <ErrorNote error={start.error} onRetry={get} />
        </div>
      )}
    </li>
  );
}

/** What opening and editing need in each place, or why there is not enough of it. */
function Needs({ places }: Pick<ShelfModel, "places">) {
  const { report, shelf: t } = useLibraryMessages().library;
  const said = (obstacles: readonly Obstacle[]) =>
    obstacles
      .slice(0, 1)
      .map(({ kind, neededBytes, limitBytes }) =>
        report.obstacles[kind](formatBytes(neededBytes), formatBytes(limitBytes)),
      );
  return (
    <dl className="mt-2 grid gap-x-6 gap-y-2 text-xs sm:grid-cols-3">
      {places.map(({ place, openBytes, obstacles, editBytes, editObstacles, methods }) => {
        const [low, high] = (editBytes ?? []).map(formatBytes);
        const isOpening = obstacles.length === 0;
        return (
          <div key={place}>
            <dt className="text-faint">{report.placeNames[place]}</dt>
            {isOpening ? (
              <>
                <dd className="numeric text-soft">{t.opens(formatBytes(openBytes))}</dd>
                {editBytes ? (
                  <dd className="numeric text-soft">
                    {t.edits(t.range(low, high), methods.fitting, methods.all)}
                  </dd>
                ) : (
                  <dd className="numeric text-warn">
                    {t.editsNot} {said(editObstacles)}
                  </dd>
                )}
              </>
            ) : (
              <dd className="numeric text-warn">
                {t.opensNot} {said(obstacles)}
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

/** An id of the model's name that no model has yet. */
function freeId(repository: string, takenIds: readonly string[]): string {
  const id = idFrom(repository.split("/").at(-1) ?? repository);
  if (!takenIds.includes(id)) return id;
  return freeId(`${id}-hub`, takenIds);
}
