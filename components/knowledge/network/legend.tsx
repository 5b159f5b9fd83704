"use client";

import { useChartTheme } from "@/components/charts/use-chart-theme";
import { useKnowledgeMessages } from "../use-messages";
import { COLORED_TYPES, colorOfType, type DrawnEdge } from "./drawn";
import { EDGE_LOOKS } from "./looks";

interface LegendProps {
  /** Entity types, the most frequent first. */
  types: readonly string[];
  kinds: readonly DrawnEdge["kind"][];
}

/** What the colors of points and the kinds of lines mean. */
export function Legend({ types, kinds }: LegendProps) {
  const t = useKnowledgeMessages().network;
  const theme = useChartTheme();
  if (theme === null) return null;
  const shown = types.slice(0, COLORED_TYPES);
  const isOther = types.length > shown.length;
  return (
    <ul aria-label={t.legend} className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
      {[...shown, ...(isOther ? [undefined] : [])].map((type) => (
        <li key={type ?? "other"} className="flex items-center gap-1.5">
          <svg aria-hidden viewBox="0 0 8 8" className="size-2">
            <circle cx="4" cy="4" r="4" fill={theme.color(colorOfType(shown, type ?? ""))} />
          </svg>
          {type === undefined ? t.other : t.type(type)}
        </li>
      ))}
      {kinds.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <svg aria-hidden viewBox="0 0 20 6" className="h-1.5 w-5">
            <line
              x1="0"
              x2="20"
              y1="3"
              y2="3"
              stroke={theme.color(EDGE_LOOKS[kind].color)}
              strokeWidth={EDGE_LOOKS[kind].size}
            />
          </svg>
          {t.kinds[kind]}
        </li>
      ))}
    </ul>
  );
}
