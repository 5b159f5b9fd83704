/** Which methods are offered before a person asks for all of them. */
import type { MethodCard } from "@/lib/api";

/** The best balance of the three goals on one edit, and the memory that lasts longest: the tables of docs/results.md. */
const BALANCED: readonly string[] = ["rome", "memit", "alphaedit", "lora", "melo"];
const MOST_RECOMMENDED = 5;
const MOST_RECENT = 3;

export interface ShortList {
  /** Methods to begin with. */
  readonly recommended: readonly MethodCard[];
  /** Whether each was measured on the model of the page. */
  readonly isMeasured: boolean;
  /** Of this browser's last runs, without those above. */
  readonly recent: readonly MethodCard[];
}

/** Methods that were measured on the model precede the others, so that nobody begins with settings that nobody tried. */
export function shortList(cards: readonly MethodCard[], recentIds: readonly string[]): ShortList {
  const balanced = BALANCED.flatMap((id) => cards.find((card) => card.id === id) ?? []);
  const measured = cards.filter(({ settings }) => settings?.source.kind === "measured");
  const first = measured.length > 0 ? measured : balanced;
  const recommended = [
    ...balanced.filter((card) => first.includes(card)),
    ...first.filter((card) => !balanced.includes(card)),
  ].slice(0, MOST_RECOMMENDED);
  const recent = recentIds
    .flatMap((id) => cards.find((card) => card.id === id) ?? [])
    .filter((card) => !recommended.includes(card));
  return { recommended, isMeasured: measured.length > 0, recent: recent.slice(0, MOST_RECENT) };
}
