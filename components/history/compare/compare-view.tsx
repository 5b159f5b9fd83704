"use client";

import { ArrowLeftRight, X } from "lucide-react";
import { useMemo } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { Button, Card, ErrorNote, shortId, Skeleton } from "@/components/ui";
import { compareVersions } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { ListedVersion } from "@/lib/store";
import { requestsOf } from "../describe";
import { wholePrompt } from "../prompt";
import type { Graph } from "../use-history";
import { useNaming } from "../use-history";
import { useMethods } from "../use-methods";
import { Distance } from "./distance";
import { NextTokenComparison } from "./next-tokens";
import { sideColor, type Side } from "./compare-side";

interface CompareViewProps {
  left: ListedVersion;
  right: ListedVersion;
  index: Graph["index"];
  onSelect: (id: string) => void;
  onSwap: () => void;
  onChange: () => void;
  onClose: () => void;
}

const SUGGESTIONS = 6;

/** Two versions side by side: what they share, what only one has, how far apart the weights are, and what each says. */
export function CompareView({ left, right, index, onSelect, onSwap, onChange, onClose }: CompareViewProps) {
  const t = useHistoryMessages().compare;
  const name = useNaming(index);
  const query = useQueryOf(
    compareVersions,
    { params: { versionId: left.id }, input: { with: right.id } },
    { staleTimeMs: Infinity },
  );
  const { data } = query;
  const suggestions = useMemo(
    () => suggestionsOf([...(data?.onlyLeft ?? []), ...(data?.onlyRight ?? [])], index),
    [data, index],
  );
  const ancestor = data?.ancestor ? index.get(data.ancestor) : undefined;

  return (
    <section aria-label={t.title} className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-2xl">{t.title}</h2>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" icon={<ArrowLeftRight />} onClick={onSwap}>
            {t.swap}
          </Button>
          <Button size="sm" onClick={onChange}>
            {t.change}
          </Button>
          <Button size="sm" variant="quiet" icon={<X />} onClick={onClose}>
            {t.close}
          </Button>
        </div>
      </div>

      {query.error && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
      {left.id === right.id && <p className="text-sm text-warn">{t.same}</p>}

      <Card>
        <div className="mb-5 border-b pb-4 text-center">
          <p className="eyebrow">{t.ancestor}</p>
          {!data && !query.error && <Skeleton className="mx-auto mt-1 h-5 w-48" />}
          {data && !ancestor && <p className="text-sm text-soft">{t.noAncestor}</p>}
          {ancestor && <VersionLink version={ancestor} title={name(ancestor).title} onSelect={onSelect} />}
        </div>
        <div className="grid gap-6 sm:grid-cols-2 sm:gap-0 sm:divide-x">
          <SideView side="left" version={left} only={data?.onlyLeft} name={name} onSelect={onSelect} />
          <SideView side="right" version={right} only={data?.onlyRight} name={name} onSelect={onSelect} />
        </div>
      </Card>

      <Card title={t.ask} level={3}>
        <NextTokenComparison
          left={left}
          right={right}
          leftTitle={name(left).title}
          rightTitle={name(right).title}
          suggestions={suggestions}
        />
      </Card>

      <Card title={t.distance} level={3}>
        {data && <Distance distance={data.distance} />}
        {!data && !query.error && <Skeleton className="h-24 w-full" />}
      </Card>
    </section>
  );
}

/** The prompts of the latest edits that the sides do not share, or that one side took out. */
function suggestionsOf(versions: readonly ListedVersion[], index: Graph["index"]): string[] {
  const touched = versions.flatMap((version) =>
    version.change.kind === "without"
      ? version.change.removed.flatMap((id) => index.get(id) ?? [])
      : [version],
  );
  const prompts = touched.flatMap((version) => requestsOf(version).map(wholePrompt)).reverse();
  return [...new Set(prompts)].slice(0, SUGGESTIONS);
}

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
