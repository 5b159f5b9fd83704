"use client";

/** The stories of a first visit: which one is open, in the address, and whether this browser has left them. */
import { useEffect, useSyncExternalStore } from "react";
import { z } from "zod";
import { useWorkbench } from "@/components/shell/workbench";
import { useSetting } from "@/lib/client/storage/settings";
import { defineView, useViewState } from "@/lib/client/view-state";

export const STORIES = [1, 2, 3] as const;
export type StoryNumber = (typeof STORIES)[number];

const tourView = defineView(
  z.object({ story: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional() }),
);

const KEY = "palimpsest-tour";
const LEFT = "left";
/** What an address may say and still be that of a first visit: the model, the branch, the place. */
const PLAIN: readonly string[] = ["m", "b", "p"];

interface Tour {
  /** The story that is open; undefined shows the composer. */
  readonly story: StoryNumber | undefined;
  /** Whether there are stories of the model of the page. */
  readonly isTold: boolean;
  open(story: StoryNumber): void;
  /** Shows the composer, now and on later visits. */
  leave(): void;
  /** On later visits the composer comes first; the open story stays. */
  markSeen(): void;
}

export function useTour(): Tour {
  const [{ story }, update] = useViewState(tourView);
  const [seen, setSeen] = useSetting(KEY);
  const { model } = useWorkbench();
  // The server, and the page that takes over its drawing, do not know this browser yet.
  const isHydrated = useSyncExternalStore(noChange, yes, no);
  const mayBegin = isHydrated && seen !== LEFT && model?.source === "embedded";

  useEffect(() => {
    const isPlain = [...new URLSearchParams(location.search).keys()].every((key) => PLAIN.includes(key));
    if (mayBegin && isPlain) update({ story: 1 });
  }, [mayBegin, update]);

  return {
    // The stories are told of the embedded model.
    story: model && model.source !== "embedded" ? undefined : story,
    isTold: model?.source === "embedded",
    open: (next) => update({ story: next }, { history: "push" }),
    leave: () => {
      setSeen(LEFT);
      update({ story: undefined }, { history: "push" });
    },
    markSeen: () => setSeen(LEFT),
  };
}

const noChange = () => () => {};
const yes = () => true;
const no = () => false;
