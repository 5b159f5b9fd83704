"use client";

/** Draws only the rows of a long list that can be seen: rows of one height, inside an element that scrolls. */
import { useCallback, useEffect, useState, type RefObject } from "react";

/** Rows drawn beyond each edge, so that a fast scroll does not show paper. */
const MARGIN_ROWS = 6;
/** Enough for a first drawing before the element has been measured. */
const FIRST_ROWS = 16;

interface ListWindow {
  /** Rows from `first` up to, and without, `end`. */
  readonly first: number;
  readonly end: number;
  readonly rowHeightPx: number;
  /** Scrolls as little as needed to show a row whole. */
  readonly reveal: (row: number) => void;
}

export function useListWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeightRem: number,
): ListWindow {
  const [view, setView] = useState({ topPx: 0, heightPx: 0, rowHeightPx: rowHeightRem * 16 });
  const { topPx, heightPx, rowHeightPx } = view;

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const rootPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setView({
        topPx: element.scrollTop,
        heightPx: element.clientHeight,
        rowHeightPx: rowHeightRem * rootPx,
      });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, rowHeightRem]);

  const reveal = useCallback(
    (row: number) => {
      const element = scroller.current;
      if (!element) return;
      const top = row * rowHeightPx;
      const bottom = top + rowHeightPx;
      if (top < element.scrollTop) element.scrollTo({ top });
      else if (bottom > element.scrollTop + element.clientHeight) {
        element.scrollTo({ top: bottom - element.clientHeight });
      }
    },
    [scroller, rowHeightPx],
  );

  const first = Math.max(0, Math.floor(topPx / rowHeightPx) - MARGIN_ROWS);
  const seen = heightPx > 0 ? Math.ceil(heightPx / rowHeightPx) + 2 * MARGIN_ROWS : FIRST_ROWS;
  return { first, end: Math.min(count, first + seen), rowHeightPx, reveal };
}
