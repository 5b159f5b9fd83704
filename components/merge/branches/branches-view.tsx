"use client";

import { Check, GitMerge, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { indexVersions } from "@/components/history/ancestry";
import { useFailureToast, useNaming } from "@/components/history/use-history";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import {
  Button,
  buttonClass,
  EmptyNote,
  ErrorNote,
  Field,
  SegmentedControl,
  Select,
  Skeleton,
} from "@/components/ui";
import { joinBranches, joinPlan, versionGraph } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { Branch, ListedVersion } from "@/lib/store";
import type { Lineup } from "../use-lineup";
import { useMergeView } from "../view";

type Choice = "ours" | "theirs";
const NO_VERSIONS: readonly ListedVersion[] = [];

/** The edits of two branches on one model: what each has, which facts they contradict each other in, and the merge. */
export function BranchesView({ lineup }: { lineup: Lineup }) {
  const t = useMergeMessages().edits;
  const [view, update] = useMergeView();
  const { branches, branchName, hrefTo } = useWorkbench();
  // Siblings were trained and not edited: they are merged by a recipe.
  const edited = branches.filter(({ name }) => lineup.find(name)?.kind !== "sibling");
  const ours = edited.find(({ name }) => name === (view.ours ?? branchName)) ?? edited[0];
  const theirs = edited.find(({ name }) => name === view.theirs && name !== ours?.name);
  if (edited.length < 2 || !ours) {
    return (
      <EmptyNote
        title={t.fewBranches}
        detail={t.fewBranchesDetail}
        action={
          <Link href={hrefTo("/history")} className={buttonClass("primary")}>
            {t.history}
          </Link>
        }
      />
    );
  }
  const options = edited.map(({ name }) => ({ value: name, label: name }));
  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
      <section aria-label={t.title} className="flex min-w-0 flex-col gap-4">
        <p className="text-sm text-soft">{t.detail}</p>
        <Field label={t.ours} hint={t.oursHint}>
          {(control) => (
            <Select
              {...control}
              value={ours.name}
              onChange={(name) => update({ ours: name })}
              options={options}
            />
          )}
        </Field>
        <Field label={t.theirs}>
          {(control) => (
            <Select
              {...control}
              value={theirs?.name ?? ""}
              onChange={(name) => update({ theirs: name || undefined })}
              options={[
                { value: "", label: t.choose },
                ...options.filter(({ value }) => value !== ours.name),
              ]}
            />
          )}
        </Field>
      </section>
      {theirs && <Joining key={`${ours.name} ${theirs.name}`} ours={ours} theirs={theirs} />}
    </div>
  );
}

function Joining({ ours, theirs }: { ours: Branch; theirs: Branch }) {
  const t = useMergeMessages().edits;
  const { modelId, author, hrefTo } = useWorkbench();
  const graph = useQueryOf(versionGraph, { input: { model: modelId } });
  const name = useNaming(indexVersions(graph.data?.versions ?? NO_VERSIONS));
  const fail = useFailureToast();
  const [heads] = useState({ ours: ours.head, theirs: theirs.head });
  const plan = useQueryOf(joinPlan, { input: heads }, { staleTimeMs: Infinity });
  const join = useActionOf(joinBranches);
  const [choices, setChoices] = useState<readonly (Choice | undefined)[]>([]);
  if (plan.error) return <ErrorNote error={plan.error} />;
  if (!plan.data) return <Skeleton className="h-40 w-full" />;
  const { conflicts } = plan.data;
  const titleOf = (id: string) => {
    const version = graph.data?.versions.find((one) => one.id === id);
    return version ? name(version).title : id;
  };
  const isDecided = conflicts.every((_, i) => choices[i] !== undefined);
  return (
    <section aria-label={t.result} className="flex min-w-0 flex-col gap-6">
      <p className="text-sm text-soft">{t.ancestor(titleOf(plan.data.ancestor))}</p>
      <div className="min-w-0">
        <h3 className="mb-1 text-base font-medium">{t.added(plan.data.added.length, theirs.name)}</h3>
        <ul className="flex flex-col divide-y border-y text-sm">
          {plan.data.added.map((id) => (
            <li key={id} className="py-1.5 break-words">
              {titleOf(id)}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-col gap-3">
        <h3 className="text-base font-medium">
          {conflicts.length === 0 ? t.noConflicts : t.conflicts(conflicts.length)}
        </h3>
        {conflicts.map(({ prompt, ours: one, theirs: other }, i) => (
          <div
            key={prompt}
            role="group"
            aria-label={t.conflict(prompt)}
            className="flex flex-wrap items-center justify-between gap-3 border-l-2 border-warn bg-warn-wash px-3 py-2"
          >
            <p className="min-w-0 text-sm break-words">{t.conflict(prompt)}</p>
            <SegmentedControl
              label={t.conflict(prompt)}
              value={choices[i] ?? ""}
              onChange={(side) =>
                setChoices((before) => conflicts.map((_, k) => (k === i ? (side as Choice) : before[k])))
              }
              options={[
                { value: "ours", label: `${one.target} · ${ours.name}` },
                { value: "theirs", label: `${other.target} · ${theirs.name}` },
              ]}
            />
          </div>
        ))}
      </div>
      {join.data ? (
        <div className="flex flex-col gap-3 border-l-2 border-after pl-4">
          <p role="status" className="text-after">
            {t.merged}
          </p>
          <ul className="flex flex-col gap-1 text-sm">
            {join.data.answers.map(({ side, prompt, target, holds }) => (
              <li key={`${side} ${prompt} ${target}`} className="flex items-start gap-2">
                {holds ? (
                  <Check aria-label={t.holds} className="mt-0.5 size-4 shrink-0 text-after" />
                ) : (
                  <X aria-label={t.lost} className="mt-0.5 size-4 shrink-0 text-danger" />
                )}
                <span className="min-w-0 break-words">
                  {prompt} <strong className="font-medium">{target}</strong>{" "}
                  <span className="text-faint">{side === "ours" ? ours.name : theirs.name}</span>
                </span>
              </li>
            ))}
          </ul>
          <Link
            href={`${hrefTo("/history")}${hrefTo("/history").includes("?") ? "&" : "?"}v=${join.data.version.id}`}
            className={`${buttonClass("secondary", "sm")} self-start`}
          >
            {t.history}
          </Link>
        </div>
      ) : (
        <div className="flex flex-col items-start gap-2">
          {!isDecided && <p className="text-sm text-warn">{t.ask}</p>}
          <Button
            variant="primary"
            icon={<GitMerge />}
            disabled={!isDecided}
            pending={join.isPending}
            onClick={() =>
              join.mutate(
                {
                  input: {
                    branchId: ours.id,
                    ...heads,
                    choices: choices as Choice[],
                    author,
                    reason: t.reason(theirs.name),
                  },
                },
                { onError: fail },
              )
            }
          >
            {t.merge}
          </Button>
        </div>
      )}
    </section>
  );
}
