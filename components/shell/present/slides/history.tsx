"use client";

import { GitBranch } from "lucide-react";
import { z } from "zod";
import { indexVersions, liveChanges } from "@/components/history/ancestry";
import { catalog, versionGraph } from "@/lib/api";
import { callEndpoint } from "@/lib/client/queries/http";
import { defineSlide } from "./kind";

/** Versions that fit on a screen; the newest are shown. */
const SHOWN = 6;

const History = z.object({
  branch: z.string(),
  /** Newest first, without the checkpoint. */
  versions: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      author: z.string(),
      reason: z.string(),
      edits: z.array(z.object({ subject: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
});
type History = z.infer<typeof History>;

/** The edits that the head of a branch still wears, each written over what it replaced. */
export const historySlide = defineSlide<History>({
  id: "history",
  icon: GitBranch,
  data: History,
  offers: ({ path }) => path === "/history",
  async record({ modelId, query }) {
    const branch = query.get("b") ?? "main";
    const [graph, { methods }] = await Promise.all([
      callEndpoint(versionGraph, { input: { model: modelId } }),
      callEndpoint(catalog, { input: {} }),
    ]);
    const head = graph.branches.find(({ id }) => id === `${modelId}:${branch}`)?.head;
    const live = head === undefined ? [] : liveChanges(indexVersions(graph.versions), head).reverse();
    const versions = live.flatMap(({ id, change, author, reason }): History["versions"] => {
      if (change.kind !== "edit") return [];
      const edits = change.requests.slice(0, 3).map(({ subject, targetTrue = "", targetNew }) => ({
        subject,
        before: targetTrue,
        after: targetNew,
      }));
      const method = methods.find((one) => one.id === change.method)?.name ?? change.method;
      return [{ id, method, author, reason, edits }];
    });
    return versions.length === 0 ? null : { branch, versions: versions.slice(0, SHOWN) };
  },
  Slide: ({ data }) => <HistoryOnStage {...data} />,
});

function HistoryOnStage({ versions }: History) {
  return (
    <ol className="flex flex-col border-l-2 border-rule-strong">
      {versions.map(({ id, method, author, reason, edits }) => (
        <li key={id} className="relative py-4 pl-8">
          <span aria-hidden className="absolute top-8 -left-2 size-3.5 rounded-full bg-accent" />
          {edits.map(({ subject, before, after }) => (
            <p key={subject} className="font-display text-2xl break-words">
              {subject}: {before && <del className="text-before decoration-2">{before}</del>}{" "}
              <ins className="text-accent no-underline">{after}</ins>
            </p>
          ))}
          <p className="mt-1 text-base text-soft">{[method, author, reason].filter(Boolean).join(" · ")}</p>
        </li>
      ))}
    </ol>
  );
}
