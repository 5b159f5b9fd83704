"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useCallback, useState } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { PlaceHeader } from "@/components/shell/place-header";
import { useWorkbench } from "@/components/shell/workbench";
import { buttonClass, EmptyNote, ErrorNote } from "@/components/ui";
import type { ListedVersion } from "@/lib/store";
import { dependentsOf } from "./ancestry";
import { CompareView } from "./compare/compare-view";
import { inOrder } from "./compare/sides";
import { VersionDetail } from "./detail/version-detail";
import { BranchDialog } from "./dialogs/branch-dialog";
import { CompareDialog } from "./dialogs/compare-dialog";
import { WithoutDialog } from "./dialogs/without-dialog";
import { VersionList } from "./graph/version-list";
import { HistorySkeleton } from "./skeleton";
import { Toolbar } from "./toolbar";
import { useGraph, useHistoryActions, useNaming, type Graph } from "./use-history";
import { useHistoryView } from "./view";

/** The History place: the version graph, and the version or the comparison that was chosen in it. */
export function HistoryView() {
  const t = useHistoryMessages().empty;
  const { hrefTo } = useWorkbench();
  const { graph, error, refetch } = useGraph();
  if (!graph && !error) return <HistorySkeleton />;
  if (graph && graph.index.size > 0) return <FullHistory graph={graph} />;
  return (
    <>
      <PlaceHeader place="history" />
      {error ? (
        <ErrorNote error={error} onRetry={() => void refetch()} />
      ) : (
        <EmptyNote
          title={t.noVersions}
          detail={t.noVersionsDetail}
          action={
            <Link href={hrefTo("/library")} className={buttonClass("primary")}>
              {t.library}
            </Link>
          }
        />
      )}
    </>
  );
}

type OpenDialog = { readonly kind: "branch" | "without" | "compare"; readonly version: ListedVersion } | null;

function FullHistory({ graph }: { graph: Graph }) {
  const t = useHistoryMessages();
  const { head, branchId, branchName } = useWorkbench();
  const [view, update] = useHistoryView();
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const { index, layout } = graph;
  const name = useNaming(index);
  const actions = useHistoryActions(index);
  const close = () => setDialog(null);

  const selectedId = view.v ?? head?.id;
  const selected = selectedId === undefined ? undefined : index.get(selectedId);
  const other = view.with === undefined ? undefined : index.get(view.with);
  /** On narrow screens the graph and what was chosen take turns. */
  const isChosen = view.v !== undefined;

  const show = useCallback((id: string) => update({ v: id, with: undefined }, { history: "push" }), [update]);
  const onSelect = useCallback(
    (id: string, isMoving: boolean) => {
      if (!isMoving) update({ v: id, with: undefined }, { history: "push" });
      else if (matchMedia("(min-width: 64rem)").matches) update({ v: id, with: undefined });
    },
    [update],
  );
  const afterMove = () => update({ v: undefined, with: undefined });

  return (
    <>
      <PlaceHeader
        place="history"
        actions={
          <Toolbar
            graph={graph}
            isMoving={actions.isMoving}
            onUndo={() => {
              afterMove();
              actions.undo();
            }}
            onRedo={() => {
              afterMove();
              actions.redo();
            }}
            onNewBranch={() => head && setDialog({ kind: "branch", version: head })}
            onImported={show}
          />
        }
      />
      <div className="grid items-start gap-8 border-t lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,28rem)_minmax(0,1fr)] lg:gap-0">
        <div
          className={clsx(
            "flex h-[calc(100dvh-11rem)] flex-col lg:sticky lg:top-14 lg:flex lg:h-[calc(100dvh-3.5rem)] lg:border-r",
            isChosen && "max-lg:hidden",
          )}
        >
          <p className="border-b py-2 pr-3 pl-2 text-right text-xs text-faint">
            {t.toolbar.versions(index.size)}
          </p>
          <VersionList
            layout={layout}
            describe={name}
            checkedOutBranch={branchId}
            selectedId={selectedId}
            onSelect={onSelect}
          />
        </div>
        <div className={clsx("min-w-0 pt-5 lg:pl-8", !isChosen && "max-lg:hidden")}>
          {selected && other && (
            <CompareView
              versions={inOrder(selected, other)}
              index={index}
              onSelect={show}
              onChange={() => setDialog({ kind: "compare", version: selected })}
              onClose={() => update({ with: undefined, prompt: undefined, facts: undefined })}
            />
          )}
          {selected && !other && (
            <VersionDetail
              version={selected}
              graph={graph}
              isMoving={actions.isMoving}
              onCheckOut={() => actions.checkOut(selected)}
              onBranch={() => setDialog({ kind: "branch", version: selected })}
              onTakeOut={() => setDialog({ kind: "without", version: selected })}
              onCompare={() => setDialog({ kind: "compare", version: selected })}
              onSelect={show}
              onBack={afterMove}
            />
          )}
          {!selected && <NotFound onShowHead={afterMove} />}
        </div>
      </div>

      <BranchDialog
        from={dialog?.kind === "branch" ? dialog.version : null}
        title={dialog ? name(dialog.version).title : ""}
        branches={graph.branches}
        isPending={actions.isBranching}
        onCreate={(branch) => dialog && actions.branchFrom(dialog.version, branch, close)}
        onClose={close}
      />
      <WithoutDialog
        removed={dialog?.kind === "without" ? dialog.version : null}
        dependents={dialog && head ? dependentsOf(index, head.id, dialog.version.id) : []}
        describe={name}
        branchName={branchName}
        isPending={actions.isRemoving}
        onConfirm={(reason) =>
          dialog &&
          actions.takeOut(dialog.version, reason, (made) => {
            close();
            update({ v: made.id, with: undefined });
          })
        }
        onClose={close}
      />
      <CompareDialog
        of={dialog?.kind === "compare" ? dialog.version : null}
        rows={layout.rows}
        describe={name}
        onChoose={(id) => {
          close();
          update({ v: dialog?.version.id, with: id }, { history: "push" });
        }}
        onClose={close}
      />
    </>
  );
}

function NotFound({ onShowHead }: { onShowHead: () => void }) {
  const t = useHistoryMessages().notFound;
  return (
    <EmptyNote
      title={t.title}
      detail={t.detail}
      action={
        <button type="button" className={buttonClass("secondary")} onClick={onShowHead}>
          {t.action}
        </button>
      }
    />
  );
}
