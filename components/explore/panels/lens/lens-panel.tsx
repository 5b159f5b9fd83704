"use client";

import { useState } from "react";
import { ChartView } from "@/components/charts";
import { answerByLayer, type AnswerByLayerData } from "@/components/charts/answer-by-layer";
import { GridView, type CellStory, type GridPlace } from "@/components/charts/grid";
import { useExploreMessages } from "@/components/messages/explore";
import { DataTable, formatPercent, SegmentedControl } from "@/components/ui";
import type { Side } from "../../ask/use-asked";
import { Compared } from "../compared";
import type { PanelProps } from "../index";
import { shownToken } from "../token";
import {
  cellOf,
  differenceGrid,
  differenceSays,
  fitSays,
  lensGrid,
  lensSays,
  stateOf,
  type LensAnswer,
} from "./lens";

/** What the model would say after each layer; before and after an edit, with the difference. */
export function LensPanel({ card, answers, view, update }: PanelProps) {
  const t = useExploreMessages();
  const [cursor, setCursor] = useState<GridPlace | null>(null);
  const found = answers.map(({ side, data }) => ({ side, answer: data as LensAnswer }));
  const [{ answer: first }] = found;
  const asked = first.asked;
  const followed = Math.min(view.part === "1" ? 1 : 0, Math.max(0, asked.length - 1));
  const selected = view.cell ? { row: view.cell[0], column: view.cell[1] } : null;
  const isThere = selected && selected.row < first.states.length && selected.column < first.tokens.length;
  const shared = {
    // The answer is at the last token.
    opensAtEnd: true,
    cursor,
    onCursor: setCursor,
    selected: isThere ? selected : null,
    onSelect: (place: GridPlace | null) => update({ cell: place ? [place.row, place.column] : undefined }),
  };

  const describe =
    (answer: LensAnswer) =>
    (place: GridPlace): CellStory => {
      const { likeliest, asked: cells } = cellOf(answer, place.row, place.column);
      return {
        title: t.lens.cell(shownToken(answer.tokens[place.column]), stateOf(answer, place.row)),
        lines: [
          ...likeliest.map(
            ({ token, probability }) => [shownToken(token), formatPercent(probability)] as const,
          ),
          ...cells.map(
            ({ rank, probability }, i) =>
              [t.lens.rank(shownToken(answer.asked[i]), rank), formatPercent(probability)] as const,
          ),
        ],
      };
    };
  const isBoth = found.length === 2;
  const difference =
    isBoth && asked.length > 0
      ? differenceGrid(found[0].answer, found[1].answer, followed, `${card.id}-difference`, t)
      : null;

  return (
    <div className="flex flex-col gap-6">
      <Compared
        both={isBoth}
        pictures={found.map(({ side, answer }) => (
          <GridView
            key={side.key}
            {...shared}
            data={lensGrid(answer, isBoth ? t.sides[side.key] : t.lens.title, `${card.id}-${side.key}`, t)}
            says={lensSays(answer, t)}
            describe={describe(answer)}
          />
        ))}
        difference={
          difference && (
            <GridView
              {...shared}
              data={difference}
              says={differenceSays(found[0].answer, found[1].answer, followed, t)}
              aside={
                asked.length > 1 && (
                  <SegmentedControl
                    size="sm"
                    label={t.followed}
                    value={String(followed)}
                    onChange={(part) => update({ part: part === "0" ? undefined : part })}
                    options={asked.map((token, i) => ({ value: String(i), label: shownToken(token) }))}
                  />
                )
              }
              describe={({ row, column }) => ({
                title: t.lens.cell(shownToken(first.tokens[column]), stateOf(first, row)),
                lines: found.map(({ side, answer }) => [
                  t.sides[side.key],
                  formatPercent(cellOf(answer, row, column).asked[followed].probability),
                ]),
              })}
            />
          )
        }
      />
      {isThere && selected && <Selected found={found} place={selected} />}
      {asked.length > 0 && <ChartView chart={answerByLayer} data={byLayer(found, t.sides)} />}
      <p className="max-w-measure text-xs text-faint">
        {t.lens.note} {first.fit && fitSays(first.fit, t)}
      </p>
    </div>
  );
}

interface Found {
  readonly side: Side;
  readonly answer: LensAnswer;
}

/** The selected cell in full, for each version. */
function Selected({ found, place }: { found: readonly Found[]; place: GridPlace }) {
  const t = useExploreMessages();
  return (
    <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
      {found.map(({ side, answer }) => {
        const title = t.lens.cell(shownToken(answer.tokens[place.column]), stateOf(answer, place.row));
        return (
          <DataTable
            key={side.key}
            caption={found.length > 1 ? `${title} · ${t.sides[side.key]}` : title}
            showCaption
            rows={cellOf(answer, place.row, place.column).likeliest}
            columns={[
              {
                key: "token",
                header: t.read.likeliest,
                rowHeader: true,
                cell: ({ token }) => <span className="font-mono">{shownToken(token)}</span>,
              },
              {
                key: "probability",
                header: t.read.probability,
                numeric: true,
                cell: ({ probability }) => formatPercent(probability),
              },
            ]}
          />
        );
      })}
    </div>
  );
}

/** Each followed answer of each version, at the last token, after each layer. */
function byLayer(found: readonly Found[], sides: Readonly<Record<Side["key"], string>>): AnswerByLayerData {
  return {
    lines: found.flatMap(({ side, answer }) =>
      answer.asked.map((token, i) => ({
        answer: shownToken(token),
        ...(found.length > 1 && { version: sides[side.key] }),
        states: answer.states.map((cells) => cells[cells.length - 1].asked[i]),
      })),
    ),
  };
}
