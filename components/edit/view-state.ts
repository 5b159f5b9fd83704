/** The state of the Edit page in its address: edits, methods with what was changed of them, and how the verdict is read. */
import { z } from "zod";
import { defineView } from "@/lib/client/view-state";
import type { JsonObject } from "@/lib/base";
import type { WrittenFor } from "@/lib/data";
import type { Draft, DraftProbe } from "./composer/draft";
import { SweepPlan } from "./methods/sweep";

/** Kept short, because it is written into every link: kind, prompt, target, and other answers that are accepted. */
const ProbeCode = z.tuple([z.string(), z.string(), z.string()], z.string());
export const DraftCode = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.array(z.string()),
  z.array(ProbeCode),
  z.array(ProbeCode),
  /** The form of the prompts; absent when they are plain text. */
  z.literal("chat").nullish(),
  /** Facts that may change. */
  z.array(ProbeCode).nullish(),
  /** What the probes were written for: subject, prompt, target, model. */
  z.tuple([z.string(), z.string(), z.string(), z.string()]).nullish(),
]);
export type DraftCode = z.infer<typeof DraftCode>;

const Values = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;

/** Edits that an address carries. Links of more are cut short by browsers, mail and chat. */
export const MOST_IN_ADDRESS = 20;
/** Edits of a batch. */
export const MOST_EDITS = 1000;

const VERDICT_TABS = ["probes", "next", "weights", "record"] as const;
export type VerdictTab = (typeof VERDICT_TABS)[number];

export const editView = defineView(
  z.object({
    /** Edits; absent means the worked example, or the list named below. */
    e: z.array(DraftCode).min(1).max(MOST_EDITS).optional(),
    /** The name of a list too long for an address, which this browser tab keeps. */
    l: z
      .string()
      .regex(/^[a-z0-9]{1,24}$/)
      .optional(),
    /** The method whose settings are being measured, and the job that does it. */
    measuring: z.object({ method: z.string(), job: z.string() }).optional(),
    /** Which of them is open in the composer. */
    i: z.int().min(0).default(0),
    /** Methods with the parameters that differ from their preset; absent means the first. One may stand several times. */
    x: z.array(z.tuple([z.string(), Values])).optional(),
    /** A sweep over one parameter, in place of a comparison of methods. */
    s: SweepPlan.optional(),
    /** How several edits are written. */
    how: z.enum(["batch", "sequential"]).default("batch"),
    protocol: z.enum(["generation", "teacher-forced"]).default("generation"),
    tab: z.enum(VERDICT_TABS).default("probes"),
    /** The entry whose verdict is open, when there are several; absent means the best. */
    shown: z.int().min(0).optional(),
    /** How the table of a comparison is sorted: a column, with a minus for the largest first. */
    sort: z
      .string()
      .regex(/^-?\w+$/)
      .optional(),
  }),
);

export function encodeDraft(draft: Draft): DraftCode {
  const { form, mayChange, writtenFor } = draft;
  const code: DraftCode = [
    draft.subject,
    draft.prompt,
    draft.target,
    draft.truth,
    [...draft.rephrasings],
    draft.neighbours.map(encodeProbe),
    draft.consequences.map(encodeProbe),
  ];
  // What is absent at the end is not written into every link.
  const hasOpen = mayChange.length > 0;
  if (form || hasOpen || writtenFor) code[7] = form ?? null;
  if (hasOpen || writtenFor) code[8] = hasOpen ? mayChange.map(encodeProbe) : null;
  if (writtenFor)
    code[9] = [writtenFor.subject, writtenFor.prompt, writtenFor.target ?? "", writtenFor.model ?? ""];
  return code;
}

export function decodeDraft(code: DraftCode): Draft {
  const [subject, prompt, target, truth, rephrasings, neighbours, consequences, form, mayChange, written] =
    code;
  return {
    subject,
    prompt,
    target,
    truth,
    rephrasings,
    neighbours: neighbours.map(decodeProbe),
    consequences: consequences.map(decodeProbe),
    mayChange: (mayChange ?? []).map(decodeProbe),
    ...(form && { form }),
    ...(written && { writtenFor: decodeWritten(written) }),
  };
}

function decodeWritten([subject, prompt, target, model]: NonNullable<DraftCode[9]>): WrittenFor {
  return { subject, prompt, ...(target !== "" && { target }), ...(model !== "" && { model }) };
}

function encodeProbe({ kind, prompt, target, alternatives = [] }: DraftProbe): z.infer<typeof ProbeCode> {
  return [kind, prompt, target, ...alternatives];
}

function decodeProbe([kind, prompt, target, ...alternatives]: z.infer<typeof ProbeCode>): DraftProbe {
  return { kind, prompt, target, ...(alternatives.length > 0 && { alternatives }) };
}
