/** The adapters of a model's overlays: merged by site, their inputs, and their sites in a forward pass. */
import { PalimpsestError } from "../../base";
import { float32, zeros, type Graph, type Tensor, type Value } from "../../tensor";
import type { ModelFacts } from "../facts";
import type { AdapterOverlay, Overlay } from "../overlay/overlay";
import type { BlockSite, Site, Tap } from "../site";
import type { Adapter, JoinedAdapter } from "./adapter";
import { ADAPTERS } from ".";

export interface AppliedAdapters {
  /** Names the structure for the key of an executable; empty without adapters. */
  readonly key: string;
  /** The tensors of all adapters as feeds. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Name and width of everything that a prompt's pass stores for its continuation. */
  readonly carries: ReadonlyMap<string, number>;
  /** The highest layer with an adapter that decides about the whole text; -1 without. */
  readonly highestRouter: number;
  /** A tap that applies the adapters before `tap` receives a site. */
  around(graph: Graph, tap: Tap, pass: AdapterPass): Tap;
}

export interface AdapterPass {
  /** Receives the inputs of the next pass. */
  readonly remember: (name: string, value: Value) => void;
  /** Below this site the pass computes nothing and receives the stored values as inputs; it computes all when absent. */
  readonly begins?: Site;
}

interface Placed {
  readonly adapter: Adapter;
  /** Where it is called. */
  readonly sites: readonly Site[];
  /** The layer of the overlays' own site. */
  readonly layer: number;
  readonly joined: JoinedAdapter;
  /** Begins the names of its inputs. */
  readonly prefix: string;
  readonly carries: Readonly<Record<string, number>>;
}

/** Throws `not_found` for an unknown adapter, `invalid_input` for a site that is not in the model. */
export function applyAdapters(overlays: readonly Overlay[], facts: ModelFacts): AppliedAdapters {
  const groups = new Map<string, AdapterOverlay[]>();
  for (const overlay of overlays) {
    if (overlay.kind !== "adapter") continue;
    const key = `${overlay.adapter}@${overlay.site}`;
    const group = groups.get(key);
    if (group) group.push(overlay);
    else groups.set(key, [overlay]);
  }
  const placed = [...groups].map(([key, parts]): Placed => {
    const adapter = ADAPTERS.get(parts[0].adapter);
    const sites = [...new Set(parts.flatMap(sitesOf))];
    sites.forEach((site) => checkSite(site, facts));
    const joined = adapter.join(parts, facts);
    return {
      adapter,
      sites,
      layer: layerOf(parts[0].site),
      joined,
      prefix: `adapter.${key}`,
      carries: adapter.carries?.(joined) ?? {},
    };
  });
  const carries = new Map(
    placed.flatMap((one) =>
      Object.entries(one.carries).map(([name, width]) => [carryName(one, name), width]),
    ),
  );
  return {
    key: placed.map(({ prefix, joined }) => `${prefix}${JSON.stringify(joined.structure)}`).join(),
    feeds: Object.fromEntries(
      placed.flatMap(({ prefix, joined }) =>
        Object.entries(joined.tensors).map(([name, tensor]) => [`${prefix}.${name}`, tensor]),
      ),
    ),
    carries,
    highestRouter: Math.max(
      -1,
      ...placed.filter((one) => Object.keys(one.carries).length > 0).map(({ layer }) => layer),
    ),
    around: (graph, tap, pass) => around(placed, facts, graph, tap, pass),
  };
}

function around(
  placed: readonly Placed[],
  facts: ModelFacts,
  graph: Graph,
  tap: Tap,
  { remember, begins }: AdapterPass,
): Tap {
  if (placed.length === 0) return tap;
  const seen = new Map<Site, Value>();
  const kept = new Map<string, Value>();
  let isComputed = begins === undefined;
  return (site, value) => {
    const worn = placed
      .filter(({ sites }) => sites.includes(site))
      .reduce(
        (before, one) =>
          one.adapter.attach({
            graph,
            site,
            value: before,
            at: (part) => seen.get(`blocks.${layerOf(site)}.${part}` as Site) as Value,
            tensor: (name, shape) => graph.input(`${one.prefix}.${name}`, "float32", shape),
            structure: one.joined.structure,
            facts,
            query: graph.input(QUERY, "float32", [...before.shape.slice(0, 2), 1]),
            scope: graph.input(SCOPE, "float32", [...before.shape.slice(0, 2), 1]),
            carried: (name) =>
              kept.get(carryName(one, name)) ??
              graph.input(carryName(one, name), "float32", [before.shape[0], one.carries[name]]),
            carry(name, remembered) {
              if (!isComputed) return;
              kept.set(carryName(one, name), remembered);
              remember(carryName(one, name), remembered);
            },
          }),
        value,
      );
    const tapped = tap(site, worn);
    seen.set(site, tapped);
    isComputed ||= site === begins;
    return tapped;
  };
}

const [QUERY, SCOPE] = ["adapter.query", "adapter.scope"];

/**
 * The inputs with the ends of prompts and the tokens that count, for rows of `lengths` in a pass of `tokens`. `queries` are
 * indices into the rows; null for rows that continue what an earlier pass has read.
 */
export function placeOfQuestions(
  lengths: readonly number[],
  tokens: number,
  queries: readonly (number | null)[],
): Record<string, Tensor> {
  const [query, scope] = [
    new Float32Array(lengths.length * tokens),
    new Float32Array(lengths.length * tokens),
  ];
  lengths.forEach((length, b) => {
    const at = queries[b];
    if (at === null) return;
    query[b * tokens + at] = 1;
    scope.fill(1, b * tokens, b * tokens + length);
  });
  const shape = [lengths.length, tokens, 1];
  return { [QUERY]: float32(shape, query), [SCOPE]: float32(shape, scope) };
}

/** The stored values for a first pass over `batch` rows. */
export function nothingCarried({ carries }: AppliedAdapters, batch: number): Record<string, Tensor> {
  return Object.fromEntries([...carries].map(([name, width]) => [name, zeros("float32", [batch, width])]));
}

function carryName({ prefix }: Pick<Placed, "prefix">, name: string): string {
  return `carry.${prefix}.${name}`;
}

/** Whether a layer has an adapter: then no token of its MLP may be left out of a pass. */
export function hasAdapterAt(overlays: readonly Overlay[], layer: number): boolean {
  return overlays.some(
    (worn) => worn.kind === "adapter" && sitesOf(worn).some((site) => layerOf(site) === layer),
  );
}

/** Where an adapter is called for an overlay: at the overlay's own site, and at those that it changes. */
function sitesOf(part: AdapterOverlay): readonly Site[] {
  return [part.site, ...(ADAPTERS.get(part.adapter).changes?.(part) ?? [])];
}

function layerOf(site: Site): number {
  return Number(site.split(".")[1] ?? -1);
}

const BLOCK_SITES: readonly BlockSite[] = [
  "mlp.in",
  "mlp.pre",
  "mlp.post",
  "mlp_out",
  "attn_out",
  "resid_post",
];

function checkSite(site: Site, { dimensions, checkpoint }: ModelFacts): void {
  const [, layer, ...part] = site.split(".");
  const isThere = Number(layer) < dimensions.layers && BLOCK_SITES.some((known) => known === part.join("."));
  if (isThere) return;
  throw new PalimpsestError(
    "invalid_input",
    `An adapter sits at ${site}, which ${checkpoint} does not have.`,
    {
      hint: "Overlays fit only the checkpoint they were made on.",
      details: { field: "overlays" },
    },
  );
}
