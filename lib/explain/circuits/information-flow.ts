/**
 * Information flow routes (Ferrando & Voita 2024): how much of what a reader sees comes from each writer, by one forward pass
 * and without a metric. The share of writer u in reader v is its proximity max(0, ‖x_v‖₁ − ‖z_u − x_v‖₁), divided by that
 * of all writers, averaged over tokens.
 */
import type { Run } from "../../base";
import { readSites, type Model, type Row, type Site } from "../../model";
import { floats } from "../../tensor";
import { circuitGraph, edgeId, parents, readersBefore } from "./graph";
import type { EdgeScores } from "./select";
import { positionVectors, sharedValues } from "./shared-parts";
import { readWriters } from "./pass/writers";

export async function informationFlow(run: Run, model: Model, prompt: Row): Promise<EdgeScores> {
  const { dimensions } = model.facts;
  const { width, layers } = dimensions;
  const graph = circuitGraph(dimensions);
  const shared = await sharedValues(run, model, "raw");
  const [written] = (await readWriters(run, model, [prompt], shared)).rows;
  // The input node writes the token's embedding; its position belongs to no writer.
  (await positionVectors(model))
    ?.subarray(0, prompt.length * width)
    .forEach((value, i) => (written[i] -= value));

  const sites = Array.from({ length: layers }, (_, layer): Site[] => [
    `blocks.${layer}.attn.read`,
    `blocks.${layer}.mlp.read`,
  ]).flat();
  const last: Site = `blocks.${layers - 1}.resid_post`;
  const streams = await readSites(run, model, [prompt], [prompt.map((_, t) => t)], [...sites, last]);
  const scores = new Float32Array(graph.writers * graph.readers);
  const fill = (site: Site, first: number, readers: number) => {
    const shares = sharesOf(floats(streams[site]), written, parents(graph, first), width);
    for (let r = 0; r < readers; r++)
      shares.forEach((share, writer) => (scores[edgeId(graph, writer, first + r)] = share));
  };
  for (let layer = 0; layer < layers; layer++) {
    const first = readersBefore(graph, layer);
    fill(`blocks.${layer}.attn.read`, first, 3 * graph.heads);
    fill(`blocks.${layer}.mlp.read`, first + 3 * graph.heads, 1);
  }
  fill(last, graph.readers - 1, 1);
  return scores;
}

/** The share of each writer in a stream [T, D], averaged over tokens. A token that no writer is near counts as 0. */
function sharesOf(stream: Float32Array, written: Float32Array, writers: number, width: number): number[] {
  const tokens = stream.length / width;
  const shares = new Array<number>(writers).fill(0);
  for (let t = 0; t < tokens; t++) {
    const proximity = shares.map((_, writer) => {
      let gain = 0;
      for (let i = 0; i < width; i++) {
        const x = stream[t * width + i];
        gain += Math.abs(x) - Math.abs(written[(writer * tokens + t) * width + i] - x);
      }
      return Math.max(0, gain);
    });
    const sum = proximity.reduce((total, value) => total + value, 0);
    if (sum > 0) proximity.forEach((value, writer) => (shares[writer] += value / sum / tokens));
  }
  return shares;
}
