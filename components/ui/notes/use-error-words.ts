"use client";

import { useMessages } from "@/components/messages";
import type { Said } from "@/components/messages/en/errors";

/** The part of an error that can be shown. `WireError` and `PalimpsestError` both have this shape. */
export interface ErrorLike {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
  /** `field` names the input at fault; `reason` and its values are those of `because` in lib/base. */
  readonly details?: {
    readonly field?: unknown;
    readonly reason?: unknown;
    /** Everything that is wrong, the first of it being in the message, and how much that is. */
    readonly issues?: unknown;
    readonly count?: unknown;
  };
}

interface ErrorWords extends Said {
  readonly title: string;
  /** What the error itself says, in English, where the reader's language has no sentence for it. */
  readonly original?: Pick<Said, "message" | "hint">;
  /** Whether the sentence is one of the reader's language and not the error's own. */
  readonly isOwn: boolean;
}

/** A function that says an error in the reader's language. */
export function useErrorWords(): (error: ErrorLike) => ErrorWords {
  const { titles, reasons, untranslated } = useMessages().errors;
  return (error) => {
    const title = (error.code && (titles as Readonly<Record<string, string>>)[error.code]) || titles.internal;
    const said = saidOf(reasons, error.details);
    if (said) return { ...said, title: said.title ?? title, isOwn: true };
    const { message, hint } = error;
    if (untranslated === null) return { title, message, hint, isOwn: false };
    return { title, message: untranslated, original: { message, hint }, isOwn: false };
  };
}

type AnySaying = (values: never) => Said;

/** Undefined for an error without a reason that is known here, and for one of an older release that lacks a value of it. */
export function saidOf(
  reasons: Readonly<Record<string, AnySaying | undefined>>,
  details: ErrorLike["details"],
): Said | undefined {
  const { reason } = details ?? {};
  const say = typeof reason === "string" && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  if (!say) return undefined;
  let isWhole = true;
  const values = new Proxy(details as Readonly<Record<string, unknown>>, {
    get(target, name) {
      const value = typeof name === "string" && Object.hasOwn(target, name) ? target[name] : undefined;
      if (typeof value !== "string" && typeof value !== "number") isWhole = false;
      return value;
    },
  });
  const said = say(values as never);
  return isWhole ? said : undefined;
}
