"use client";

/** The state of Chat in its URL: who is asked, in which form, with which settings, and the question in the box. */
import { z } from "zod";
import { defineView, useViewState } from "@/lib/client/view-state";

/** The model as its checkpoint has it. */
export const BASE = "base";
/** No second column. */
export const NOBODY = "none";

const chatView = defineView(
  z.object({
    /** "base", the id of a version, or "model:" with the id of another model. */
    left: z.string().max(200).default(BASE),
    /** The same, or "none"; absent for the checked-out version, when it is edited. */
    right: z.string().max(200).optional(),
    /** Overlays of an edit that no version has yet, on top of the right column's version. */
    unkept: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .max(64)
      .optional(),
    /** Absent for chat where the model has a template, and plain where it has none. */
    form: z.enum(["chat", "plain"]).optional(),
    q: z.string().max(20_000).default(""),
    system: z.string().max(20_000).default(""),
    temperature: z.number().min(0).max(4).default(0),
    seed: z.number().int().min(0).default(0),
    /** Two columns without names, until one is chosen. */
    blind: z.boolean().default(false),
    max: z.number().int().min(1).max(512).default(64),
  }),
);

export type ChatView = ReturnType<typeof useChatView>[0];
export type UpdateChatView = ReturnType<typeof useChatView>[1];

export function useChatView() {
  return useViewState(chatView);
}
