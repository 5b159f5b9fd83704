"use client";

import { TriangleAlert } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { Button, Dialog, Field, TextInput } from "@/components/ui";
import type { ListedVersion } from "@/lib/store";
import type { Description } from "../describe";

interface WithoutDialogProps {
  /** What would be taken out; null when closed. */
  removed: ListedVersion | null;
  dependents: readonly ListedVersion[];
  describe: (version: ListedVersion) => Description;
  branchName: string;
  isPending: boolean;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}

/** Says what will happen, and to which later edits, before it does. */
export function WithoutDialog(props: WithoutDialogProps) {
  const t = useHistoryMessages().withoutDialog;
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onConfirm(reason.trim());
  };
  return (
    <Dialog
      open={props.removed !== null}
      onOpenChange={(open) => {
        if (open) return;
        setReason("");
        props.onClose();
      }}
      title={t.title}
      description={t.description(props.branchName)}
      footer={
        <>
          <Button variant="quiet" onClick={props.onClose}>
            {t.cancel}
          </Button>
          <Button variant="danger" type="submit" form="history-take-out" pending={props.isPending}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <form id="history-take-out" onSubmit={submit} className="flex flex-col gap-5">
        {props.removed && (
          <div>
            <p className="eyebrow">{t.removed}</p>
            <p className="mt-0.5 font-display text-xl break-words text-before line-through decoration-1">
              {props.describe(props.removed).title}
            </p>
          </div>
        )}
        <Dependents versions={props.dependents} describe={props.describe} />
        <Field label={t.reason} hint={t.reasonHint}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={1000}
              placeholder={t.reasonPlaceholder}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function Dependents({
  versions,
  describe,
}: Pick<WithoutDialogProps, "describe"> & { versions: readonly ListedVersion[] }) {
  const t = useHistoryMessages().withoutDialog;
  if (versions.length === 0) return <p className="text-sm text-soft">{t.noDependents}</p>;
  return (
    <div className="border-l-2 border-warn bg-warn-wash px-4 py-3">
      <p className="flex items-center gap-2 text-sm font-medium text-warn">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {t.dependents(versions.length)}
      </p>
      <ul
        className="mt-2 max-h-48 overflow-y-auto text-sm text-ink"
        tabIndex={versions.length > 6 ? 0 : undefined}
      >
        {versions.map((version) => (
          <li key={version.id} className="truncate py-0.5">
            {describe(version).title}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-soft">{t.dependentsDetail}</p>
    </div>
  );
}
