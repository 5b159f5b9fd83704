/** What a lens found, as grids and in words. */
import { extentOf, type GridData } from "@/components/charts/grid";
import { formatPercent, formatPoints } from "@/components/ui/format";
import type { explore as words } from "@/components/messages/en/explore";
import { shownToken, tokenHeads } from "../token";

export interface LensAnswer {
  readonly tokens: readonly string[];
  readonly asked: readonly string[];
  readonly states: readonly (readonly LensCell[])[];
  /** Of a lens that was fitted: how far each row or step still moved it. */
  readonly fit?: { readonly texts: string; readonly rows: number; readonly curve: readonly number[] };
}

interface LensCell {
  readonly likeliest: readonly { readonly token: string; readonly probability: number }[];
  readonly asked: readonly { readonly probability: number; readonly rank: number }[];
}

type Words = typeof words;

/** The state that a row of the grid shows: the last is on top. */
export function stateOf({ states }: LensAnswer, row: number): number {
  return states.length - 1 - row;
}

export function cellOf(answer: LensAnswer, row: number, column: number): LensCell {
  return answer.states[stateOf(answer, row)][column];
}

function rowHeads({ states }: LensAnswer, t: Words) {
  return states
    .map((_, state) => ({ label: state === 0 ? t.lens.embedding : t.lens.layer(state - 1) }))
    .reverse();
}

/** The likeliest word after each layer at each token. */
export function lensGrid(answer: LensAnswer, title: string, id: string, t: Words): GridData {
  return {
    id,
    title,
    axes: [t.axes.layer, t.axes.token],
    rows: rowHeads(answer, t),
    columns: tokenHeads(answer.tokens),
    scale: { kind: "sequential", color: "after", from: 0, to: 1 },
    format: formatPercent,
    cell: (row, column) => {
      const [best] = cellOf(answer, row, column).likeliest;
      return {
        text: shownToken(best.token),
        value: best.probability,
        isMarked: answer.asked.includes(best.token),
      };
    },
  };
}

/** How far an edit moved the probability of one answer that both followed. */
export function differenceGrid(
  before: LensAnswer,
  after: LensAnswer,
  followed: number,
  id: string,
  t: Words,
): GridData {
  const change = (row: number, column: number) =>
    cellOf(after, row, column).asked[followed].probability -
    cellOf(before, row, column).asked[followed].probability;
  const values = before.states.flatMap((cells, row) => cells.map((_, column) => change(row, column)));
  return {
    id,
    title: t.lens.differenceTitle(shownToken(before.asked[followed])),
    axes: [t.axes.layer, t.axes.token],
    rows: rowHeads(before, t),
    columns: tokenHeads(before.tokens),
    scale: { kind: "diverging", extent: extentOf(values) },
    format: formatPoints,
    cell: (row, column) => {
      const value = change(row, column);
      return { text: Math.abs(value) < 0.0005 ? "0" : formatPoints(value), value };
    },
  };
}

/** In words: when the followed answer is the likeliest at the last token, or what is said in its place. */
export function lensSays(answer: LensAnswer, t: Words): string {
  const last = answer.states.map((cells) => cells[cells.length - 1]);
  const [end] = last[last.length - 1].likeliest;
  const said = t.lens.says(shownToken(end.token), formatPercent(end.probability));
  return [...answer.asked.map((_, i) => firstSays(answer, i, t)), said].join(" ");
}

function firstSays({ asked, states }: LensAnswer, followed: number, t: Words): string {
  const ranks = states.map((cells) => cells[cells.length - 1].asked[followed].rank);
  const first = ranks.indexOf(0);
  const name = shownToken(asked[followed]);
  if (first < 0) return t.lens.never(name);
  return t.lens.first(
    name,
    first,
    ranks.slice(first).every((rank) => rank === 0),
  );
}

/** In words: where the edit moved an answer most. */
export function differenceSays(before: LensAnswer, after: LensAnswer, followed: number, t: Words): string {
  let best = { share: 0, state: 0, token: 0 };
  before.states.forEach((cells, state) =>
    cells.forEach((cell, token) => {
      const share = after.states[state][token].asked[followed].probability - cell.asked[followed].probability;
      if (Math.abs(share) > Math.abs(best.share)) best = { share, state, token };
    }),
  );
  const name = shownToken(before.asked[followed]);
  if (best.share === 0) return t.lens.noDifference(name);
  return t.lens.differenceSays(name, shownToken(before.tokens[best.token]), best.state, best.share);
}

/** In words: over what a lens was fitted, and how far it has settled. */
export function fitSays({ rows, texts, curve }: NonNullable<LensAnswer["fit"]>, t: Words): string {
  const [from, to] = [curve[0] ?? 0, curve[curve.length - 1] ?? 0].map((value) => value.toPrecision(2));
  return t.lens.fit(rows, texts, from, to);
}
