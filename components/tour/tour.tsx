"use client";

import { clsx } from "clsx";
import { PanelsTopLeft } from "lucide-react";
import { useMessages } from "@/components/messages";
import { draftOf } from "@/components/edit/composer/draft";
import { editView, encodeDraft } from "@/components/edit/view-state";
import { Button } from "@/components/ui";
import { useEditRun } from "@/lib/client/runs/use-edit-run";
import { useViewState } from "@/lib/client/view-state";
import { StoryBreak } from "./story-break";
import { StoryCorrect } from "./story-correct";
import { StoryOverwrite } from "./story-overwrite";
import { STORIES, useTour, type StoryNumber } from "./use-tour";

/** Three stories of a minute each. The composer is one step behind. */
export function Tour({ story }: { story: StoryNumber }) {
  const t = useMessages().tour;
  const tour = useTour();
  const run = useEditRun();
  const [, updateEdit] = useViewState(editView);
  const leave = () => {
    // The composer opens with the edit that the story made, whose verdict it shows.
    if (run.input) updateEdit({ e: run.input.cases.map((each) => encodeDraft(draftOf(each))) });
    tour.leave();
  };
  const { title, intro } = t.stories[story];
  return (
    <div className="mx-auto w-full max-w-6xl">
      <div className="mb-10 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <nav aria-label={t.label}>
          <ol className="flex flex-wrap gap-1">
            {STORIES.map((number) => (
              <li key={number}>
                <button
                  type="button"
                  aria-current={number === story ? "step" : undefined}
                  onClick={() => tour.open(number)}
                  className={clsx(
                    "min-h-9 rounded-md border px-3 text-sm",
                    number === story
                      ? "border-accent bg-accent-wash text-accent-strong"
                      : "border-transparent text-soft hover:bg-sunken",
                  )}
                >
                  <span className="numeric">{number}</span> {t.stories[number].short}
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <Button size="sm" icon={<PanelsTopLeft />} onClick={leave}>
          {t.leave}
        </Button>
      </div>
      <h1 className="text-3xl tracking-tight">{title}</h1>
      <p className="mt-2 mb-8 max-w-measure text-base text-soft">{intro}</p>
      {story === 1 ? (
        <StoryOverwrite onWrite={tour.markSeen} onNext={() => tour.open(2)} onLeave={leave} />
      ) : story === 2 ? (
        <StoryCorrect onNext={() => tour.open(3)} />
      ) : (
        <StoryBreak onLeave={leave} />
      )}
    </div>
  );
}
