"use client";

import Link from "next/link";
import { useState } from "react";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { buttonClass, EmptyNote, Field, Select } from "@/components/ui";
import type { Branch } from "@/lib/store";
import type { Lineup } from "../use-lineup";
import { useMergeView } from "../view";
import { Joining, type Heads, type Kept } from "./joining";

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
      {theirs ? (
        <Planned key={`${ours.name} ${theirs.name}`} ours={ours} theirs={theirs} />
      ) : (
        <EmptyNote title={t.chooseTitle} detail={t.chooseDetail} />
      )}
    </div>
  );
}

/** A merge is planned of the heads as they are, and stays what it was when its version has become the head. */
function Planned({ ours, theirs }: { ours: Branch; theirs: Branch }) {
  const [kept, setKept] = useState<Kept>();
  const heads: Heads = kept?.heads ?? { ours: ours.head, theirs: theirs.head };
  return (
    <Joining
      key={`${heads.ours} ${heads.theirs}`}
      ours={ours}
      theirs={theirs}
      heads={heads}
      kept={kept}
      onKept={setKept}
    />
  );
}
