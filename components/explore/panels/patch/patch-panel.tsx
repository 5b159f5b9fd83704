"use client";

import { useRef, useState } from "react";
import { GridView, type GridPlace } from "@/components/charts/grid";
import { useExploreMessages } from "@/components/messages/explore";
import { Button, DataTable, formatPercent, SegmentedControl } from "@/components/ui";
import type { JsonObject } from "@/lib/base";
import type { PanelProps } from "../index";
import { shownToken } from "../token";
import {
  flipped,
  PARTS,
  patchSays,
  placesOfPatch,
  recoveredGrid,
  runGrid,
  type PatchAnswer,
  type Ran,
} from "./patch";

/**
 * Two runs as grids. A cell of the source is dragged onto the target, or chosen in each; what it can change there stays clear,
 * the rest is shaded.
 */
export function PatchPanel({ card, answers, edited, view, update }: PanelProps) {
  const t = useExploreMessages();
  const words = t.patch;
  const answer = answers[0].data as PatchAnswer;
  const { source, target, cell, part, grid } = answer;
  const places = placesOfPatch(answer);
  // A cell of the source that was chosen and is not yet put anywhere.
  const [taken, setTaken] = useState<GridPlace | null>(null);
  const dragged = useRef<GridPlace | null>(null);
  const set = (x: JsonObject) => update({ x: { ...view.x, ...x }, run: undefined, cell: undefined });
  const put = (from: GridPlace, to: GridPlace) => {
    setTaken(null);
    set({
      ...{ fromLayer: flipped(source, from.row), from: from.column },
      ...{ layer: flipped(target, to.row), to: to.column },
    });
  };
  const describe = (ran: Ran) => (place: GridPlace) => {
    const { token, probability } = ran.layers[flipped(ran, place.row)][place.column];
    return {
      title: words.place(shownToken(ran.tokens[place.column]), flipped(ran, place.row)),
      lines: [[shownToken(token), formatPercent(probability)] as const],
    };
  };
  const [sourceName, targetName] =
    edited && (view.side ?? "both") === "both"
      ? [t.sides.version, t.sides.base]
      : [words.source, words.target];
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-measure text-base">{patchSays(answer, t)}</p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SegmentedControl
          size="sm"
          label={words.part}
          value={part}
          onChange={(next) => set({ part: next })}
          options={PARTS.map((one) => ({ value: one, label: words.parts[one] }))}
        />
        <p className="text-sm text-soft">{taken ? words.takenNext : words.how}</p>
      </div>
      <div className="grid min-w-0 gap-x-8 gap-y-6 2xl:grid-cols-2">
        <GridView
          data={runGrid(source, answer.answers[1], sourceName, `${card.id}-source`, t)}
          opensAtEnd
          selected={taken ?? places.from}
          onSelect={(place) => setTaken(place ?? taken)}
          onPress={(place) => {
            dragged.current = place;
          }}
          describe={describe(source)}
        />
        <GridView
          data={runGrid(target, answer.answers[0], targetName, `${card.id}-target`, t, cell)}
          opensAtEnd
          selected={places.to}
          onSelect={(place) => put(taken ?? places.from, place ?? places.to)}
          onRelease={(place) => {
            const from = dragged.current;
            dragged.current = null;
            if (from) put(from, place);
          }}
          describe={describe(target)}
        />
      </div>
      <DataTable
        caption={words.answers}
        showCaption
        rows={[
          { name: targetName, said: target.said },
          { name: words.patched, said: cell.said },
          { name: sourceName, said: source.said },
        ]}
        columns={[
          { key: "run", header: words.run, rowHeader: true, cell: ({ name }) => name },
          {
            key: "says",
            header: t.read.likeliest,
            cell: ({ said }) => <span className="font-mono">{shownToken(said.likeliest[0].token)}</span>,
          },
          ...answer.answers.map((token, i) => ({
            key: `p${i}`,
            header: words.probabilityOf(shownToken(token)),
            numeric: true,
            cell: ({ said }: { said: Ran["said"] }) => formatPercent(said.probabilities[i]),
          })),
        ]}
      />
      {grid ? (
        <GridView
          data={recoveredGrid(answer, grid, `${card.id}-${part}`, t)}
          opensAtEnd
          selected={places.to}
          onSelect={(place) => {
            const at = place ?? places.to;
            put(at, at);
          }}
          describe={(place) => ({
            title: words.place(shownToken(target.tokens[place.column]), flipped(target, place.row)),
            lines: [[words.recovered, formatPercent(grid[place.column][flipped(target, place.row)])]],
          })}
        />
      ) : (
        source.tokens.length === target.tokens.length && (
          <p>
            <Button size="sm" onClick={() => set({ grid: true })}>
              {words.everywhere}
            </Button>
          </p>
        )
      )}
      <p className="max-w-measure text-xs text-faint">{words.note}</p>
    </div>
  );
}
