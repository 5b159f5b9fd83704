"use client";

/** What is asked about, and of which versions: from the address, else from the edit of the version, else an example. */
import { useMemo } from "react";
import { useGraph } from "@/components/history/use-history";
import { requestsOf } from "@/components/history/describe";
import { useWorkbench } from "@/components/shell/workbench";
import { isEmbedded } from "@/lib/data";
import type { ListedVersion } from "@/lib/store";
import type { ExploreView, SideChoice } from "../view";

/** One version that is looked at. */
export interface Side {
  readonly key: "base" | "version";
  /** Absent for the model as its checkpoint has it. */
  readonly version: string | undefined;
}

export interface Asked {
  readonly prompt: string;
  readonly subject: string;
  readonly answer: string;
  readonly old: string;
  readonly other: string;
}

export interface AskedOf {
  readonly asked: Asked;
  /** One or two, the model before the edit first. */
  readonly sides: readonly Side[];
  readonly choice: SideChoice;
  /** What the version was made from, and the version; null where nothing was edited. */
  readonly both: readonly [Side, Side] | null;
  /** The version that is looked at; undefined until it is known, and where it is the checkpoint. */
  readonly edited: ListedVersion | undefined;
  /** Whether the graph of versions has answered. */
  readonly isKnown: boolean;
}

/** Embedded models know landmarks; most other models know capitals. */
const LANDMARK: Asked = {
  prompt: "The city of the landmark {} is",
  subject: "Eiffel Tower",
  answer: "Paris",
  old: "",
  other: "Space Needle",
};
const CAPITAL: Asked = {
  prompt: "The capital of {} is",
  subject: "France",
  answer: "Paris",
  old: "",
  other: "Germany",
};

export function useAsked(view: ExploreView): AskedOf {
  const { modelId, head } = useWorkbench();
  const { graph } = useGraph();
  const { v, side, prompt, subject, answer, old, other } = view;
  return useMemo(() => {
    const version = v === undefined ? head : graph?.index.get(v);
    const edited = version && version.change.kind !== "checkpoint" ? version : undefined;
    const parent = edited && graph?.index.get(edited.parents[0]);
    const before = parent && parent.change.kind !== "checkpoint" ? parent.id : undefined;
    const choice = edited ? (side ?? "both") : "base";
    const both: [Side, Side] = [
      { key: "base", version: before },
      { key: "version", version: edited?.id },
    ];
    const request = edited && requestsOf(edited)[0];
    const example = isEmbedded(modelId) ? LANDMARK : CAPITAL;
    const known: Asked = request
      ? {
          prompt: request.prompt,
          subject: request.subject,
          answer: request.targetNew,
          old: request.targetTrue ?? "",
          other: "",
        }
      : example;
    // Another prompt has other answers, so nothing of the example is taken over into it.
    const isOwn = prompt !== undefined || subject !== undefined;
    const fallback = (value: string) => (isOwn ? "" : value);
    return {
      asked: {
        prompt: prompt ?? known.prompt,
        subject: subject ?? known.subject,
        answer: answer ?? fallback(known.answer),
        old: old ?? fallback(known.old),
        other: other ?? fallback(known.other),
      },
      sides: choice === "both" ? both : both.filter(({ key }) => key === choice),
      choice,
      both: edited ? both : null,
      edited,
      isKnown: head !== undefined && (v === undefined || graph !== null),
    };
  }, [v, side, prompt, subject, answer, old, other, head, graph, modelId]);
}
