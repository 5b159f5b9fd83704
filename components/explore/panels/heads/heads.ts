/** What each head does, as a grid of layers by heads and in words. */
import { extentOf, type GridData } from "@/components/charts/grid";
import type { explore as words } from "@/components/messages/en/explore";
import { shownToken } from "../token";

export interface HeadFound {
  readonly layer: number;
  readonly head: number;
  /** Of the last token, by token. */
  readonly attention: readonly number[];
  readonly subjectShare: number;
  readonly relationShare: number;
  readonly fromSubject: number;
  readonly fromRelation: number;
  readonly role?: "mover" | "relation" | "mixture";
  readonly previous: number;
  readonly duplicate: number;
  readonly induction: number;
  readonly words: readonly { readonly token: string; readonly logit: number }[];
  readonly effect?: {
    readonly answerNats: number;
    readonly difference?: number;
    readonly others?: number;
    readonly says: string;
  };
  readonly isConfirmed: boolean;
}

export interface HeadsAnswer {
  readonly tokens: readonly string[];
  readonly subject: readonly [number, number];
  readonly answer: string;
  readonly ablation: "zero" | "mean" | "corrupt" | "none";
  readonly heads: readonly HeadFound[];
  readonly mlps: readonly { readonly layer: number; readonly effect?: HeadFound["effect"] }[];
}

type Words = typeof words;

/** What a head can be colored by. */
export const MEASURES = [
  "effect",
  "subject",
  "relation",
  "fromSubject",
  "fromRelation",
  "previous",
  "duplicate",
  "induction",
] as const;
export type Measure = (typeof MEASURES)[number];

/** Those that the answer has: without ablation nothing is lost. */
export function measuresOf({ ablation }: HeadsAnswer): Measure[] {
  return MEASURES.filter((measure) => measure !== "effect" || ablation !== "none");
}

export function measureOf(head: HeadFound, measure: Measure): number {
  switch (measure) {
    case "effect":
      return -(head.effect?.answerNats ?? 0);
    case "subject":
      return head.subjectShare;
    case "relation":
      return head.relationShare;
    default:
      return head[measure];
  }
}

/** Shares are told in percent; effects in nats, contributions in logits. */
export function written(measure: Measure, value: number): string {
  const isShare = !["effect", "fromSubject", "fromRelation"].includes(measure);
  if (isShare) return `${Math.round(100 * value)}%`;
  return Math.abs(value) < 0.005 ? "0" : value.toFixed(2).replace("-", "−");
}

export function headName({ layer, head }: Pick<HeadFound, "layer" | "head">): string {
  return `a${layer}.h${head}`;
}

export function headAt(answer: HeadsAnswer, layer: number, head: number): HeadFound | undefined {
  return answer.heads.find((one) => one.layer === layer && one.head === head);
}

function sizeOf({ heads }: HeadsAnswer): readonly [layers: number, heads: number] {
  return [1 + Math.max(...heads.map(({ layer }) => layer)), 1 + Math.max(...heads.map(({ head }) => head))];
}

/** The layer of a row: the last is on top, as in the lens. */
export function layerOf(answer: HeadsAnswer, row: number): number {
  return sizeOf(answer)[0] - 1 - row;
}

/** Layers by heads; heads with a confirmed role are outlined. */
export function headsGrid(
  answer: HeadsAnswer,
  measure: Measure,
  title: string,
  id: string,
  t: Words,
): GridData {
  const values = answer.heads.map((head) => measureOf(head, measure));
  return grid(answer, title, id, t, {
    value: (head) => measureOf(head, measure),
    isMarked: ({ isConfirmed }) => isConfirmed,
    extent: extentOf(values),
    isDiverging: values.some((value) => value < 0),
    format: (value) => written(measure, value),
  });
}

export function headsDifference(
  before: HeadsAnswer,
  after: HeadsAnswer,
  measure: Measure,
  id: string,
  t: Words,
): GridData {
  const change = (head: HeadFound) => {
    const other = headAt(after, head.layer, head.head);
    return other ? measureOf(other, measure) - measureOf(head, measure) : 0;
  };
  return grid(before, t.sides.difference, id, t, {
    value: change,
    extent: extentOf(before.heads.map(change)),
    isDiverging: true,
    format: (value) => written(measure, value),
  });
}

interface Drawn {
  readonly value: (head: HeadFound) => number;
  readonly isMarked?: (head: HeadFound) => boolean;
  readonly extent: number;
  readonly isDiverging: boolean;
  readonly format: (value: number) => string;
}

function grid(answer: HeadsAnswer, title: string, id: string, t: Words, drawn: Drawn): GridData {
  const [layers, heads] = sizeOf(answer);
  const { value, isMarked, extent, isDiverging, format } = drawn;
  return {
    id,
    title,
    axes: [t.axes.layer, t.axes.head],
    rows: Array.from({ length: layers }, (_, row) => ({ label: String(layerOf(answer, row)) })),
    columns: Array.from({ length: heads }, (_, head) => ({ label: String(head) })),
    scale: isDiverging
      ? { kind: "diverging", extent }
      : { kind: "sequential", color: "site-attn", from: 0, to: extent },
    format,
    cell: (row, column) => {
      const head = headAt(answer, layerOf(answer, row), column);
      if (!head) return { text: "", value: null };
      const own = value(head);
      return { text: format(own), value: own, isMarked: isMarked?.(head) };
    },
  };
}

/** In words: how many heads have a role, and without which the answer loses most. */
export function headsSays(answer: HeadsAnswer, t: Words): string {
  const confirmed = answer.heads.filter(({ isConfirmed }) => isConfirmed);
  const count = (role: HeadFound["role"]) => confirmed.filter((head) => head.role === role).length;
  const roles = t.heads.says(shownToken(answer.answer), count("mover"), count("relation"), count("mixture"));
  if (answer.ablation === "none") return roles;
  const worst = [...answer.heads].sort((a, b) => measureOf(b, "effect") - measureOf(a, "effect"))[0];
  const { effect } = worst;
  if (!effect || effect.answerNats >= 0) return `${roles} ${t.heads.nothingLost}`;
  return `${roles} ${t.heads.worst(headName(worst), (-effect.answerNats).toFixed(2), shownToken(effect.says))}`;
}
