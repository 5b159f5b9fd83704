"use client";

import { useMessages } from "@/components/messages";
import { formatPercent } from "@/components/ui";
import { Answering } from "./answering";
import { HeatTable } from "./heat-table";
import { useAnalysis } from "./use-analysis";
import type { ExploreState } from "./view";

const LONGEST = 10;

/** What the model would say after each layer. */
export function LensPanel({ view }: { view: ExploreState }) {
  const t = useMessages().explore;
  const answer = useAnalysis("lens", view, {});
  if (!answer.data) return <Answering answer={answer} />;
  const { tokens, states, asked } = answer.data;
  const isAnswer = (token: string) => asked.includes(token);
  const last = states.map((row) => row[row.length - 1].asked[0]);
  const first = last.findIndex((cell) => cell?.rank === 0);
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-measure text-sm text-soft">
        {asked.length === 0
          ? t.lens.noAnswer
          : first < 0
            ? t.lens.never(asked[0].trim())
            : t.lens.from(asked[0].trim(), first)}
      </p>
      <HeatTable
        caption={t.lens.caption}
        color="var(--color-after)"
        columns={tokens.map((token) => token.trim() || "␣")}
        rows={states
          .map((row, l) => ({
            header: l === 0 ? t.lens.embedding : t.lens.after(l - 1),
            cells: row.map(({ likeliest }, position) => ({
              text: likeliest[0].token.trim().slice(0, LONGEST) || "␣",
              heat: likeliest[0].probability,
              title: t.lens.cell(
                tokens[position].trim(),
                likeliest.map(({ token, probability }) => `${token.trim()} ${formatPercent(probability)}`),
              ),
            })),
          }))
          .reverse()}
        marked={(r, c) => isAnswer(states[states.length - 1 - r][c].likeliest[0].token)}
      />
      <p className="text-xs text-faint">{t.lens.note}</p>
    </div>
  );
}
