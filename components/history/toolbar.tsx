"use client";

import { GitBranchPlus, Redo2, Undo2 } from "lucide-react";
import { useEffect } from "react";
import { RefusalNote } from "@/components/accounts/roles/refusal-note";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { useHistoryMessages } from "@/components/messages/history";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Select } from "@/components/ui";
import { ImportButton } from "./import-button";
import { useNaming, type Graph } from "./use-history";

interface ToolbarProps {
  graph: Graph;
  isMoving: boolean;
  onUndo: () => void;
  onRedo: () => void;
  onNewBranch: () => void;
  onImported: (id: string) => void;
}

/** What is done to the branch as a whole. */
export function Toolbar({ graph, isMoving, onUndo, onRedo, onNewBranch, onImported }: ToolbarProps) {
  const t = useHistoryMessages().toolbar;
  const { branch, head, branchName, setBranch } = useWorkbench();
  const name = useNaming(graph.index);
  const next = branch && graph.index.get(branch.redo[branch.redo.length - 1]);
  // Undo, Redo, branches and imports are of one role.
  const refusal = useRefusal("versions.undo");
  const mayChange = refusal === undefined;
  const canUndo = mayChange && head !== undefined && head.parents.length > 0;
  const canRedo = mayChange && next !== undefined;
  useUndoKeys(canUndo && !isMoving ? onUndo : undefined, canRedo && !isMoving ? onRedo : undefined);

  return (
    <div role="toolbar" aria-label={t.label} className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t.branch}
        className="w-28 sm:w-40"
        value={branchName}
        onChange={setBranch}
        options={graph.branches.map((entry) => ({ value: entry.name, label: entry.name }))}
      />
      <Button
        icon={<Undo2 />}
        disabled={!canUndo || isMoving}
        onClick={onUndo}
        aria-keyshortcuts="Control+Z Meta+Z"
        title={canUndo ? t.undoHint(name(head).title) : t.nothingToUndo}
      >
        {t.undo}
      </Button>
      <Button
        icon={<Redo2 />}
        disabled={!canRedo || isMoving}
        onClick={onRedo}
        aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z"
        title={canRedo ? t.redoHint(name(next).title) : t.nothingToRedo}
      >
        {t.redo}
      </Button>
      <Button icon={<GitBranchPlus />} onClick={onNewBranch} disabled={!head || !mayChange}>
        {t.newBranch}
      </Button>
      {mayChange && <ImportButton onImported={onImported} />}
      <RefusalNote refusal={refusal} />
    </div>
  );
}

/** Ctrl or Cmd with Z, and with Shift too, unless a field or a dialog has the focus: there the keys are its own. */
function useUndoKeys(onUndo: (() => void) | undefined, onRedo: (() => void) | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.defaultPrevented || event.repeat || belongsElsewhere(event.target)) return;
      const act = event.shiftKey ? onRedo : onUndo;
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onUndo, onRedo]);
}

function belongsElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null)
  );
}
