/** Places for the points of a drawn graph: the same graph gives the same places. */
import type Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

/** Turns by which a spiral fills a disc evenly. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** From so many points on, forces of far points are taken together. */
const MANY = 400;

/** The best connected in the middle, the others around it on a spiral. */
export function spread(graph: Graph): void {
  const nodes = graph.nodes().sort((a, b) => graph.degree(b) - graph.degree(a) || (a < b ? -1 : 1));
  nodes.forEach((node, i) => {
    const radius = Math.sqrt(i + 0.5);
    graph.mergeNodeAttributes(node, {
      x: radius * Math.cos(i * GOLDEN_ANGLE),
      y: radius * Math.sin(i * GOLDEN_ANGLE),
    });
  });
}

/** Lets forces move the points for so many steps. */
export function relax(graph: Graph, iterations: number): void {
  if (graph.order < 3) return;
  forceAtlas2.assign(graph, {
    iterations,
    settings: {
      ...forceAtlas2.inferSettings(graph),
      barnesHutOptimize: graph.order > MANY,
      linLogMode: graph.order > MANY,
      adjustSizes: false,
      gravity: graph.order > MANY ? 0.5 : 1,
      // Hubs give way, so that what belongs together is seen beside each other.
      outboundAttractionDistribution: graph.order > MANY,
      slowDown: graph.order > MANY ? 1 : 4,
    },
  });
}

/** Steps until the picture hardly changes. */
export const stepsFor = (graph: Graph): number => (graph.order > MANY ? 200 : 300);
