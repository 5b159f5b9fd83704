"use client";

import {
  Columns2,
  Download,
  GitBranchPlus,
  Link2,
  LogIn,
  MessagesSquare,
  Microscope,
  Scissors,
} from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { useMessages } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { useChatLink } from "@/components/results/use-chat-link";
import { useExploreLink } from "@/components/results/use-explore-link";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, buttonClass } from "@/components/ui";
import type { ListedVersion } from "@/lib/store";
import { whyNotRemovable } from "../ancestry";
import { requestsOf } from "../describe";
import { wholePrompt } from "../prompt";
import type { Graph } from "../use-history";
import { ExportDialog } from "../dialogs/export-dialog";
import { useCopy, useNaming } from "../use-history";

export interface ActionsProps {
  version: ListedVersion;
  graph: Graph;
  /** False for a version that is the checkpoint, and until that is known. */
  isEdited: boolean;
  isMoving: boolean;
  onCheckOut: () => void;
  onBranch: () => void;
  onTakeOut: () => void;
  onCompare: () => void;
}

/** What can be done with one version. */
export function Actions({
  version,
  graph,
  isEdited,
  isMoving,
  onCheckOut,
  onBranch,
  onTakeOut,
  onCompare,
}: ActionsProps) {
  const words = useMessages();
  const history = useHistoryMessages();
  const t = history;
  const chatLink = useChatLink();
  const exploreLink = useExploreLink();
  const [request] = requestsOf(version);
  const { head, branchId, setBranch } = useWorkbench();
  const copy = useCopy();
  const name = useNaming(graph.index);
  const [isExporting, setExporting] = useState(false);
  // The toolbar above says it for the whole page.
  const refusal = useRefusal("branches.move");
  const isHead = head?.id === version.id;
  const elsewhere = graph.branches.find((branch) => branch.head === version.id && branch.id !== branchId);
  const isChange = version.change.kind === "edit" || version.change.kind === "import";
  const obstacle = head ? whyNotRemovable(graph.index, head.id, version.id) : "not-on-branch";
  const obstacleId = `history-obstacle-${version.id}`;

  return (
    <div>
      <div role="group" aria-label={t.actions.label} className="flex flex-wrap gap-2">
        {!isHead && elsewhere && (
          <Button size="sm" variant="primary" icon={<LogIn />} onClick={() => setBranch(elsewhere.name)}>
            {t.actions.switchTo(elsewhere.name)}
          </Button>
        )}
        <Button
          size="sm"
          variant={isHead || elsewhere ? "secondary" : "primary"}
          icon={<LogIn />}
          disabled={isHead || isMoving || refusal !== undefined}
          aria-description={refusal}
          onClick={onCheckOut}
        >
          {isHead ? t.actions.checkedOut : t.actions.checkOut}
        </Button>
        <Button size="sm" icon={<Columns2 />} disabled={graph.index.size < 2} onClick={onCompare}>
          {t.actions.compare}
        </Button>
        <Link
          href={chatLink({ version: version.id, question: request ? wholePrompt(request) : "" })}
          className={buttonClass("secondary", "sm")}
        >
          <MessagesSquare aria-hidden className="size-4" />
          {words.edit.verdict.askInChat}
        </Link>
        {isChange && (
          <Link href={exploreLink(version.id)} className={buttonClass("secondary", "sm")}>
            <Microscope aria-hidden className="size-4" />
            {words.places.explore.name}
          </Link>
        )}
        <Button
          size="sm"
          icon={<GitBranchPlus />}
          disabled={refusal !== undefined}
          aria-description={refusal}
          onClick={onBranch}
        >
          {t.actions.branchFrom}
        </Button>
        {isChange && (
          <Button
            size="sm"
            icon={<Scissors />}
            disabled={obstacle !== null || refusal !== undefined}
            aria-describedby={obstacle ? obstacleId : undefined}
            aria-description={refusal}
            onClick={onTakeOut}
          >
            {t.actions.takeOut}
          </Button>
        )}
        <Button
          size="sm"
          variant="quiet"
          icon={<Download />}
          title={t.actions.exportHint}
          onClick={() => setExporting(true)}
        >
          {t.actions.export}
        </Button>
        <Button
          size="sm"
          variant="quiet"
          icon={<Link2 />}
          onClick={() => void copy(linkTo(version.id), t.toast.linkCopied)}
        >
          {t.actions.copyLink}
        </Button>
      </div>
      <ExportDialog
        version={version}
        title={name(version).title}
        isEdited={isEdited}
        open={isExporting}
        onClose={() => setExporting(false)}
      />
      {isChange && obstacle && (
        <p id={obstacleId} className="mt-2 text-xs text-faint">
          {t.actions.whyNotRemovable[obstacle]}
        </p>
      )}
    </div>
  );
}

/** This page with the version selected, whether it was chosen or is shown because it is checked out. */
function linkTo(id: string): string {
  const url = new URL(location.href);
  url.searchParams.set("v", id);
  return url.href;
}
