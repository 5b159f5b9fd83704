"use client";

import type { ChartTheme } from "@/components/charts/theme";
import { useExploreMessages } from "@/components/messages/explore";
import { DASH, edgeStyle } from "./picture/picture";

const SAMPLE = { id: "", from: "", to: "", score: 1 };

/** What the lines mean: their color and their dashes. */
export function Legend({ isBoth, theme }: { isBoth: boolean; theme: ChartTheme }) {
  const words = useExploreMessages().circuit.legend;
  const samples = isBoth
    ? (["kept", "lost", "new"] as const).map((state) => ({
        label: words[state],
        style: edgeStyle({ ...SAMPLE, state, before: null, after: null }, 2),
      }))
    : ([1, -1] as const).map((score) => ({
        label: score > 0 ? words.supports : words.opposes,
        style: edgeStyle({ ...SAMPLE, score }, 2),
      }));
  return (
    <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-soft">
      {samples.map(({ label, style }) => (
        <li key={label} className="flex items-center gap-2">
          <svg aria-hidden width="30" height="8">
            <line
              x1="0"
              x2="30"
              y1="4"
              y2="4"
              stroke={theme.color(style.role)}
              strokeWidth={style.width}
              strokeDasharray={style.isDashed ? DASH.join(" ") : undefined}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
