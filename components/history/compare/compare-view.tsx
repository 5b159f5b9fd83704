"use client";

import { X } from "lucide-react";
import { useMemo } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { Button, Card, ErrorNote, shortId, Skeleton } from "@/components/ui";
import { compareVersions } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { EditRequest } from "@/lib/data";
import type { ListedVersion } from "@/lib/store";
import { requestsOf } from "../describe";
import { wholePrompt } from "../prompt";
import type { Graph } from "../use-history";
import { useNaming } from "../use-history";
import { useMethods } from "../use-methods";
import { AskBoth } from "./ask-both";
import { Distance } from "./distance";
import { FactsComparedCard } from "./facts-compared";
import { SideScores } from "./side-scores";
import { sideColor, SIDES, type Side } from "./sides";

interface CompareViewProps {
  /** The earlier version and the later one. */
  versions: readonly [ListedVersion, ListedVersion];
  index: Graph["index"];
  onSelect: (id: string) => void;
  onChange: () => void;
  onClose: () => void;
}

const SUGGESTIONS = 6;
/** Whose facts are asked first. */
const SUBJECTS = 5;

/**
 * Two versions side by side, the earlier on the left: what they share, what only one has, what each says, to which facts
 * they answer differently, their scores, and how far apart the weights are.
 */
export function CompareView({ versions, index, onSelect, onChange, onClose }: CompareViewProps) {
  const [before, after] = versions;
  const t = useHistoryMessages().compare;
  const name = useNaming(index);
  const query = useQueryOf(
    compareVersions,
    { params: { versionId: before.id }, input: { with: after.id } },
    { staleTimeMs: Infinity },
  );
  const { data } = query;
  const requests = useMemo(
    () => requestsBetween([...(data?.onlyLeft ?? []), ...(data?.onlyRight ?? [])], index),
    [data, index],
  );
  const ids = [before.id, after.id] as const;
  const titles = [name(before).title, name(after).title] as const;
  const ancestor = data?.ancestor ? index.get(data.ancestor) : undefined;

  return (
    <section aria-label={t.title} className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-2xl">{t.title}</h2>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={onChange}>
            {t.change}
          </Button>
          <Button size="sm" variant="quiet" icon={<X />} onClick={onClose}>
            {t.close}
          </Button>
        </div>
      </div>

      {query.error && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
      {before.id === after.id && <p className="text-sm text-warn">{t.same}</p>}

      <Card>
        <div className="mb-5 border-b pb-4 text-center">
          <p className="eyebrow">{t.ancestor}</p>
          {!data && !query.error && <Skeleton className="mx-auto mt-1 h-5 w-48" />}
          {data && !ancestor && <p className="text-sm text-soft">{t.noAncestor}</p>}
          {ancestor && <VersionLink version={ancestor} title={name(ancestor).title} onSelect={onSelect} />}
        </div>
        <div className="grid gap-6 sm:grid-cols-2 sm:gap-0 sm:divide-x">
          {SIDES.map((side, i) => (
            <SideView
              key={side}
              side={side}
              version={versions[i]}
              only={i === 0 ? data?.onlyLeft : data?.onlyRight}
              name={name}
              onSelect={onSelect}
            />
          ))}
        </div>
      </Card>

      <Card title={t.ask} level={3}>
        <AskBoth versions={ids} titles={titles} suggestions={prompts(requests)} />
      </Card>

      <Card title={t.facts.title} level={3}>
        <FactsComparedCard versions={ids} titles={titles} subjects={subjects(requests)} />
      </Card>

      <Card title={t.scores.title} level={3}>
        <SideScores versions={ids} />
      </Card>

      <Card title={t.distance} level={3}>
        {data && <Distance distance={data.distance} />}
        {!data && !query.error && <Skeleton className="h-24 w-full" />}
      </Card>
    </section>
  );
}

/** The wanted changes that the sides do not share, or that one side took out, newest first. */
function requestsBetween(versions: readonly ListedVersion[], index: Graph["index"]): EditRequest[] {
  const touched = versions.flatMap((version) =>
    version.change.kind === "without"
      ? version.change.removed.flatMap((id) => index.get(id) ?? [])
      : [version],
  );
  return touched.flatMap(requestsOf).reverse();
}

const prompts = (requests: readonly EditRequest[]) =>
  [...new Set(requests.map(wholePrompt))].slice(0, SUGGESTIONS);
const subjects = (requests: readonly EditRequest[]) =>
  [...new Set(requests.map(({ subject }) => subject))].slice(0, SUBJECTS);

interface SideProps {
  side: Side;
  version: ListedVersion;
  only: readonly ListedVersion[] | undefined;
  name: ReturnType<typeof useNaming>;
  onSelect: (id: string) => void;
}

function SideView({ side, version, only, name, onSelect }: SideProps) {
  const t = useHistoryMessages().compare;
  const methods = useMethods();
  return (
    <div className="min-w-0 sm:px-5 sm:first:pl-0 sm:last:pr-0">
      <div className="flex items-center gap-2">
        <span className={`text-sm font-medium ${sideColor(side)}`}>{t[side]}</span>
        <span className="font-mono text-xs text-faint">{shortId(version.id)}</span>
      </div>
      <div className="mt-1.5">
        <VersionLink version={version} title={name(version).title} onSelect={onSelect} isLarge />
      </div>
      <p className="mt-4 text-xs text-faint">{only ? t.onlyHere(only.length) : ""}</p>
      {!only && <Skeleton className="mt-2 h-16 w-full" />}
      {only?.length === 0 && <p className="mt-1 text-sm text-soft">{t.onlyHereNone}</p>}
      <ol
        className="mt-1 flex max-h-80 flex-col divide-y overflow-y-auto"
        tabIndex={only && only.length > 8 ? 0 : undefined}
      >
        {only?.map((change) => (
          <li key={change.id} className="py-1.5">
            <VersionLink version={change} title={name(change).title} onSelect={onSelect} />
            <p className="truncate text-xs text-faint">
              {change.change.kind === "edit" ? methods.nameOf(change.change.method) : name(change).kind}
              {change.reason && ` · ${change.reason}`}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

interface VersionLinkProps {
  version: ListedVersion;
  title: string;
  onSelect: (id: string) => void;
  isLarge?: boolean;
}

function VersionLink({ version, title, onSelect, isLarge = false }: VersionLinkProps) {
  return (
    <button
      type="button"
      onClick={() => onSelect(version.id)}
      className={`max-w-full text-left font-display break-words text-ink underline decoration-rule-strong decoration-1 underline-offset-4 hover:decoration-accent ${isLarge ? "text-xl" : "text-base"}`}
    >
      {title}
    </button>
  );
}
