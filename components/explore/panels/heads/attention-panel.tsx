"use client";

import { useState } from "react";
import { extentOf, GridView, type GridData, type GridPlace } from "@/components/charts/grid";
import { useExploreMessages } from "@/components/messages/explore";
import { Field, formatPercent, formatPoints, TextInput } from "@/components/ui";
import { Compared } from "../compared";
import type { PanelProps } from "../index";
import { shownToken, tokenHeads } from "../token";

interface AttentionAnswer {
  readonly tokens: readonly string[];
  readonly layer: number;
  readonly head: number;
  /** By query and key, up to the query's own token. */
  readonly pattern: readonly (readonly number[])[];
  readonly previous: number;
  readonly duplicate: number;
  readonly induction: number;
}

/** Which token each token attends to in one head, which can be changed in place. */
export function AttentionPanel({ card, answers, view, update }: PanelProps) {
  const t = useExploreMessages();
  const words = t.attention;
  const [cursor, setCursor] = useState<GridPlace | null>(null);
  const found = answers.map(({ side, data }) => ({ side, answer: data as AttentionAnswer }));
  const [{ answer: first }, second] = found;
  const { tokens, layer, head } = first;
  const selected = view.cell ? { row: view.cell[0], column: view.cell[1] } : null;
  const shared = {
    cursor,
    onCursor: setCursor,
    selected: selected && selected.row < tokens.length && selected.column < tokens.length ? selected : null,
    onSelect: (place: GridPlace | null) => update({ cell: place ? [place.row, place.column] : undefined }),
  };
  const titleOf = ({ row, column }: GridPlace) =>
    words.cell(shownToken(tokens[row]), shownToken(tokens[column]));
  const at = (answer: AttentionAnswer, { row, column }: GridPlace) => answer.pattern[row][column] ?? 0;
  const grid = (
    title: string,
    id: string,
    value: (place: GridPlace) => number,
    isChange: boolean,
  ): GridData => ({
    id,
    title,
    axes: [words.from, words.to],
    rows: tokenHeads(tokens),
    columns: tokenHeads(tokens),
    scale: isChange
      ? {
          kind: "diverging",
          extent: extentOf(
            first.pattern.flatMap((keys, row) => keys.map((_, column) => value({ row, column }))),
          ),
        }
      : { kind: "sequential", color: "site-attn", from: 0, to: 1 },
    format: isChange ? formatPoints : formatPercent,
    // A token sees nothing behind it.
    isShaded: (row, column) => column > row,
    cell: (row, column) => {
      if (column > row) return { text: "", value: null };
      const share = value({ row, column });
      const rounded = Math.round(100 * share);
      return { text: rounded === 0 ? "" : String(rounded).replace("-", "−"), value: share };
    },
  });
  const choose = (name: "layer" | "head", written: string) => {
    const number = Number(written);
    if (written !== "" && Number.isInteger(number) && number >= 0)
      update({ x: { ...view.x, layer, head, [name]: number }, run: undefined, cell: undefined });
  };
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-end gap-4">
        {(["layer", "head"] as const).map((name) => (
          <Field key={name} label={t.axes[name]} className="w-24">
            {(control) => (
              <TextInput
                {...control}
                type="number"
                min={0}
                value={String(view.x[name] ?? first[name])}
                onChange={(event) => choose(name, event.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
      {found.map(({ side, answer }) => (
        <p key={side.key} className="max-w-measure text-base">
          {found.length > 1 && `${t.sides[side.key]}: `}
          {words.says(
            `a${layer}.h${head}`,
            formatPercent(answer.previous),
            formatPercent(answer.duplicate),
            formatPercent(answer.induction),
          )}
        </p>
      ))}
      <Compared
        both={found.length > 1}
        pictures={found.map(({ side, answer }) => (
          <GridView
            key={side.key}
            {...shared}
            data={grid(
              found.length > 1 ? t.sides[side.key] : words.title(`a${layer}.h${head}`),
              `${card.id}-a${layer}.h${head}-${side.key}`,
              (place) => at(answer, place),
              false,
            )}
            describe={(place) => ({
              title: titleOf(place),
              lines: [[words.share, formatPercent(at(answer, place))]],
            })}
          />
        ))}
        difference={
          second && (
            <GridView
              {...shared}
              data={grid(
                t.sides.difference,
                `${card.id}-a${layer}.h${head}-difference`,
                (place) => at(second.answer, place) - at(first, place),
                true,
              )}
              describe={(place) => ({
                title: titleOf(place),
                lines: found.map(
                  ({ side, answer }) => [t.sides[side.key], formatPercent(at(answer, place))] as const,
                ),
              })}
            />
          )
        }
      />
      <p className="max-w-measure text-xs text-faint">{words.note}</p>
    </div>
  );
}
