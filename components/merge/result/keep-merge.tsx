"use client";

import { GitCompareArrows, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { RefusalNote } from "@/components/accounts/roles/refusal-note";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { useFailureToast } from "@/components/history/use-history";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, buttonClass, Field, TextInput, toast } from "@/components/ui";
import { keepMerge, undo } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { Branch, type Version } from "@/lib/store";
import { freeName } from "../branch-name";
import type { Lineup } from "../use-lineup";

interface KeepMergeProps {
  jobId: string;
  operator: string;
  lineup: Lineup;
  onDiscard: () => void;
}

/** Keeps the child as a version with all of its parents; afterwards compares it with each, and undoes it. */
export function KeepMerge({ jobId, operator, lineup, onDiscard }: KeepMergeProps) {
  const t = useMergeMessages().result;
  const { modelId, author, setBranch, hrefTo, branches } = useWorkbench();
  const fail = useFailureToast();
  const keep = useActionOf(keepMerge);
  const refusal = useRefusal("merge.keep");
  const undoing = useActionOf(undo);
  const [name, setName] = useState(() =>
    freeName(
      "merged",
      branches.map((branch) => branch.name),
    ),
  );
  const [reason, setReason] = useState("");
  const [kept, setKept] = useState<{ readonly version: Version; readonly branch: string }>();
  const isValid = Branch.shape.name.safeParse(name).success;
  const labelOf = (version: string) => lineup.find(version)?.label ?? version;
  const linkTo = (version: string, other?: string) =>
    hrefTo("/history", { v: version, ...(other && { with: other }) });

  if (kept) {
    return (
      <section
        aria-label={t.keep}
        className="flex flex-col items-start gap-4 self-start border-l-2 border-after pl-4"
      >
        <p role="status" className="text-after">
          {t.kept}
        </p>
        <div className="flex flex-wrap gap-2">
          <Link href={linkTo(kept.version.id)} className={buttonClass("secondary", "sm")}>
            {t.openHistory}
          </Link>
          {kept.version.parents.map((parent) => (
            <Link
              key={parent}
              href={linkTo(kept.version.id, parent)}
              className={buttonClass("secondary", "sm")}
            >
              <GitCompareArrows aria-hidden className="size-4" />
              {t.compare(labelOf(parent))}
            </Link>
          ))}
          <Button
            size="sm"
            icon={<Undo2 />}
            pending={undoing.isPending}
            onClick={() =>
              undoing.mutate(
                { params: { branchId: `${modelId}:${kept.branch}` } },
                {
                  onSuccess: () => {
                    toast(t.undone);
                    setKept(undefined);
                  },
                  onError: fail,
                },
              )
            }
          >
            {t.undo}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <form
      aria-label={t.keep}
      className="flex flex-col gap-4 self-start border-l-2 border-rule-strong pl-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isValid) return;
        keep.mutate(
          { input: { jobId, branch: name, author, reason: reason || operator } },
          {
            onSuccess: (version) => {
              setKept({ version, branch: name });
              setBranch(name);
            },
            onError: fail,
          },
        );
      }}
    >
      <Field label={t.branch} hint={t.branchHint} error={isValid ? undefined : t.branchFault}>
        {(control) => (
          <TextInput {...control} mono value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t.reason}>
        {(control) => (
          <TextInput
            {...control}
            value={reason}
            placeholder={operator}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          pending={keep.isPending}
          disabled={!isValid || refusal !== undefined}
        >
          {t.keep}
        </Button>
        <Button variant="quiet" onClick={onDiscard}>
          {t.discard}
        </Button>
        <RefusalNote refusal={refusal} />
      </div>
    </form>
  );
}
