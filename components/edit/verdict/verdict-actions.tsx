"use client";

import { Archive, CircleCheck, Trash2, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Badge, Button, shortId, toast } from "@/components/ui";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import type { EditOutcome } from "@/lib/store";
import { KeepDialog } from "./keep-dialog";
import { useKeep } from "./use-keep";

export interface VerdictActionsProps {
  run: EditRun;
  outcome: EditOutcome;
  /** The method by name, when there are several to keep. */
  name?: string;
}

/** Keep, Discard and, once kept, Undo. */
export function VerdictActions({ run, outcome, name }: VerdictActionsProps) {
  const t = useMessages().edit.keep;
  const { head, hrefTo, retry } = useWorkbench();
  const router = useRouter();
  const keeping = useKeep(run);
  const [isOpen, setOpen] = useState(false);
  const kept = keeping.keptAs(outcome);
  const canKeep = !outcome.error && outcome.verdict !== undefined && outcome.overlays.length > 0;
  const hasMoved = !kept && head !== undefined && run.versionId !== undefined && head.id !== run.versionId;

  const keep = async (request: Parameters<typeof keeping.keep>[1]) => {
    const version = await keeping.keep(outcome, request);
    if (version) {
      toast.success(t.done(shortId(version.id)), {
        action: { label: t.toHistory, onClick: () => router.push(hrefTo("/history")) },
      });
    }
    return version;
  };
  const takeBack = async () => {
    if (await keeping.undo()) toast.success(t.undone);
  };
  const discard = () => {
    run.reset();
    toast(t.discarded);
  };

  if (kept) {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="after" icon={<CircleCheck />}>
          {t.done(shortId(kept.id))}
        </Badge>
        <Button size="sm" icon={<Undo2 />} pending={keeping.isUndoing} onClick={() => void takeBack()}>
          {t.undo}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {hasMoved && <p className="w-full text-xs text-warn">{t.headMoved}</p>}
      <Button size="sm" variant="quiet" icon={<Trash2 />} onClick={discard}>
        {t.discard}
      </Button>
      <Button
        size="sm"
        variant="primary"
        icon={<Archive />}
        disabled={!canKeep}
        onClick={() => {
          keeping.clearError();
          setOpen(true);
        }}
      >
        {name ? t.keepNamed(name) : t.keep}
      </Button>
      <KeepDialog
        open={isOpen}
        onOpenChange={setOpen}
        isPending={keeping.isPending}
        error={keeping.error}
        keep={keep}
        onReload={() => {
          setOpen(false);
          retry();
        }}
      />
    </div>
  );
}
