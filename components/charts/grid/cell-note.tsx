import type { CellStory } from "./grid-canvas";

interface CellNoteProps {
  story: CellStory;
  /** The corner of the cell in the window. */
  left: number;
  top: number;
  cell: { readonly cellWidth: number; readonly cellHeight: number };
  view: { readonly width: number; readonly height: number };
}

const GAP_PX = 6;

/** What a cell says, beside it: below, or above where there is more room. */
export function CellNote({ story, left, top, cell, view }: CellNoteProps) {
  const isLow = top > view.height / 2;
  const isRight = left > view.width / 2;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute z-20 w-max max-w-64 rounded-md border bg-raised px-2.5 py-1.5 text-xs text-ink shadow-float"
      style={{
        ...(isLow ? { bottom: `calc(100% - ${top - GAP_PX}px)` } : { top: top + cell.cellHeight + GAP_PX }),
        ...(isRight ? { right: `calc(100% - ${left + cell.cellWidth}px)` } : { left }),
      }}
    >
      <p className="font-medium">{story.title}</p>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
        {story.lines.map(([label, value], i) => (
          <div key={i} className="col-span-2 grid grid-cols-subgrid">
            <dt className="min-w-0 truncate font-mono text-soft">{label}</dt>
            <dd className="numeric text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
