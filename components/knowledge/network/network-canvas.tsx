"use client";

import Graph from "graphology";
import { useEffect, useRef } from "react";
import Sigma from "sigma";
import { extremityArrow, pathLine } from "sigma/rendering";
import { useChartTheme } from "@/components/charts/use-chart-theme";
import type { ChartTheme, ColorRole } from "@/components/charts/theme";
import type { DrawnEdge, DrawnNode } from "./drawn";
import { relax, spread, stepsFor } from "./layout";
import { EDGE_LOOKS } from "./looks";

interface NetworkCanvasProps {
  nodes: readonly DrawnNode[];
  edges: readonly DrawnEdge[];
  selected?: string;
  label: string;
  onSelect: (node: string | undefined) => void;
  /** WebGL is missing. */
  onFail: () => void;
}

/** So many lines would hide the points, were they not faint. */
const MANY_LINES = 1000;
const FAINT = 0.12;
const MARKS: Readonly<Record<DrawnEdge["kind"], string>> = {
  brought: "+ ",
  taken: "− ",
  conflict: "≠ ",
  derived: "",
  stated: "",
};
/** Lines whose relations are written on them; more would hide each other. */
const MOST_LABELLED = 24;
const SETTLE_AFTER_MS = 400;
/** Steps of the layout in one frame, while a large graph settles. */
const STEPS_A_FRAME = 10;

/** The graph as points and lines, drawn on the GPU: it can be moved, zoomed, and its points chosen. */
export default function NetworkCanvas({
  nodes,
  edges,
  selected,
  label,
  onSelect,
  onFail,
}: NetworkCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<Sigma | null>(null);
  const theme = useChartTheme();
  /** Whether a point is marked in what is drawn. */
  const marked = useRef(false);
  const select = useRef(onSelect);
  const fail = useRef(onFail);
  useEffect(() => {
    select.current = onSelect;
    fail.current = onFail;
  });

  useEffect(() => {
    if (box.current === null || theme === null) return;
    const graph = graphOf(nodes, edges, theme);
    spread(graph);
    const steps = stepsFor(graph);
    const isLarge = graph.size > 600;
    if (!isLarge) relax(graph, steps);
    let sigma: Sigma;
    try {
      sigma = draw(graph, box.current, theme);
    } catch {
      fail.current();
      return;
    }
    drawn.current = sigma;
    marked.current = false;
    sigma.on("clickNode", ({ node }) => select.current(node));
    sigma.on("clickStage", () => select.current(undefined));
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let done = isLarge ? 0 : steps;
    const settle = () => {
      if (done >= steps) return;
      relax(graph, STEPS_A_FRAME);
      done += STEPS_A_FRAME;
      frame = requestAnimationFrame(settle);
    };
    if (isLarge) {
      // The first picture comes before the work.
      timer = setTimeout(() => {
        if (theme.animation) settle();
        else relax(graph, steps / 2);
      }, SETTLE_AFTER_MS);
    }
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      sigma.kill();
      drawn.current = null;
    };
  }, [nodes, edges, theme]);

  useEffect(() => {
    const graph = drawn.current?.getGraph();
    if (graph === undefined || (selected === undefined && !marked.current)) return;
    marked.current = selected !== undefined;
    // All at once: an event for each of thousands of points would draw as often.
    graph.updateEachNodeAttributes(
      (node, attributes) => ({
        ...attributes,
        faded: selected !== undefined && node !== selected && !graph.areNeighbors(node, selected),
        chosen: node === selected,
      }),
      { attributes: ["faded", "chosen"] },
    );
  }, [selected, nodes, edges, theme]);

  return <div ref={box} role="img" aria-label={label} className="absolute inset-0" />;
}

function graphOf(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[], theme: ChartTheme): Graph {
  const graph = new Graph({ multi: true, type: "directed" });
  // Reading a color asks the page for its style, which thousands of lines cannot each do.
  const colors = new Map<ColorRole, string>();
  const colorOf = (role: ColorRole): string => {
    const color = colors.get(role) ?? theme.color(role);
    colors.set(role, color);
    return color;
  };
  for (const { id, name, color } of nodes) {
    graph.addNode(id, { label: name, color: colorOf(color), faded: false, chosen: false });
  }
  const isMany = edges.length > MANY_LINES;
  for (const { subject, object, kind, text } of edges) {
    if (!graph.hasNode(subject) || !graph.hasNode(object)) continue;
    const look = EDGE_LOOKS[kind];
    const isPlain = kind === "stated" || kind === "derived";
    const isNamed = edges.length <= MOST_LABELLED || !isPlain;
    graph.addEdge(subject, object, {
      size: look.size,
      opacity: isMany && isPlain ? FAINT : look.opacity,
      color: colorOf(look.color),
      // A mark besides the color.
      words: isNamed ? `${MARKS[kind]}${text}` : "",
    });
  }
  const isLarge = graph.order > 300;
  graph.forEachNode((node) => {
    const degree = Math.sqrt(graph.degree(node));
    graph.setNodeAttribute(
      node,
      "size",
      isLarge ? 1.5 + Math.min(10, 0.7 * degree) : 5 + Math.min(9, degree),
    );
  });
  return graph;
}

const PADDING_PX = 48;
/** Of a letter, in multiples of the type size; a Chinese character is as wide as it is high. */
const widthOf = (text: string, fontPx: number): number =>
  fontPx * [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 1 : 0.55), 0);

/** Whether a label to the right of its point would leave the box, as all of the graph is first seen. */
function createEdgeOf(graph: Graph, box: HTMLElement, fontPx: number) {
  /** Where the points lie, for as long as nothing but drawing happens. */
  let span: readonly [low: number, high: number] | undefined;
  return ({ x = 0, size = 0, label = "" }: { x?: number; size?: number; label?: string }): boolean => {
    if (!span) {
      const xs = graph.mapNodes((_, node) => node.x as number);
      span = [xs.reduce((a, b) => Math.min(a, b), Infinity), xs.reduce((a, b) => Math.max(a, b), -Infinity)];
      queueMicrotask(() => (span = undefined));
    }
    const [low, high] = span;
    const share = high > low ? (x - low) / (high - low) : 0.5;
    const at = PADDING_PX + share * (box.clientWidth - 2 * PADDING_PX);
    return at + size + widthOf(label, fontPx) > box.clientWidth - fontPx;
  };
}

function draw(graph: Graph, box: HTMLElement, theme: ChartTheme): Sigma {
  const isLarge = graph.order > 300;
  const font = theme.fontFamily;
  const isCut = createEdgeOf(graph, box, theme.fontPx);
  const sigma = new Sigma(graph, box, {
    primitives: {
      edges: {
        paths: [pathLine()],
        extremities: [extremityArrow()],
      },
    },
    settings: {
      itemSizesReference: "screen",
      renderEdgeLabels: true,
      labelRenderedSizeThreshold: isLarge ? 5 : 0,
      labelDensity: isLarge ? 0.5 : 2,
      hideEdgesOnMove: isLarge,
      gestureTarget: "graph",
      stagePadding: PADDING_PX,
      zoomDuration: theme.animation ? 250 : 1,
    },
    styles: {
      nodes: {
        size: { attribute: "size" },
        color: { attribute: "color" },
        opacity: (data: { faded?: boolean }) => (data.faded ? 0.25 : 1),
        label: { attribute: "label" },
        labelColor: theme.color("ink"),
        labelFont: font,
        labelSize: theme.fontPx,
        labelPosition: (data: Parameters<typeof isCut>[0]) => (isCut(data) ? "left" : "right"),
        labelVisibility: (data: { chosen?: boolean; faded?: boolean }) =>
          data.chosen ? "visible" : data.faded ? "hidden" : "auto",
        backdropVisibility: (data: { chosen?: boolean }, state: { isHovered: boolean }) =>
          data.chosen || state.isHovered ? "visible" : "hidden",
        backdropColor: theme.color("raised"),
        backdropBorderColor: theme.color("rule"),
        backdropBorderWidth: 1,
        backdropPadding: 4,
      },
      edges: {
        path: "line",
        head: isLarge ? "none" : "arrow",
        color: { attribute: "color" },
        size: { attribute: "size" },
        opacity: { attribute: "opacity" },
        label: { attribute: "words" },
        labelColor: theme.color("muted"),
        labelFont: font,
        labelSize: theme.fontPx - 2,
      },
    } as never,
  } as never);
  return sigma as unknown as Sigma;
}
