"use client";

import Link from "next/link";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useFailureToast } from "@/components/history/use-history";
import { useWorkbench } from "@/components/shell/workbench";
import { buttonClass, Field, TextInput } from "@/components/ui";
import { keepEvolved } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { Branch } from "@/lib/store";
import { freeName } from "../branch-name";
import { useMergeMessages } from "../use-messages";

/** The children of an evolution that has ended as versions, with a branch at the best of them. */
export function KeepEvolution({ jobId, stem }: { jobId: string; stem: string }) {
  const t = useMergeMessages();
  const words = t.evolution.keep;
  const { author, branches, setBranch, hrefTo } = useWorkbench();
  const fail = useFailureToast();
  const keep = useActionOf(keepEvolved);
  const [typed, setTyped] = useState<string | null>(null);
  const name =
    typed ??
    freeName(
      stem,
      branches.map((branch) => branch.name),
    );
  const isValid = Branch.shape.name.safeParse(name).success;
  if (keep.data) {
    return (
      <div className="flex flex-wrap items-center gap-3 border-l-2 border-after pl-4">
        <p role="status" className="text-sm text-after">
          {words.kept(Object.keys(keep.data.versions).length, name)}
        </p>
        <Link href={hrefTo("/history", { v: keep.data.best.id })} className={buttonClass("secondary", "sm")}>
          {words.history}
        </Link>
      </div>
    );
  }
  return (
    <form
      aria-label={words.title}
      className="flex flex-wrap items-end gap-3 border-l-2 border-rule-strong pl-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isValid) return;
        setTyped(name); // the branch that is made takes it
        keep.mutate(
          { params: { jobId }, input: { branch: name, author } },
          { onSuccess: () => setBranch(name), onError: fail },
        );
      }}
    >
      <p className="w-full text-sm text-soft">{words.detail}</p>
      <Field label={words.branch} error={isValid ? undefined : t.result.branchFault}>
        {(control) => (
          <TextInput {...control} mono value={name} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      <RoleButton
        operation="merge.keep-evolution"
        type="submit"
        size="sm"
        pending={keep.isPending}
        disabled={!isValid}
      >
        {words.action}
      </RoleButton>
    </form>
  );
}
