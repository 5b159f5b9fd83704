"use client";

import { BookmarkPlus } from "lucide-react";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { KeepDialog } from "@/components/edit/verdict/keep/keep-dialog";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Menu } from "@/components/ui";
import type { LifelongSummary } from "@/lib/api";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import { useKeepRun, type KeptState } from "./use-keep-run";

/** Any state that was judged can become a version: the last one first, and before it the last healthy one. */
export function KeepRun({ run }: { run: LifelongDetail }) {
  const t = useEvaluateMessages().keep;
  const [chosen, setChosen] = useState<KeptState | null>(null);
  const { state } = run;
  const rows = [...(state?.rows ?? [])].reverse();
  const trigger = (
    <RoleButton operation="lifelong.keep" isOneOfMany icon={<BookmarkPlus />}>
      {t.open}
    </RoleButton>
  );
  return (
    <>
      <Menu
        trigger={trigger}
        items={[
          ...(state?.healthy
            ? [
                {
                  key: "healthy",
                  label: t.healthy,
                  detail: t.after(state.healthy.edits),
                  onSelect: () => setChosen("healthy"),
                },
              ]
            : []),
          ...rows.map(({ edits }, index) => ({
            key: String(edits),
            label: index === 0 && edits === run.settings.count ? t.final : t.checkpoint,
            detail: t.after(edits),
            onSelect: () => setChosen(edits),
          })),
        ]}
      />
      <KeepState run={run} at={chosen} onClose={() => setChosen(null)} />
    </>
  );
}

const ALL: readonly number[] = [];

interface KeepStateProps {
  run: LifelongSummary;
  /** null while nothing is being kept. */
  at: KeptState | null;
  /** Edits to leave out, from zero. */
  without?: readonly number[];
  onClose: () => void;
}

/** Asks why, and keeps the state. */
export function KeepState({ run, at, without = ALL, onClose }: KeepStateProps) {
  const { keep, branch, isPending, error, clearError } = useKeepRun(run, at, without);
  const close = () => {
    clearError();
    onClose();
  };
  return (
    <KeepDialog
      open={at !== null}
      onOpenChange={(isOpen) => !isOpen && close()}
      isPending={isPending}
      error={error}
      branch={branch}
      keep={keep}
      onReload={close}
    />
  );
}
