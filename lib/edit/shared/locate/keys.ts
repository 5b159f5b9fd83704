/** Keys and values of a layer's MLP at the subject's last token, and the stream after the layer. */
import { checkCancelled, type Run } from "../../../base";
import type { EditRequest } from "../../../data";
import { computeSharedPrefixes, readSites, type BlockSite, type Model } from "../../../model";
import { floats } from "../../../tensor";
import { inContext, locateSubject } from "../../locate";
import { groupShares } from "./contexts";

/** Rows of one pass: enough to keep the processor busy, few enough to be cancelled between. */
const ROWS_A_PASS = 128;

/**
 * Values of sites of shape [B, T, X] at the subject's last token: by site, request and context, [X] each. Later tokens have
 * no effect in a causal model, so rows end there. Shared prefixes of requests are computed once.
 */
export async function readAtSubjects<S extends `blocks.${number}.${BlockSite}`>(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  contexts: readonly string[],
  sites: readonly S[],
): Promise<Record<S, Float32Array[][]>> {
  const rows = requests.flatMap((request) =>
    contexts.map((context, group) => {
      const { tokenizer } = model;
      const located = locateSubject(tokenizer, inContext(context, request.prompt), request.subject);
      return {
        ids: located.ids.slice(0, located.subjectEnd + 1),
        before: located.subjectEnd,
        group,
      };
    }),
  );
  const layers = 1 + Math.max(...sites.map((site) => Number(site.split(".")[1])));
  const sharedPrefixes = await computeSharedPrefixes(run, model, rows, layers);
  const found = Object.fromEntries(
    sites.map((site) => [site, requests.map((): Float32Array[] => [])]),
  ) as unknown as Record<S, Float32Array[][]>;
  // Similar lengths together: padding is computed too.
  const left = rows.map(({ ids }, row) => ids.slice(sharedPrefixes?.lengths[row] ?? 0));
  const order = [...rows.keys()].sort((a, b) => left[a].length - left[b].length);
  for (let start = 0; start < order.length; start += ROWS_A_PASS) {
    checkCancelled(run.signal);
    const some = order.slice(start, start + ROWS_A_PASS);
    const read = await readSites(
      run,
      model,
      some.map((row) => left[row]),
      some.map((row) => [left[row].length - 1]),
      sites,
      sharedPrefixes?.of(some),
    );
    for (const site of sites) {
      const width = read[site].shape[2];
      some.forEach((row, b) => {
        const vector = floats(read[site]).slice(b * width, (b + 1) * width);
        found[site][Math.floor(row / contexts.length)][row % contexts.length] = vector;
      });
    }
  }
  return found;
}

export interface KeyValues {
  /** One [F] a context, in order; the bare prompt's first. */
  readonly keys: readonly Float32Array[];
  /** One [D] a context: the projection's output, its bias included. */
  readonly values: readonly Float32Array[];
}

/** k and v of the request's subject in each context, in one pass. */
export async function subjectKeyValues(
  run: Run,
  model: Model,
  request: EditRequest,
  layer: number,
  contexts: readonly string[],
): Promise<KeyValues> {
  const sites = [`blocks.${layer}.mlp.post`, `blocks.${layer}.mlp_out`] as const;
  const read = await readAtSubjects(run, model, [request], contexts, sites);
  return { keys: read[sites[0]][0], values: read[sites[1]][0] };
}

/** Mean keys of the requests at some layers, and a site's values for their bare prompts, in the same passes. */
interface LayerKeys {
  /** Layer to one [F] a request: half the bare prompt's key, half the mean over the other contexts. */
  readonly keys: ReadonlyMap<number, readonly Float64Array[]>;
  /** One [D] a request. */
  readonly values: readonly Float32Array[];
}

/** One program reads all layers, whichever of them is wanted: programs cost more than the layers between. */
export async function layerKeys(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  contexts: readonly string[],
  layers: readonly number[],
  valueSite: `blocks.${number}.${BlockSite}`,
): Promise<LayerKeys> {
  const keySite = (layer: number) => `blocks.${layer}.mlp.post` as const;
  const read = await readAtSubjects(run, model, requests, contexts, [...layers.map(keySite), valueSite]);
  const shares = groupShares(contexts.length);
  const meanKey = (keys: readonly Float32Array[]) => {
    const mean = new Float64Array(keys[0].length);
    keys.forEach((key, c) => key.forEach((value, i) => (mean[i] += shares[c] * value)));
    return mean;
  };
  return {
    keys: new Map(layers.map((layer) => [layer, read[keySite(layer)].map(meanKey)])),
    values: read[valueSite].map(([bare]) => bare),
  };
}
