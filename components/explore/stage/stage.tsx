"use client";

import { clsx } from "clsx";
import { ExternalLink } from "lucide-react";
import { useMessages } from "@/components/messages";
import { useExploreMessages } from "@/components/messages/explore";
import { Button, EmptyNote, ErrorNote, ProgressBar } from "@/components/ui";
import type { AnalysisCard } from "@/lib/api";
import { useLoadedShare } from "@/lib/client/use-model-host";
import type { AnalysisFact } from "@/lib/explain";
import type { AskedOf } from "../ask/use-asked";
import { PANELS } from "../panels";
import { useAnalysis, type Analysis } from "../use-analysis";
import type { ExploreView, UpdateExploreView } from "../view";
import { Costs } from "./costs";
import { Settings } from "./settings";

interface StageProps {
  card: AnalysisCard | undefined;
  of: AskedOf;
  /** Of the prompt's relation; undefined while they are looked for. */
  facts: readonly AnalysisFact[] | undefined;
  view: ExploreView;
  update: UpdateExploreView;
}

/** One analysis: what it shows, what it would take, its settings, and its picture. */
export function Stage({ card, of, facts, view, update }: StageProps) {
  const t = useExploreMessages();
  const analysis = useAnalysis({ card, ...of, facts, parameters: view.x, isStarted: view.run });
  const isDone = analysis.status === "done";
  // What the last settings gave stays while others are looked at for a moment.
  const isBrief = analysis.status === "checking" || analysis.status === "running";
  const shown = isDone ? analysis.answers : isBrief && !view.run ? analysis.earlier : null;
  const words = card && t.names[card.id];
  const Panel = (card && PANELS[card.id]) ?? PANELS.tables;
  return (
    <div className="flex flex-col gap-5">
      {card && (
        <header>
          <h2 className="text-2xl">{words?.name ?? card.name}</h2>
          <p className="mt-1 max-w-measure text-sm text-soft">
            {words?.summary ?? card.summary}{" "}
            <a
              href={card.paper.url}
              target="_blank"
              rel="noreferrer"
              title={card.paper.title}
              className="inline-flex items-center gap-1 text-xs whitespace-nowrap underline decoration-rule-strong underline-offset-4 hover:text-ink"
            >
              {t.paper(card.paper.year)}
              <ExternalLink aria-hidden className="size-3" />
            </a>
          </p>
        </header>
      )}
      {!shown && <Waiting analysis={analysis} onStart={() => update({ run: true })} />}
      {shown && card && (
        <div aria-busy={!isDone} className={clsx("transition-opacity duration-150", !isDone && "opacity-60")}>
          <Panel
            card={card}
            answers={shown}
            asked={analysis.asked}
            edited={of.edited}
            view={view}
            update={update}
          />
        </div>
      )}
      {card && (
        <Settings
          card={card}
          values={view.x}
          onChange={(x) => update({ x, run: undefined, cell: undefined })}
        />
      )}
    </div>
  );
}

/** What stands where the picture will: what is missing, what it takes, how far it is, or what went wrong. */
function Waiting({ analysis, onStart }: { analysis: Analysis; onStart: () => void }) {
  const t = useExploreMessages();
  const { edit } = useMessages();
  const loaded = useLoadedShare();
  const { status, missing, preflight, error, progress, cancel, retry } = analysis;
  switch (status) {
    case "incomplete":
      return <EmptyNote title={t.missing[missing ?? "prompt"]} />;
    case "failed":
      return error && <ErrorNote error={error} onRetry={retry} />;
    case "running": {
      const { phase, step, steps } = progress ?? {};
      const share = steps && step !== undefined ? step / steps : undefined;
      return (
        <div className="flex items-end gap-4">
          <ProgressBar className="flex-1" label={phase ? edit.core(phase) : t.working} value={share} />
          <Button size="sm" onClick={cancel}>
            {t.cancel}
          </Button>
        </div>
      );
    }
    case "blocked":
    case "waiting":
      return (
        preflight && (
          <Costs
            preflight={preflight}
            onStart={() => {
              retry();
              onStart();
            }}
          />
        )
      );
    default:
      return (
        <ProgressBar
          label={status === "opening" ? t.opening : t.checking}
          value={status === "opening" ? loaded : undefined}
        />
      );
  }
}
