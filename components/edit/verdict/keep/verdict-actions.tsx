"use client";

import { Archive, CircleCheck, MessagesSquare, Microscope, Shuffle, Trash2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalNote } from "@/components/accounts/roles/refusal-note";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { wholePrompt } from "@/components/history/prompt";
import { useMessages } from "@/components/messages";
import { useChatLink } from "@/components/results/use-chat-link";
import { useExploreLink } from "@/components/results/use-explore-link";
import { useWorkbench } from "@/components/shell/workbench";
import { Badge, Button, buttonClass, shortId, toast } from "@/components/ui";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import type { EditOutcome } from "@/lib/store";
import { useKeep } from "./use-keep";

const KeepDialog = dynamic(() => import("./keep-dialog").then((file) => file.KeepDialog), { ssr: false });

/** The id of the heading over the methods. */
const METHODS_TITLE = "method-title";

interface VerdictActionsProps {
  run: EditRun;
  outcome: EditOutcome;
  /** The method by name, when there are several to keep. */
  name?: string;
  /** Whether keeping is what comes next; where the edit did not take, trying something else is. */
  isGood: boolean;
}

/** Keep, Discard and, once kept, Undo. */
export function VerdictActions({ run, outcome, name, isGood }: VerdictActionsProps) {
  const words = useMessages();
  const t = words.edit.keep;
  const chatLink = useChatLink();
  const exploreLink = useExploreLink();
  const { head, hrefTo, retry } = useWorkbench();
  const router = useRouter();
  const keeping = useKeep(run);
  const [isOpen, setOpen] = useState(false);
  const noKeep = useRefusal("versions.keep");
  const noUndo = useRefusal("versions.undo");
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

  const [request] = run.input?.cases.map((one) => one.request) ?? [];
  const asked = kept
    ? { version: kept.id }
    : canKeep && run.versionId !== undefined && { version: run.versionId, unkept: outcome.overlays };
  const chat = request && asked && (
    <Link
      href={chatLink({ ...asked, question: wholePrompt(request) })}
      className={buttonClass("quiet", "sm")}
    >
      <MessagesSquare aria-hidden className="size-4" />
      {words.edit.verdict.askInChat}
    </Link>
  );

  if (kept) {
    return (
      <div className="flex flex-wrap items-center gap-2">
        {chat}
        <Link href={exploreLink(kept.id)} className={buttonClass("quiet", "sm")}>
          <Microscope aria-hidden className="size-4" />
          {words.places.explore.name}
        </Link>
        <Badge tone="after" icon={<CircleCheck />}>
          {t.done(shortId(kept.id))}
        </Badge>
        <Button
          size="sm"
          icon={<Undo2 />}
          disabled={noUndo !== undefined}
          pending={keeping.isUndoing}
          onClick={() => void takeBack()}
        >
          {t.undo}
        </Button>
        <RefusalNote refusal={noUndo} />
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {hasMoved && <p className="w-full text-xs text-warn">{t.headMoved}</p>}
      {chat}
      <Button size="sm" variant="quiet" icon={<Trash2 />} onClick={discard}>
        {t.discard}
      </Button>
      {!isGood && (
        <Button size="sm" icon={<Shuffle />} onClick={showMethods}>
          {words.edit.verdict.outcome.tryAnother}
        </Button>
      )}
      <Button
        size="sm"
        variant={isGood ? "primary" : "secondary"}
        icon={<Archive />}
        data-action="keep"
        disabled={!canKeep || noKeep !== undefined}
        aria-describedby={noKeep && "keep-refusal"}
        onClick={() => {
          keeping.clearError();
          setOpen(true);
        }}
      >
        {name ? t.keepNamed(name) : t.keep}
      </Button>
      <RefusalNote id="keep-refusal" refusal={noKeep} />
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

/** The methods stand beside the verdict or, on a narrow screen, far above it. */
function showMethods(): void {
  document.getElementById(METHODS_TITLE)?.scrollIntoView({ block: "start" });
}
