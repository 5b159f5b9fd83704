"use client";

import { clsx } from "clsx";
import { useMergeMessages } from "../use-messages";
import { formatPercent } from "@/components/ui";
import type { EvolutionRecord } from "@/lib/merge";
import { ancestorsOf, layoutTree, type Stage, type TreeNode } from "./tree-layout";

const COLUMN = 152;
const ROW = 58;
const LEFT = 12;
const TOP = 26;
const NODE = { width: 116, height: 42 };

const STAGES: Record<Stage, string> = {
  initial: "border-rule-strong bg-paper text-ink",
  improving: "border-after bg-after-wash text-ink",
  saturated: "border-before bg-before-wash text-ink",
};

interface FamilyTreeProps {
  models: EvolutionRecord["models"];
  labelOf: (name: string) => string;
  /** The model whose ancestors stand out. */
  chosen: string | undefined;
  onChoose: (name: string) => void;
}

/** Every model of an evolution, generation by generation, with lines from its parents; a dashed line explored by kinship. */
export function FamilyTree({ models, labelOf, chosen, onChoose }: FamilyTreeProps) {
  const t = useMergeMessages().evolution;
  const { nodes, columns, rows, edges } = layoutTree(models);
  const line = chosen === undefined ? null : ancestorsOf(models, chosen);
  const [width, height] = [LEFT * 2 + (columns - 1) * COLUMN + NODE.width, TOP + rows * ROW];
  const x = ({ column }: TreeNode) => LEFT + column * COLUMN;
  const y = ({ row }: TreeNode) => TOP + row * ROW;
  return (
    <div
      role="region"
      aria-label={t.tree}
      tabIndex={0}
      className="max-h-[34rem] overflow-auto rounded-md border bg-raised p-2"
    >
      <div className="relative" style={{ width, height }}>
        <svg aria-hidden width={width} height={height} className="absolute inset-0" fill="none">
          {edges.map(({ from, to }) => {
            const [x1, y1] = [x(from) + NODE.width, y(from) + NODE.height / 2];
            const [x2, y2] = [x(to), y(to) + NODE.height / 2];
            const isOn = line !== null && line.has(from.model.name) && line.has(to.model.name);
            return (
              <path
                key={`${from.model.name}-${to.model.name}`}
                d={`M${x1} ${y1}C${x1 + 24} ${y1} ${x2 - 24} ${y2} ${x2} ${y2}`}
                className={isOn ? "stroke-accent" : "stroke-rule-strong"}
                strokeWidth={isOn ? 2 : 1}
                strokeOpacity={line === null || isOn ? 1 : 0.35}
                strokeDasharray={to.model.kind === "exploration" ? "4 3" : undefined}
              />
            );
          })}
        </svg>
        {Array.from({ length: columns }, (_, column) => (
          <p
            key={column}
            className="absolute top-0 text-xs text-faint"
            style={{ left: LEFT + column * COLUMN, width: NODE.width }}
          >
            {t.generation(column)}
          </p>
        ))}
        {nodes.map((node) => {
          const { model, stage } = node;
          const isOff = line !== null && !line.has(model.name);
          return (
            <button
              key={model.name}
              type="button"
              aria-pressed={chosen === model.name}
              onClick={() => onChoose(model.name)}
              style={{ left: x(node), top: y(node), width: NODE.width, height: NODE.height }}
              className={clsx(
                "absolute rounded-md border px-2 py-1 text-left text-xs leading-tight",
                STAGES[stage],
                model.kind === "exploration" && "border-dashed",
                chosen === model.name && "outline-2 outline-offset-1 outline-accent",
                isOff && "border-rule bg-paper text-faint",
              )}
            >
              <span className="block truncate font-medium">{labelOf(model.name)}</span>
              <span className="numeric block truncate">
                {formatPercent(model.score.mean)}
                {model.kinship !== null && (
                  <span className={isOff ? undefined : "text-soft"}>
                    {" "}
                    · {model.kinship.toFixed(2).replace("-", "−")}
                  </span>
                )}
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
