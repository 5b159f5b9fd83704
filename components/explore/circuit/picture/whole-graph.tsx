"use client";

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { useExploreMessages } from "@/components/messages/explore";
import type { ChartTheme } from "@/components/charts/theme";
import type { CircuitGraph } from "@/lib/explain/results";
import type { CircuitEdge, ComparedEdge } from "../model";
import { paintPicture, paintStrokes, strokesOf } from "./paint";
import { nodeAfter, wholePicture, type Picture } from "./picture";

interface WholeGraphProps {
  graph: CircuitGraph;
  edges: readonly (CircuitEdge | ComparedEdge)[];
  theme: ChartTheme;
  caption: string;
  active: string | null;
  onActive: (node: string | null) => void;
  pins: ReadonlySet<string>;
  onPin: (node: string) => void;
  /** What is read aloud of a node. */
  tell: (node: string) => string;
}

/** Every head and MLP of the model, and the circuit's edges between them, on a canvas. */
export function WholeGraph({
  graph,
  edges,
  theme,
  caption,
  active,
  onActive,
  pins,
  onPin,
  tell,
}: WholeGraphProps) {
  const t = useExploreMessages().circuit;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const picture = useMemo(() => wholePicture(graph, edges, width), [graph, edges, width]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const layer = useRef<HTMLCanvasElement | null>(null);
  useEffect(() => {
    if (width === 0 || typeof Path2D === "undefined") return;
    const drawn = sizedCanvas(document.createElement("canvas"), picture);
    if (drawn) paintStrokes(drawn.context, strokesOf(picture.edges), theme);
    layer.current = drawn?.canvas ?? null;
  }, [picture, theme, width]);
  useEffect(() => {
    const element = canvas.current;
    if (!element || width === 0) return;
    const frame = requestAnimationFrame(() => {
      const drawn = sizedCanvas(element, picture);
      if (drawn && layer.current)
        paintPicture(drawn.context, { picture, edges: layer.current, theme, active, pins });
    });
    return () => cancelAnimationFrame(frame);
  }, [picture, theme, active, pins, width]);

  const nodeAt = (event: MouseEvent) => {
    const frame = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const near = picture.nodes.find(
      (node) => Math.abs(node.x - x) <= node.width / 2 + 3 && Math.abs(node.y - y) <= node.height / 2 + 3,
    );
    return near?.name ?? null;
  };
  const current = active ?? "logits";
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return onPin(current);
    }
    if (event.key === "Escape") return onActive(null);
    const next = nodeAfter(event.key, current, picture.nodes, graph.layers);
    if (next === null) return;
    event.preventDefault();
    onActive(next);
    const node = picture.nodes.find(({ name }) => name === next);
    if (node) box.current?.scrollTo({ left: node.x - width / 2 });
  };

  return (
    <div
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={caption}
      aria-description={t.keys}
      aria-activedescendant={`${id}-node`}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.currentTarget.matches(":focus-visible") && active === null) onActive("logits");
      }}
      className="min-w-0 overflow-x-auto rounded-md outline-offset-2"
    >
      <canvas
        ref={canvas}
        aria-hidden
        onMouseMove={(event) => onActive(nodeAt(event))}
        onMouseLeave={() => onActive(null)}
        onClick={(event) => {
          const node = nodeAt(event);
          if (node) onPin(node);
        }}
        className="block"
        style={{ width: picture.width, height: picture.height }}
      />
      <span role="option" aria-selected={pins.has(current)} id={`${id}-node`} className="sr-only">
        {tell(current)}
      </span>
    </div>
  );
}

/** A cleared canvas of the picture's size in the pixels of the screen, drawn on in CSS pixels; null where there is none. */
function sizedCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: Picture,
): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } | null {
  const context = canvas.getContext("2d");
  if (!context) return null;
  const density = window.devicePixelRatio || 1;
  const size = [width, height].map((side) => Math.round(side * density));
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  return { canvas, context };
}
