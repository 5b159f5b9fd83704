"use client";

import "@xyflow/react/dist/base.css";
import {
  BaseEdge,
  Controls,
  Handle,
  Position,
  ReactFlow,
  useReactFlow,
  ReactFlowProvider,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
} from "@xyflow/react";
import { clsx } from "clsx";
import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import type { ChartTheme } from "@/components/charts/theme";
import { useExploreMessages } from "@/components/messages/explore";
import { Skeleton } from "@/components/ui";
import { curveOf, DASH, nodeAfter, type Picture, type PictureEdge } from "../picture/picture";
import type { EdgeState } from "../model";

export interface Box {
  readonly name: string;
  /** What a person calls it, or its name. */
  readonly label: string;
  readonly isPinned: boolean;
  readonly state: EdgeState | null;
  /** Nodes in it, of a group. */
  readonly size: number;
  readonly hasPorts: boolean;
}

interface BoxedGraphProps {
  /** Null while it is laid out. */
  picture: Picture | null;
  boxes: readonly Box[];
  theme: ChartTheme;
  layers: number;
  caption: string;
  active: string | null;
  onActive: (node: string | null) => void;
  onPin: (node: string) => void;
  tell: (node: string) => string;
  isTall: boolean;
}

type BoxNode = Node<{
  box: Box;
  isActive: boolean;
  label: string;
  onActive: (node: string | null) => void;
  onPin: (node: string) => void;
}>;
type CurveEdge = Edge<{ drawn: PictureEdge; color: string; isFaded: boolean }>;

const NODE_TYPES = { box: BoxView };
const EDGE_TYPES = { curve: CurveView };

/** The circuit that is kept, as boxes that can be reached by keyboard, and lines as wide as they are strong. */
export function BoxedGraph(props: BoxedGraphProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({
  picture,
  boxes,
  theme,
  layers,
  caption,
  active,
  onActive,
  onPin,
  tell,
  isTall,
}: BoxedGraphProps) {
  const t = useExploreMessages().circuit;
  const host = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();

  const nodes = useMemo<BoxNode[]>(() => {
    const boxOf = new Map(boxes.map((box) => [box.name, box]));
    return (picture?.nodes ?? []).flatMap(({ name, x, y, width, height }) => {
      const box = boxOf.get(name);
      if (!box) return [];
      const position = { x: x - width / 2, y: y - height / 2 };
      const data = { box, isActive: name === active, label: tell(name), onActive, onPin };
      return [{ id: name, type: "box", position, width, height, data }];
    });
  }, [picture, boxes, active, onActive, onPin, tell]);

  const edges = useMemo<CurveEdge[]>(
    () =>
      (picture?.edges ?? []).map((drawn) => ({
        id: drawn.id,
        type: "curve",
        source: drawn.from,
        target: drawn.to,
        focusable: false,
        data: {
          drawn,
          color: theme.color(drawn.style.role),
          isFaded: active !== null && drawn.from !== active && drawn.to !== active,
        },
      })),
    [picture, theme, active],
  );

  useEffect(() => {
    if (!picture) return;
    const frame = requestAnimationFrame(() => void flow.fitView({ padding: 0.06, maxZoom: 1.25 }));
    return () => cancelAnimationFrame(frame);
  }, [picture, flow, isTall]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return onActive(null);
    const next = picture && nodeAfter(event.key, active ?? "logits", picture.nodes, layers);
    if (!next) return;
    event.preventDefault();
    host.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
  };

  return (
    <div
      ref={host}
      role="group"
      aria-label={caption}
      aria-description={t.keys}
      onKeyDown={onKeyDown}
      className={clsx(
        "relative overflow-hidden rounded-md border bg-paper",
        // The library's own styles are in no layer, so only what is important comes before them.
        "[&_[class*=attribution]]:bg-paper! [&_[class*=attribution]_a]:text-faint!",
        isTall ? "h-[78dvh]" : "h-[26rem] max-h-[85dvh] sm:h-[42rem]",
      )}
    >
      {!picture && <Skeleton className="absolute inset-0" />}
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        minZoom={0.15}
        maxZoom={2.5}
        zoomOnScroll={false}
        preventScrolling={false}
        fitView
        ariaLabelConfig={{
          "controls.ariaLabel": t.zoom.label,
          "controls.zoomIn.ariaLabel": t.zoom.closer,
          "controls.zoomOut.ariaLabel": t.zoom.farther,
          "controls.fitView.ariaLabel": t.zoom.whole,
        }}
      >
        <Controls
          showInteractive={false}
          className="overflow-hidden rounded-md border bg-raised [&_button]:grid [&_button]:size-8 [&_button]:place-items-center [&_button]:border-b [&_button]:last:border-0 [&_button]:hover:bg-sunken [&_svg]:size-3.5 [&_svg]:fill-current"
        />
      </ReactFlow>
    </div>
  );
}

const EDGES: Record<EdgeState, string> = {
  kept: "border-rule-strong",
  lost: "border-accent border-dashed",
  new: "border-after",
};

function BoxView({ data: { box, isActive, label, onActive, onPin } }: NodeProps<BoxNode>) {
  return (
    <>
      <Handle type="target" position={Position.Bottom} isConnectable={false} className="opacity-0" />
      <button
        type="button"
        data-node={box.name}
        aria-label={label}
        aria-pressed={box.isPinned}
        onFocus={() => onActive(box.name)}
        onBlur={() => onActive(null)}
        onMouseEnter={() => onActive(box.name)}
        onMouseLeave={() => onActive(null)}
        onClick={() => onPin(box.name)}
        className={clsx(
          "nodrag nopan pointer-events-auto flex size-full flex-col items-center justify-center rounded-md border bg-raised font-mono text-xs text-ink",
          box.size > 1 && "border-double border-4",
          EDGES[box.state ?? "kept"],
          box.isPinned && "ring-2 ring-accent",
          isActive && "bg-accent-wash",
        )}
      >
        <span className="max-w-full truncate px-1.5">{box.label}</span>
        {box.hasPorts && (
          <span
            aria-hidden
            className="absolute inset-x-0 -bottom-2.5 flex justify-center text-[9px] leading-none text-faint"
          >
            <span className="w-1/3 pl-[0.35em] text-center">q</span>
            <span className="w-1/3 text-center">k</span>
            <span className="w-1/3 pr-[0.35em] text-center">v</span>
          </span>
        )}
      </button>
      <Handle type="source" position={Position.Top} isConnectable={false} className="opacity-0" />
    </>
  );
}

function CurveView({ id, data }: EdgeProps<CurveEdge>) {
  if (!data) return null;
  const { drawn, color, isFaded } = data;
  const { width, opacity, isDashed } = drawn.style;
  return (
    <BaseEdge
      id={id}
      path={curveOf(drawn)}
      interactionWidth={0}
      style={{
        stroke: color,
        strokeWidth: width,
        strokeOpacity: isFaded ? opacity * 0.15 : opacity,
        strokeDasharray: isDashed ? DASH.join(" ") : undefined,
        fill: "none",
      }}
    />
  );
}
