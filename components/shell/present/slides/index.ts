/** Every kind of slide, in the order in which they are offered. */
import { curvesSlide } from "./curves";
import { historySlide } from "./history";
import type { AnySlideKind } from "./kind";
import { pageSlide } from "./page";
import { replaySlide } from "./replay";
import { retentionSlide } from "./retention";
import { rippleSlide } from "./ripple";
import { scoresSlide } from "./scores";
import { wordsSlide } from "./words";

export type { AnySlideKind, View } from "./kind";

export const SLIDE_KINDS: readonly AnySlideKind[] = [
  wordsSlide,
  scoresSlide,
  rippleSlide,
  replaySlide,
  historySlide,
  curvesSlide,
  retentionSlide,
  pageSlide,
];

export function slideKind(id: string): AnySlideKind | undefined {
  return SLIDE_KINDS.find((kind) => kind.id === id);
}
