/** The code of a prompt overlay: it rewrites a prompt before the model receives it. */
import type { Run } from "../../base";
import type { PromptOverlay } from "../overlay/overlay";
import type { Model } from "../model";

export interface Question {
  readonly prompt: string;
  /** Tokens that must fit into the context after the prompt: a scored target, or the first generated token. */
  readonly room: number;
  /** Tokens to generate. Optional text before the prompt is dropped to make room for them. */
  readonly wish: number;
}

/** A rewritten prompt. */
export interface RewrittenPrompt {
  /** The prompt after the text that precedes it. `room` tokens fit after it. */
  readonly text: string;
  /** Weight of the answer to `text` against the answer to the bare prompt, in (0, 1]. */
  readonly weight: number;
  /** The model that answers `text`: the model itself, or another with the same tokenizer. */
  readonly by: Model;
  /** What the frame goes on with after an answer: a model that writes it has ended its answer before. */
  readonly next?: string;
  /** Texts that were dropped because the context has no room for them. */
  readonly leftOut: number;
}

/** One entry per question, independent of the others; null for a question without a rewrite. */
export type RewritePrompts = (
  run: Run,
  questions: readonly Question[],
) => Promise<readonly (RewrittenPrompt | null)[]>;

export interface PromptAdapter {
  readonly id: string; // "demonstrations"
  /**
   * Merges overlays into one that rewrites prompts as all of them do, from the first edit to the last. Pure. Throws
   * `integrity` for foreign overlays.
   */
  merge(parts: readonly PromptOverlay[]): PromptOverlay;
  /** `model` has all overlays but the prompt overlays. Throws `integrity` for an overlay that does not fit it. */
  open(model: Model, joined: PromptOverlay): RewritePrompts;
}
