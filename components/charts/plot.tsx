"use client";

/** The drawing itself: redrawn when data, theme or width change, and stepped through from the keyboard. */
import type { EChartsType } from "echarts/core";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Skeleton } from "@/components/ui";
import type { Chart, ChartTable, ChartWords } from "./chart";
import { formatCell } from "./shared/format";
import type { ChartTheme } from "./theme";

interface PlotProps<D> {
  chart: Chart<D>;
  data: D;
  theme: ChartTheme;
  words: ChartWords;
  /** Called when the library cannot be loaded or refuses the data. */
  onFailure: () => void;
  /** Called with the table row of a point that is clicked, or entered from the keyboard. */
  onPoint?: (row: number) => void;
}

export function Plot<D>({ chart, data, theme, words, onFailure, onPoint }: PlotProps<D>) {
  const host = useRef<HTMLDivElement>(null);
  const [instance, setInstance] = useState<EChartsType | null>(null);
  const [point, setPoint] = useState<number | null>(null);
  const table = chart.table(data, words);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let created: EChartsType | undefined;
    let isGone = false;
    let isAsked = false;
    const create = () => {
      isAsked = true;
      import("./echarts")
        .then(({ init }) => {
          if (isGone) return;
          created = init(element, null, { renderer: "svg" });
          setInstance(created);
        })
        .catch(() => {
          if (!isGone) onFailure();
        });
    };
    // Its first report comes once the element has been laid out: before, a chart would be drawn at a width that does not stay.
    const observer = new ResizeObserver(() => {
      if (created) created.resize();
      else if (!isAsked && element.clientWidth > 0) create();
    });
    observer.observe(element);
    return () => {
      isGone = true;
      observer.disconnect();
      created?.dispose();
      setInstance(null);
    };
  }, [onFailure]);

  useEffect(() => {
    if (!instance || instance.isDisposed()) return;
    try {
      instance.resize();
      instance.setOption(chart.spec(data, theme, words), { notMerge: true });
    } catch {
      onFailure(); // the table below still has the numbers
    }
  }, [instance, chart, data, theme, words, onFailure]);

  useEffect(() => {
    if (!instance || !onPoint) return;
    const open = ({ seriesIndex, dataIndex }: { seriesIndex?: number; dataIndex?: number }) => {
      const row = chart
        .points(data)
        .findIndex((candidate) => candidate.seriesIndex === seriesIndex && candidate.dataIndex === dataIndex);
      if (row >= 0) onPoint(row);
    };
    instance.on("click", open);
    return () => {
      if (!instance.isDisposed()) instance.off("click", open);
    };
  }, [instance, chart, data, onPoint]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && point !== null && onPoint) {
      // Not also the key of whatever the page does on Enter.
      event.preventDefault();
      event.stopPropagation();
      return onPoint(point);
    }
    const next = stepped(event.key, point, table.rows.length);
    if (next === null || !instance) return;
    event.preventDefault();
    setPoint(next);
    instance.dispatchAction({ type: "showTip", ...chart.points(data)[next] });
  };
  const onBlur = () => {
    setPoint(null);
    instance?.dispatchAction({ type: "hideTip" });
  };
  const spoken =
    point === null || !table.rows[point]
      ? ""
      : words.frame.point(point + 1, table.rows.length, sentence(table, point));

  return (
    <div
      role="group"
      tabIndex={0}
      aria-label={`${chart.question(data, words)} ${chart.countLabel(data, words)}`}
      aria-roledescription={words.frame.role}
      aria-description={onPoint ? `${words.frame.keys} ${words.frame.keyToOpen}` : words.frame.keys}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      className="relative min-w-0 rounded-sm"
      style={{ height: chart.heightEm(data, words) * theme.fontPx }}
    >
      {!instance && <Skeleton className="absolute inset-0" />}
      <div ref={host} aria-hidden className="size-full" />
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </div>
  );
}

function stepped(key: string, point: number | null, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return point === null ? 0 : Math.min(count - 1, point + 1);
    case "ArrowLeft":
    case "ArrowUp":
      return point === null ? count - 1 : Math.max(0, point - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/** A row read aloud: "Metric: Reliability, Before: 0.0%, …" */
function sentence(table: ChartTable, row: number): string {
  return table.columns
    .map(
      ({ label, kind }, column) =>
        `${label}: ${formatCell(table.rows[row][column], table.kindOf?.(row, column) ?? kind)}`,
    )
    .join(", ");
}
