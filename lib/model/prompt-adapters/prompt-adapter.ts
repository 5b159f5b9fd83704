/** The code behind a prompt overlay: what a model is really asked, when it is asked a prompt. */
import type { Run } from "../../base";
import type { PromptOverlay } from "../overlay/overlay";
import type { Model } from "../model";

export interface Question {
  readonly prompt: string;
  /** Tokens that must fit into the context behind the prompt: a target that is scored, or the first one written. */
  readonly room: number;
  /** Tokens that are to be written. Whatever else could stand before the prompt makes room for them. */
  readonly wish: number;
}

/** A prompt as the wearer of a prompt overlay hears it. */
export interface RewrittenPrompt {
  /** The prompt at the end of whatever was put before it. `room` tokens fit behind it. */
  readonly text: string;
  /** How much the answer to `text` counts against the answer to the bare prompt, in (0, 1]. */
  readonly weight: number;
  /** Who answers `text`: the model itself, or another over the same tokens. */
  readonly by: Model;
  /** Texts that should stand there too, and for which the context has no room. */
  readonly leftOut: number;
}

/** One entry a question, independent of the others; null for a question that is asked bare. */
export type RewritePrompts = (
  run: Run,
  questions: readonly Question[],
) => Promise<readonly (RewrittenPrompt | null)[]>;

export interface PromptAdapter {
  readonly id: string; // "demonstrations"
  /**
   * As `Adapter.condense`: one overlay that frames as all of them do, from the first edit to the last. Pure. Throws
   * `integrity` for what is not its own.
   */
  merge(parts: readonly PromptOverlay[]): PromptOverlay;
  /** `model` wears everything but prompt overlays. Throws `integrity` for an overlay that does not fit it. */
  open(model: Model, joined: PromptOverlay): RewritePrompts;
}
