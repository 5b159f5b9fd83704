"use client";

import { useState, type FormEvent } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { Button, Dialog, Field, TextInput } from "@/components/ui";
import type { Branch, ListedVersion } from "@/lib/store";

/** As in the contract, so that a wrong name is said before it is sent. */
const BRANCH_NAME = /^[a-z0-9][a-z0-9._-]{0,40}$/;

interface BranchDialogProps {
  /** Where the branch starts; null when closed. */
  from: ListedVersion | null;
  title: string;
  branches: readonly Branch[];
  isPending: boolean;
  onCreate: (name: string) => void;
  onClose: () => void;
}

export function BranchDialog({ from, title, branches, isPending, onCreate, onClose }: BranchDialogProps) {
  const t = useHistoryMessages().branchDialog;
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const isTaken = branches.some((branch) => branch.name === name);
  const problem = isTaken ? t.taken(name) : BRANCH_NAME.test(name) ? undefined : t.invalidName;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!problem) onCreate(name);
  };

  return (
    <Dialog
      open={from !== null}
      onOpenChange={(open) => {
        if (open) return;
        setName("");
        setTried(false);
        onClose();
      }}
      title={t.title}
      description={t.description(title)}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button variant="primary" type="submit" form="history-new-branch" pending={isPending}>
            {t.create}
          </Button>
        </>
      }
    >
      <form id="history-new-branch" onSubmit={submit}>
        <Field
          label={t.name}
          hint={t.nameHint}
          error={(isTried || isTaken) && problem ? problem : undefined}
          required
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              autoFocus
              autoComplete="off"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
