/** A cell of one run put into another, as grids and in words. */
import { extentOf, type GridData, type GridPlace } from "@/components/charts/grid";
import { formatPercent } from "@/components/ui/format";
import type { explore as words } from "@/components/messages/en/explore";
import { shownToken, tokenHeads } from "../token";

export const PARTS = ["state", "mlp", "attention", "head"] as const;
export type PatchPart = (typeof PARTS)[number];

interface Said {
  readonly likeliest: readonly { readonly token: string; readonly probability: number }[];
  /** Of the target's answer and the source's. */
  readonly probabilities: readonly [number, number];
}

export interface Ran {
  readonly tokens: readonly string[];
  readonly said: Said;
  /** By layer and token. */
  readonly layers: readonly (readonly { readonly token: string; readonly probability: number }[])[];
}

export interface PatchAnswer {
  readonly target: Ran;
  readonly source: Ran;
  readonly answers: readonly [target: string, source: string];
  readonly part: PatchPart;
  readonly cell: {
    readonly layer: number;
    readonly fromLayer: number;
    readonly head?: number;
    readonly from: number;
    readonly to: number;
    readonly said: Said;
    readonly recovered: number;
  };
  readonly grid?: readonly (readonly number[])[];
}

type Words = typeof words;

/** The layer of a row: the last is on top. Its own inverse. */
export function flipped({ layers }: Ran, row: number): number {
  return layers.length - 1 - row;
}

/** Where the cell was taken from, in the source's grid, and where it was put, in the target's. */
export function placesOfPatch({ source, target, cell }: PatchAnswer): { from: GridPlace; to: GridPlace } {
  return {
    from: { row: flipped(source, cell.fromLayer), column: cell.from },
    to: { row: flipped(target, cell.layer), column: cell.to },
  };
}

/** What each layer of a run would say. Cells that the patch cannot reach are shaded: earlier tokens, and layers up to its own. */
export function runGrid(
  ran: Ran,
  answer: string,
  title: string,
  id: string,
  t: Words,
  patched?: PatchAnswer["cell"],
): GridData {
  return {
    id,
    title,
    axes: [t.axes.layer, t.axes.token],
    rows: ran.layers.map((_, row) => ({ label: String(flipped(ran, row)) })),
    columns: tokenHeads(ran.tokens),
    scale: { kind: "sequential", color: "after", from: 0, to: 1 },
    format: formatPercent,
    isShaded: patched
      ? (row, column) =>
          column < patched.to ||
          flipped(ran, row) < patched.layer ||
          (flipped(ran, row) === patched.layer && column > patched.to)
      : undefined,
    cell: (row, column) => {
      const { token, probability } = ran.layers[flipped(ran, row)][column];
      return { text: shownToken(token), value: probability, isMarked: token === answer };
    },
  };
}

/** How far each cell alone brings the source's answer: 1 is all the way. */
export function recoveredGrid(
  { target, part }: PatchAnswer,
  recovered: NonNullable<PatchAnswer["grid"]>,
  id: string,
  t: Words,
): GridData {
  return {
    id,
    title: t.patch.grid(t.patch.parts[part]),
    axes: [t.axes.layer, t.axes.token],
    rows: target.layers.map((_, row) => ({ label: String(flipped(target, row)) })),
    columns: tokenHeads(target.tokens),
    scale: { kind: "diverging", extent: Math.max(1, extentOf(recovered.flat())) },
    format: formatPercent,
    cell: (row, column) => {
      const value = recovered[column][flipped(target, row)];
      return { text: String(Math.round(100 * value)).replace("-", "−"), value };
    },
  };
}

/** In words: what was put where, and what the target says then. */
export function patchSays({ target, source, answers, cell, part }: PatchAnswer, t: Words): string {
  const [best] = cell.said.likeliest;
  return [
    t.patch.runs(
      shownToken(answers[0]),
      formatPercent(target.said.probabilities[0]),
      shownToken(answers[1]),
      formatPercent(source.said.probabilities[1]),
    ),
    t.patch.says(
      part === "head" ? `a${cell.fromLayer}.h${cell.head ?? 0}` : t.patch.partsInText[part],
      cell.fromLayer,
      shownToken(source.tokens[cell.from]),
      cell.layer,
      shownToken(target.tokens[cell.to]),
    ),
    t.patch.then(shownToken(best.token), formatPercent(best.probability), formatPercent(cell.recovered)),
  ].join(" ");
}
