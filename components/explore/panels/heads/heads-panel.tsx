"use client";

import { useState } from "react";
import { GridView, type CellStory, type GridPlace } from "@/components/charts/grid";
import { useExploreMessages } from "@/components/messages/explore";
import { Button, Field, Select } from "@/components/ui";
import { Compared } from "../compared";
import type { PanelProps } from "../index";
import { shownToken } from "../token";
import {
  headAt,
  headName,
  headsDifference,
  headsGrid,
  headsSays,
  layerOf,
  measureOf,
  measuresOf,
  written,
  type HeadFound,
  type HeadsAnswer,
} from "./heads";

/** Layers by heads, colored by what a person chooses; a chosen head is shown with what it reads and writes. */
export function HeadsPanel({ card, answers, view, update }: PanelProps) {
  const t = useExploreMessages();
  const [cursor, setCursor] = useState<GridPlace | null>(null);
  const found = answers.map(({ side, data }) => ({ side, answer: data as HeadsAnswer }));
  const [{ answer: first }, second] = found;
  const measures = measuresOf(first);
  const measure = measures.find((one) => one === view.part) ?? measures[0];
  const selected = view.cell ? { row: view.cell[0], column: view.cell[1] } : null;
  const isThere = selected && headAt(first, layerOf(first, selected.row), selected.column);
  const shared = {
    cursor,
    onCursor: setCursor,
    selected: isThere ? selected : null,
    onSelect: (place: GridPlace | null) => update({ cell: place ? [place.row, place.column] : undefined }),
  };
  const describe =
    (answer: HeadsAnswer) =>
    ({ row, column }: GridPlace): CellStory => {
      const head = headAt(answer, layerOf(answer, row), column);
      if (!head) return { title: "", lines: [] };
      return {
        title: `${headName(head)}${head.role ? ` · ${t.heads.roles[head.role]}` : ""}`,
        lines: measures.map((one) => [t.heads.measures[one], written(one, measureOf(head, one))] as const),
      };
    };
  return (
    <div className="flex flex-col gap-6">
      {found.map(({ side, answer }) => (
        <p key={side.key} className="max-w-measure text-base">
          {found.length > 1 && `${t.sides[side.key]}: `}
          {headsSays(answer, t)}
        </p>
      ))}
      <Field label={t.heads.coloredBy} className="max-w-xs">
        {(control) => (
          <Select
            {...control}
            value={measure}
            onChange={(part) => update({ part })}
            options={measures.map((one) => ({ value: one, label: t.heads.measures[one] }))}
          />
        )}
      </Field>
      <Compared
        both={found.length > 1}
        pictures={found.map(({ side, answer }) => (
          <GridView
            key={side.key}
            {...shared}
            data={headsGrid(
              answer,
              measure,
              found.length > 1 ? t.sides[side.key] : t.heads.measures[measure],
              `${card.id}-${measure}-${side.key}`,
              t,
            )}
            describe={describe(answer)}
          />
        ))}
        difference={
          second && (
            <GridView
              {...shared}
              data={headsDifference(first, second.answer, measure, `${card.id}-${measure}-difference`, t)}
              describe={({ row, column }) => ({
                title: headName({ layer: layerOf(first, row), head: column }),
                lines: found.map(({ side, answer }) => {
                  const head = headAt(answer, layerOf(answer, row), column);
                  return [t.sides[side.key], head ? written(measure, measureOf(head, measure)) : ""] as const;
                }),
              })}
            />
          )
        }
      />
      {isThere && (
        <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
          {found.map(({ side, answer }) => {
            const head = headAt(answer, isThere.layer, isThere.head);
            return (
              head && (
                <OneHead
                  key={side.key}
                  title={found.length > 1 ? `${headName(head)} · ${t.sides[side.key]}` : headName(head)}
                  head={head}
                  tokens={answer.tokens}
                />
              )
            );
          })}
          <p className="lg:col-span-2">
            <Button
              size="sm"
              onClick={() =>
                update(
                  {
                    show: "attention",
                    x: { layer: isThere.layer, head: isThere.head },
                    run: undefined,
                    cell: undefined,
                    part: undefined,
                  },
                  { history: "push" },
                )
              }
            >
              {t.heads.pattern(headName(isThere))}
            </Button>
          </p>
        </div>
      )}
      <p className="max-w-measure text-xs text-faint">{t.heads.note(t.heads.ablations[first.ablation])}</p>
    </div>
  );
}

/** What one head reads from the last token, the words it writes there, and what is said without it. */
function OneHead({ title, head, tokens }: { title: string; head: HeadFound; tokens: readonly string[] }) {
  const t = useExploreMessages().heads;
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="text-lg">{title}</h3>
      <p className="mt-1 text-sm text-soft">
        {head.role ? t.hasRole(t.roles[head.role], head.isConfirmed) : t.noRole}{" "}
        {head.effect &&
          t.without(head.effect.answerNats.toFixed(3).replace("-", "−"), shownToken(head.effect.says))}
      </p>
      <h4 className="eyebrow mt-3 mb-1">{t.looksAt}</h4>
      <p className="text-base leading-8">
        {tokens.map((token, i) => (
          <span
            key={i}
            title={`${Math.round(100 * head.attention[i])}%`}
            className="rounded-sm px-0.5 whitespace-pre-wrap"
            style={{
              background: `color-mix(in srgb, var(--color-site-attn) ${Math.round(55 * head.attention[i])}%, transparent)`,
            }}
          >
            {token}
          </span>
        ))}
      </p>
      <h4 className="eyebrow mt-3 mb-1">{t.writes}</h4>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {head.words.map(({ token, logit }, i) => (
          <span key={i}>
            <span className="font-mono text-xs">{shownToken(token)}</span>{" "}
            <span className="numeric text-xs text-soft">{logit.toFixed(2).replace("-", "−")}</span>
          </span>
        ))}
      </p>
    </section>
  );
}
