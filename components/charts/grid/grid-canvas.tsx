"use client";

/** The drawing of a grid: the visible part on a canvas, stepped through from the keyboard, a word about the cell beside it. */
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useMessages } from "@/components/messages";
import type { ChartTheme } from "../theme";
import { CellNote } from "./cell-note";
import { cellColors } from "./colors";
import { samePlace, type GridData, type GridPlace } from "./grid";
import { layoutOf, placeAfter, placeAt, scrollTo, visibleRange } from "./layout";
import { paintGrid } from "./paint";
import { canvasPen } from "./pens";

/** What is said of a cell: a heading, and lines of what and how much. */
export interface CellStory {
  readonly title: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
}

export interface GridCanvasProps {
  data: GridData;
  describe: (place: GridPlace) => CellStory;
  selected?: GridPlace | null;
  /** A cell that is clicked, or entered from the keyboard; null when it is left with Escape. */
  onSelect?: (place: GridPlace | null) => void;
  /** The cell under the pointer or the keys, where several grids share one. */
  cursor?: GridPlace | null;
  onCursor?: (place: GridPlace | null) => void;
  /** A cell that the pointer is pressed on, and one that it is let go over: a cell is dragged from grid to grid. */
  onPress?: (place: GridPlace) => void;
  onRelease?: (place: GridPlace) => void;
  /** Whether a grid that is wider than its room shows its last columns first. */
  opensAtEnd?: boolean;
  /** Height after which rows scroll under the head, in multiples of the type size. */
  maxHeightEm?: number;
}

const MAX_HEIGHT_EM = 46;

export function GridCanvas({ theme, ...props }: GridCanvasProps & { theme: ChartTheme }) {
  const { data, describe, selected = null, onSelect, maxHeightEm = MAX_HEIGHT_EM } = props;
  const words = useMessages().charts.grid;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [scroll, setScroll] = useState({ left: 0, top: 0 });
  const [ownCursor, setOwnCursor] = useState<GridPlace | null>(null);
  const [isHere, setHere] = useState(false);
  const wanted = props.cursor === undefined ? ownCursor : props.cursor;
  const cursor =
    wanted && wanted.row < data.rows.length && wanted.column < data.columns.length ? wanted : null;

  const layout = useMemo(() => layoutOf(data, theme, width), [data, theme, width]);
  const colors = useMemo(() => cellColors(data.scale, theme), [data.scale, theme]);
  const height = Math.min(layout.height, Math.round(maxHeightEm * theme.fontPx));
  const view = { width: Math.min(width, layout.width), height };

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const { opensAtEnd = false } = props;
  useEffect(() => {
    if (opensAtEnd && width > 0) scroller.current?.scrollTo({ left: layout.width });
  }, [opensAtEnd, width, layout.width]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || view.width === 0) return;
    // Several changes of one frame are drawn once.
    const frame = requestAnimationFrame(() => {
      const density = window.devicePixelRatio || 1;
      const [pixelWidth, pixelHeight] = [Math.round(view.width * density), Math.round(view.height * density)];
      if (element.width !== pixelWidth || element.height !== pixelHeight) {
        element.width = pixelWidth;
        element.height = pixelHeight;
      }
      context.setTransform(density, 0, 0, density, 0, 0);
      context.clearRect(0, 0, view.width, view.height);
      const range = visibleRange(layout, data, scroll, view);
      paintGrid(canvasPen(context), { data, layout, theme, colors, range, scroll, cursor, selected });
    });
    return () => cancelAnimationFrame(frame);
  });

  const setCursor = (place: GridPlace | null) => {
    if (samePlace(place, cursor)) return;
    setOwnCursor(place);
    props.onCursor?.(place);
  };
  const placeOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return placeAt(layout, data, scroll, { x: event.clientX - box.left, y: event.clientY - box.top });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (cursor) onSelect?.(cursor);
      return;
    }
    if (event.key === "Escape" && selected) return onSelect?.(null);
    const next = placeAfter(event.key, event.ctrlKey || event.metaKey, cursor ?? start, data);
    if (!next) return;
    event.preventDefault();
    setCursor(next);
    scroller.current?.scrollTo(scrollTo(layout, next, scroll, view));
  };
  const start = selected ?? { row: 0, column: 0 };
  const story = cursor && describe(cursor);
  const cellId = `${id}-cell`;

  return (
    <div className="relative min-w-0">
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={data.title}
        aria-description={onSelect ? `${words.keys} ${words.keyToSelect}` : words.keys}
        aria-rowcount={data.rows.length}
        aria-colcount={data.columns.length}
        aria-activedescendant={cursor ? cellId : undefined}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          setHere(true);
          if (event.currentTarget.matches(":focus-visible") && !cursor) setCursor(start);
        }}
        onBlur={() => {
          setHere(false);
          setCursor(null);
        }}
        onScroll={({ currentTarget }) =>
          setScroll({ left: currentTarget.scrollLeft, top: currentTarget.scrollTop })
        }
        onPointerMove={(event) => {
          setHere(true);
          setCursor(placeOf(event));
        }}
        onPointerLeave={() => {
          setHere(false);
          setCursor(null);
        }}
        onPointerDown={(event) => {
          const place = placeOf(event);
          if (place) props.onPress?.(place);
          if (props.onPress) (event.target as Element).releasePointerCapture?.(event.pointerId);
        }}
        onPointerUp={(event) => {
          const place = placeOf(event);
          if (place) props.onRelease?.(place);
        }}
        onClick={(event) => {
          const place = placeOf(event as unknown as PointerEvent);
          if (place) onSelect?.(samePlace(place, selected) ? null : place);
        }}
        className="max-w-full overflow-auto overscroll-x-contain rounded-sm outline-offset-2"
        style={{ maxHeight: height, width: "100%" }}
      >
        <div className="relative" style={{ width: layout.width, height: layout.height }}>
          <canvas
            ref={canvas}
            aria-hidden
            className="pointer-events-none sticky top-0 left-0 block"
            style={{ width: view.width, height: view.height }}
          />
        </div>
        <div role="row" aria-rowindex={(cursor ?? start).row + 1} className="sr-only">
          <span role="gridcell" id={cellId} aria-colindex={(cursor ?? start).column + 1}>
            {spoken(describe(cursor ?? start))}
          </span>
        </div>
      </div>
      {isHere && story && cursor && (
        <CellNote
          story={story}
          left={layout.headWidth + cursor.column * layout.cellWidth - scroll.left}
          top={layout.headHeight + cursor.row * layout.cellHeight - scroll.top}
          cell={layout}
          view={view}
        />
      )}
    </div>
  );
}

function spoken({ title, lines }: CellStory): string {
  return [title, ...lines.map(([label, value]) => `${label}: ${value}`)].join(", ");
}
