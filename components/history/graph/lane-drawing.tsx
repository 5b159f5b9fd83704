import { clsx } from "clsx";
import type { GraphRow, LaneMark, Tone } from "./layout";

/** Units of the drawing: sixteen to a rem, so that it grows with the type. */
export const ROW_HEIGHT_REM = 5.75;
const UNIT = 16;
const HEIGHT = ROW_HEIGHT_REM * UNIT;
const NODE_Y = 24;
/** Beyond this many lanes they move closer together rather than push the text away. */
const WIDE_LANES = 6;

const TONES = [
  "text-ink",
  "text-series-2",
  "text-series-3",
  "text-series-4",
  "text-series-5",
  "text-series-6",
  "text-series-7",
  "text-series-8",
];

/** The color of a branch's line and label; loose versions have the color of a rule. */
export function toneClass(tone: Tone): string {
  return tone === null ? "text-rule-strong" : TONES[tone < 1 ? 0 : 1 + ((tone - 1) % (TONES.length - 1))];
}

interface LaneDrawingProps {
  row: GraphRow;
  laneCount: number;
  isCheckedOut: boolean;
}

/** One row of the graph. The text beside it says the same, so it is hidden from screen readers. */
export function LaneDrawing({ row, laneCount, isCheckedOut }: LaneDrawingProps) {
  const step = laneCount > WIDE_LANES ? (WIDE_LANES * UNIT) / laneCount : UNIT;
  const xOf = (lane: number) => 12 + lane * step;
  const width = xOf(laneCount - 1) + 12;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${width} ${HEIGHT}`}
      style={{ width: `${width / UNIT}rem`, height: `${ROW_HEIGHT_REM}rem` }}
      className="shrink-0 overflow-visible"
      fill="none"
    >
      {row.marks.map((mark) => (
        <path
          key={`${mark.kind}-${mark.lane}`}
          d={pathOf(mark, xOf(mark.lane), xOf(row.lane))}
          className={toneClass(mark.tone)}
          stroke="currentColor"
          strokeWidth={mark.tone === null ? 1.5 : 2}
          strokeDasharray={mark.tone === null ? "3 4" : undefined}
        />
      ))}
      <Node row={row} x={xOf(row.lane)} isCheckedOut={isCheckedOut} />
    </svg>
  );
}

function pathOf({ kind }: LaneMark, x: number, nodeX: number): string {
  switch (kind) {
    case "through":
      return `M${x} 0V${HEIGHT}`;
    case "above":
      return `M${x} 0V${NODE_Y}`;
    case "below":
      return `M${x} ${NODE_Y}V${HEIGHT}`;
    case "join":
      return `M${x} 0C${x} ${NODE_Y * 0.7} ${x} ${NODE_Y} ${nodeX} ${NODE_Y}`;
    case "fork":
      return `M${nodeX} ${NODE_Y}C${x} ${NODE_Y} ${x} ${NODE_Y} ${x} ${HEIGHT}`;
  }
}

/** A square is the checkpoint, a disc an edit, a struck ring an edit taken out, a diamond an import, a triangle a merge. */
function Node({ row, x, isCheckedOut }: { row: GraphRow; x: number; isCheckedOut: boolean }) {
  const isHeld = row.standing === "held";
  const { kind } = row.version.change;
  const shape = clsx("stroke-current", isHeld && kind !== "without" ? "fill-current" : "fill-paper");
  return (
    <g className={toneClass(row.tone)} strokeWidth={1.75}>
      {isCheckedOut && (
        <circle cx={x} cy={NODE_Y} r={9.5} className="fill-accent-wash stroke-accent" strokeWidth={2} />
      )}
      {kind === "checkpoint" && <rect x={x - 5} y={NODE_Y - 5} width={10} height={10} className={shape} />}
      {kind === "import" && <path d={`M${x} ${NODE_Y - 6.5}l6.5 6.5l-6.5 6.5l-6.5-6.5z`} className={shape} />}
      {(kind === "edit" || kind === "without") && <circle cx={x} cy={NODE_Y} r={5} className={shape} />}
      {(kind === "merge" || kind === "union") && (
        <path
          d={`M${x - 6.5} ${NODE_Y + 5}L${x} ${NODE_Y - 6.5}L${x + 6.5} ${NODE_Y + 5}z`}
          className={shape}
        />
      )}
      {kind === "without" && (
        <path d={`M${x - 7} ${NODE_Y + 7}L${x + 7} ${NODE_Y - 7}`} className="stroke-current" />
      )}
    </g>
  );
}
