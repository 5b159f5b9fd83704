"use client";

import { useState } from "react";
import { AuthorField } from "@/components/accounts/author-field";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Dialog, ErrorNote, Field, TextArea } from "@/components/ui";
import type { PalimpsestError } from "@/lib/base";
import type { Version } from "@/lib/store";
import type { KeepRequest } from "./use-keep";

interface KeepDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  isPending: boolean;
  error: PalimpsestError | null;
  /** Where the version will stand; the checked-out branch unless another is named. */
  branch?: string;
  keep: (request: KeepRequest) => Promise<Version | null>;
  /** Forgets the run and shows the new head. */
  onReload: () => void;
}

/** Asks why, and keeps the edit as a version. When the branch has moved on, it says so and offers the new head. */
export function KeepDialog({
  open,
  onOpenChange,
  isPending,
  error,
  branch,
  keep,
  onReload,
}: KeepDialogProps) {
  const messages = useMessages();
  const t = messages.edit.keep;
  const { branchName, author, setAuthor } = useWorkbench();
  const [reason, setReason] = useState("");
  const isConflict = error?.code === "conflict";
  const confirm = async () => {
    const version = await keep({ reason: reason.trim(), author: author.trim() });
    if (version) onOpenChange(false);
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.title}
      description={t.description(branch ?? branchName)}
      footer={
        isConflict ? (
          <>
            <Button onClick={() => onOpenChange(false)}>{messages.ui.cancel}</Button>
            <Button variant="primary" onClick={onReload}>
              {t.reload}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => onOpenChange(false)}>{messages.ui.cancel}</Button>
            <Button variant="primary" type="submit" form="keep-form" pending={isPending}>
              {t.confirm}
            </Button>
          </>
        )
      }
    >
      {isConflict ? (
        <div role="alert" className="flex flex-col gap-2">
          <p className="font-medium">{t.conflict}</p>
          <p className="text-sm text-soft">{t.conflictDetail}</p>
        </div>
      ) : (
        <form
          id="keep-form"
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          <Field label={t.reason} hint={t.reasonHint}>
            {(control) => (
              <TextArea
                {...control}
                rows={3}
                maxLength={1000}
                placeholder={t.reasonPlaceholder}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <AuthorField label={t.author} hint={t.authorHint} value={author} onChange={setAuthor} />
          {error && <ErrorNote error={error} />}
        </form>
      )}
    </Dialog>
  );
}
