"use client";

/**
 * The state of Knowledge in its URL: the sentence that is open with what was decided about it, and what is looked at of the
 * graph. A reload, or another person with the link, finds the same card.
 */
import { useMemo } from "react";
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";
import { GraphEntity, GraphRelation, Statement } from "@/lib/knowledge/schemas";

const RECORDS = ["network", "facts", "plans", "review", "disagreements", "audit"] as const;
export type RecordsTab = (typeof RECORDS)[number];

const FormDraft = z.object({
  relation: z.string().max(400).default(""),
  subject: z.string().max(400).default(""),
  object: z.string().max(400).default(""),
});
export type FormDraft = z.infer<typeof FormDraft>;

const knowledgeView = defineView(
  z.object({
    g: z.string().max(200).default("atlas"),
    /** The open sentence. */
    q: z.string().max(4000).default(""),
    /** Statements made by hand, in place of those that the sentence says. */
    s: z.array(Statement).min(1).max(20).optional(),
    /** Entities that they bring. */
    n: z.array(GraphEntity).max(20).optional(),
    /** The form is open, with this in it. */
    form: FormDraft.optional(),
    /** Lines without a tick. */
    off: z.array(z.string()).default([]),
    /** The run of the plan. */
    job: z.string().startsWith("job_").optional(),
    /** The sequence number that the plan was approved as. */
    done: z.int().positive().optional(),
    /** The waiting plan that is looked at, by its number. */
    wait: z.int().positive().optional(),
    /** Relations that statements made by hand bring. */
    r: z.array(GraphRelation).max(2).optional(),
    /** The past state that is looked at: a number of events, or a day. */
    at: z.string().max(10).default(""),
    tab: z.enum(RECORDS).default("network"),
    search: z.string().max(200).default(""),
    relation: z.string().max(400).default(""),
    entity: z.string().max(400).optional(),
  }),
);

export type KnowledgeState = ReturnType<typeof useKnowledgeState>[0];

export function useKnowledgeState() {
  return useViewState(knowledgeView);
}

/** What is opened in place of the sentence that is open. */
type Opening = Partial<Pick<KnowledgeState, "q" | "s" | "n" | "r" | "form" | "wait">>;

export const CLOSED = {
  q: undefined,
  s: undefined,
  n: undefined,
  r: undefined,
  wait: undefined,
  form: undefined,
  off: undefined,
  job: undefined,
  done: undefined,
} as const;

/** Opens a card: what was decided about the one before is no longer part of the address. Back brings it again. */
export function useOpenCard(): (opening: Opening) => void {
  const [, update] = useKnowledgeState();
  return useMemo(() => (opening) => update({ ...CLOSED, ...opening }, { history: "push" }), [update]);
}
