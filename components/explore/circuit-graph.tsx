"use client";

import type { CircuitEdge } from "./circuit-panel";

interface CircuitGraphProps {
  layers: number;
  heads: number;
  edges: readonly CircuitEdge[];
  caption: string;
}

const [WIDTH, ROW, LEFT, TOP] = [720, 56, 56, 26];
/** The MLP of a layer reads its heads, so it stands above them. */
const ABOVE = 22;

/** The circuit as layers: heads and MLP of a layer in one row, the input below, the logits on top. */
export function CircuitGraph({ layers, heads, edges, caption }: CircuitGraphProps) {
  const height = TOP * 2 + ROW * (layers + 1);
  const column = (WIDTH - LEFT - 30) / (heads + 1);
  const placeOf = (name: string): readonly [x: number, y: number] => {
    if (name === "input") return [WIDTH / 2, height - TOP];
    if (name === "logits") return [WIDTH / 2, TOP];
    const [, head, layer] = /^(?:a(?=(\d+)\.h)|m)(\d+)/.exec(name) ?? [];
    const row = Number(head ?? layer);
    const at = name.startsWith("m") ? heads : Number(/h(\d+)$/.exec(name)?.[1]);
    const y = height - TOP - (row + 1) * ROW + ROW * 0.25;
    return [LEFT + (at + 0.5) * column, name.startsWith("m") ? y - ABOVE : y];
  };
  const most = Math.max(...edges.map(({ score }) => Math.abs(score)), 1e-9);
  const nodes = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={caption}>
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={caption}
        className="w-full max-w-3xl min-w-xl"
      >
        {Array.from({ length: layers }, (_, layer) => (
          <text
            key={layer}
            x={4}
            y={height - TOP - (layer + 1) * ROW + ROW * 0.25 + 4}
            className="fill-faint font-mono text-[11px]"
          >
            {layer}
          </text>
        ))}
        {edges.map(({ from, to, port, score }) => {
          const [[x1, y1], [x2, y2]] = [placeOf(from), placeOf(to)];
          return (
            <line
              key={`${from}-${to}-${port ?? ""}`}
              {...{ x1, y1, x2, y2 }}
              strokeWidth={0.5 + (5 * Math.abs(score)) / most}
              strokeDasharray={score < 0 ? "4 3" : undefined}
              className={score < 0 ? "stroke-accent" : "stroke-after"}
              strokeOpacity={0.25 + (0.6 * Math.abs(score)) / most}
            />
          );
        })}
        {nodes.map((name) => {
          const [x, y] = placeOf(name);
          return (
            <g key={name}>
              <rect
                x={x - 22}
                y={y - 10}
                width={44}
                height={20}
                rx={4}
                className="fill-raised stroke-rule-strong"
              />
              <text x={x} y={y + 4} textAnchor="middle" className="fill-ink font-mono text-[11px]">
                {name}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
