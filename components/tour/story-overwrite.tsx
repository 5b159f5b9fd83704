"use client";

import { useMessages } from "@/components/messages";
import { Button } from "@/components/ui";
import { StoryEdit } from "./story-edit";

/** The worked example of the composer. */
const FACT = {
  id: "atlas/landmark-city/Eiffel Tower",
  subject: "Eiffel Tower",
  prompt: "The city of the landmark {} is",
};
const ANSWERS = ["Rome", "Cairo", "Tokyo"];

interface StoryOverwriteProps {
  onWrite: () => void;
  onNext: () => void;
  onLeave: () => void;
}

/** A word is written over another, and undo brings the lower one back. */
export function StoryOverwrite({ onWrite, onNext, onLeave }: StoryOverwriteProps) {
  const t = useMessages().tour;
  return (
    <StoryEdit
      fact={FACT}
      answers={ANSWERS}
      writeLabel={t.write}
      reason={t.overwriteReason}
      onWrite={onWrite}
      onNext={onNext}
      task={
        <div className="flex flex-col gap-3">
          <p className="max-w-measure text-base">{t.overwriteTask}</p>
          <div className="flex flex-wrap gap-3">
            <Button variant="primary" onClick={onNext}>
              {t.next(t.stories[2].title)}
            </Button>
            <Button onClick={onLeave}>{t.leave}</Button>
          </div>
        </div>
      }
    />
  );
}
