/** Streams of many texts at one token each, layer by layer: what probes read. */
import { checkCancelled, type Run } from "../../base";
import { readSites, type Model, type Row, type Site } from "../../model";
import { floats } from "../../tensor";

export interface Place {
  readonly ids: Row;
  /** The token whose stream is read. */
  readonly token: number;
}

const ROWS_A_PASS = 32;

/** By state, [N, D]: the embedding, then the stream after each block. */
export async function readStates(run: Run, model: Model, places: readonly Place[]): Promise<Float32Array[]> {
  const { layers, width } = model.facts.dimensions;
  const sites = ["embed", ...Array.from({ length: layers }, (_, layer) => `blocks.${layer}.resid_post`)];
  const states = sites.map(() => new Float32Array(places.length * width));
  for (let start = 0; start < places.length; start += ROWS_A_PASS) {
    checkCancelled(run.signal);
    run.progress({ phase: "Reading states", step: start, steps: places.length });
    const some = places.slice(start, start + ROWS_A_PASS);
    const read = await readSites(
      run,
      model,
      some.map(({ ids }) => ids),
      some.map(({ token }) => [token]),
      sites as Site[],
    );
    sites.forEach((site, l) => states[l].set(floats(read[site as Site]), start * width)); // [B, 1, D]
  }
  return states;
}
