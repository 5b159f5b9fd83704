"use client";

import { GitMerge, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { RefusalNote } from "@/components/accounts/roles/refusal-note";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { indexVersions } from "@/components/history/ancestry";
import { useFailureToast, useNaming } from "@/components/history/use-history";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, buttonClass, ErrorNote, Skeleton, toast } from "@/components/ui";
import { joinBranches, joinCheck, joinPlan, undo, versionGraph } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { Branch, ListedVersion } from "@/lib/store";
import { Conflicts, type Side } from "./conflicts";
import { Recheck } from "./recheck";

export interface Heads {
  readonly ours: string;
  readonly theirs: string;
}

/** A merge that is a version now, and what it was planned of. */
export interface Kept {
  readonly version: string;
  readonly heads: Heads;
}

interface JoiningProps {
  ours: Branch;
  theirs: Branch;
  heads: Heads;
  kept: Kept | undefined;
  onKept: (kept: Kept | undefined) => void;
}

const NO_VERSIONS: readonly ListedVersion[] = [];

/** What comes, what is asked, what the merged model answers, and keeping it. */
export function Joining({ ours, theirs, heads, kept, onKept }: JoiningProps) {
  const t = useMergeMessages().edits;
  const { modelId } = useWorkbench();
  const graph = useQueryOf(versionGraph, { input: { model: modelId } });
  const name = useNaming(indexVersions(graph.data?.versions ?? NO_VERSIONS));
  const plan = useQueryOf(joinPlan, { input: { ...heads } }, { staleTimeMs: Infinity });
  const [choices, setChoices] = useState<readonly (Side | undefined)[]>([]);
  /** Those that the merge was last asked with. */
  const [asked, setAsked] = useState<readonly Side[]>();
  const check = useQueryOf(
    joinCheck,
    { input: { ...heads, choices: [...(asked ?? [])] } },
    { enabled: asked !== undefined, staleTimeMs: Infinity },
  );
  if (plan.error) return <ErrorNote error={plan.error} />;
  if (!plan.data) return <Skeleton className="h-40 w-full" />;
  const { conflicts, added, takenOut, kinship, ancestor } = plan.data;
  const titleOf = (id: string) => {
    const version = graph.data?.versions.find((one) => one.id === id);
    return version ? name(version).title : id;
  };
  const decided = conflicts.map((_, i) => choices[i]).filter((choice) => choice !== undefined);
  const isNothing = added.length + takenOut.length === 0;
  return (
    <section aria-label={t.result} className="flex min-w-0 flex-col gap-6">
      <p className="text-sm text-soft">
        {t.ancestor(titleOf(ancestor))} {kinship !== null && t.kinship(kinship.toFixed(3).replace("-", "−"))}
      </p>
      <Versions title={t.added(added.length, theirs.name)} ids={added} titleOf={titleOf} />
      {takenOut.length > 0 && (
        <Versions title={t.takenOut(takenOut.length, theirs.name)} ids={takenOut} titleOf={titleOf} isGone />
      )}
      {!isNothing && (
        <>
          <Conflicts
            conflicts={conflicts}
            names={{ ours: ours.name, theirs: theirs.name }}
            choices={choices}
            isFixed={kept !== undefined}
            onChoose={(place, side) => {
              setChoices(conflicts.map((_, i) => (i === place ? side : choices[i])));
              setAsked(undefined);
            }}
          />
          {asked === undefined && (
            <div className="flex flex-col items-start gap-2">
              {decided.length < conflicts.length && <p className="text-sm text-warn">{t.ask}</p>}
              <Button
                variant="primary"
                icon={<GitMerge />}
                disabled={decided.length < conflicts.length}
                onClick={() => setAsked(decided)}
              >
                {t.merge}
              </Button>
              <p className="text-xs text-faint">{t.mergeSays}</p>
            </div>
          )}
        </>
      )}
      {asked !== undefined && check.isPending && (
        <p role="status" className="text-sm text-soft">
          {t.asking}
        </p>
      )}
      {check.error && <ErrorNote error={check.error} onRetry={() => void check.refetch()} />}
      {asked !== undefined && check.data && (
        <>
          <Recheck check={check.data} names={{ ours: ours.name, theirs: theirs.name }} />
          <Keeping
            ours={ours}
            theirs={theirs}
            heads={heads}
            choices={asked}
            kept={kept}
            onKept={onKept}
            onDiscard={() => setAsked(undefined)}
          />
        </>
      )}
    </section>
  );
}

interface VersionsProps {
  title: string;
  ids: readonly string[];
  titleOf: (id: string) => string;
  isGone?: boolean;
}

function Versions({ title, ids, titleOf, isGone }: VersionsProps) {
  return (
    <div className="min-w-0">
      <h2 className="mb-1 text-base font-medium">{title}</h2>
      <ul className="flex flex-col divide-y border-y text-sm empty:hidden">
        {ids.map((id) => (
          <li key={id} className={`py-1.5 break-words ${isGone ? "text-before line-through" : ""}`}>
            {titleOf(id)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface KeepingProps extends JoiningProps {
  choices: readonly Side[];
  onDiscard: () => void;
}

function Keeping({ ours, theirs, heads, choices, kept, onKept, onDiscard }: KeepingProps) {
  const t = useMergeMessages().edits;
  const { author, hrefTo, setBranch } = useWorkbench();
  const refusal = useRefusal("merge.join");
  const fail = useFailureToast();
  const join = useActionOf(joinBranches);
  const undoing = useActionOf(undo);
  if (kept) {
    return (
      <div className="flex flex-col items-start gap-3 border-l-2 border-after pl-4">
        <p role="status" className="text-after">
          {t.kept(ours.name)}
        </p>
        <div className="flex flex-wrap gap-2">
          <Link href={hrefTo("/history", { v: kept.version })} className={buttonClass("secondary", "sm")}>
            {t.history}
          </Link>
          <Button
            size="sm"
            icon={<Undo2 />}
            disabled={refusal !== undefined}
            pending={undoing.isPending}
            onClick={() =>
              undoing.mutate(
                { params: { branchId: ours.id } },
                {
                  onSuccess: () => {
                    toast(t.undone(ours.name));
                    onKept(undefined);
                  },
                  onError: fail,
                },
              )
            }
          >
            {t.undo}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          disabled={refusal !== undefined}
          pending={join.isPending}
          onClick={() =>
            join.mutate(
              {
                input: {
                  branchId: ours.id,
                  ...heads,
                  choices: [...choices],
                  author,
                  reason: t.reason(theirs.name),
                },
              },
              {
                onSuccess: ({ id }) => {
                  onKept({ version: id, heads });
                  setBranch(ours.name);
                },
                onError: fail,
              },
            )
          }
        >
          {t.keep(ours.name)}
        </Button>
        <Button variant="quiet" onClick={onDiscard}>
          {t.discard}
        </Button>
      </div>
      <RefusalNote refusal={refusal} />
      <p className="text-xs text-faint">{t.nothingKept}</p>
    </div>
  );
}
