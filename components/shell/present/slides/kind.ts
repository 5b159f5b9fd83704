/**
 * A kind of slide: what it records of a view, and how that is drawn on the whole screen. What was recorded is all that it
 * draws, so a script shows the same in another place, without a server and without a model.
 */
import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { z } from "zod";
import type { Messages } from "@/components/messages";

/** The page behind the script: what can be recorded of it depends on its address. */
export interface View {
  /** "/edit" */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly modelId: string;
}

export interface SlideKind<D> {
  readonly id: keyof Messages["shell"]["present"]["kinds"];
  readonly icon: LucideIcon;
  readonly data: z.ZodType<D>;
  /** Whether the page behind it is the slide: then it is shown as it is now, and needs its server. */
  readonly isLive?: true;
  /** Whether a view may show something of this kind. */
  offers(view: View): boolean;
  /** Null where the view has nothing of it yet. */
  record(view: View): Promise<D | null>;
  readonly Slide: ComponentType<{ readonly data: D }>;
}

/** Any kind, for lists of them. */
export type AnySlideKind = SlideKind<unknown>;

export function defineSlide<D>(kind: SlideKind<D>): AnySlideKind {
  return kind as unknown as AnySlideKind;
}
