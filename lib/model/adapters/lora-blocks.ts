/**
 * Blocks of LoRA selected by an index (MELO, Yu et al. 2024). The input of a layer's MLP at a prompt's last token is looked
 * up among clusters of keys (clusters.ts). Within the radius of the nearest cluster, the block of its nearest member is
 * added to the maps that have blocks, at every token. Otherwise none is:
 *
 *     y = W x + b + B_k A_k x                A_k [R, X], B_k [Y, R]
 *
 * The lookup happens once, at the prompt's end and below all maps with blocks. The choice is stored for the tokens that
 * follow.
 *
 * An overlay holds the points and blocks that its edit added. The clusters follow from adding the points of all overlays
 * one after another, so removing an edit is adding the others. A merged overlay stores the clusters beside its points, so
 * that only later points are added.
 */
import { PalimpsestError, type JsonObject } from "../../base";
import {
  add,
  float32,
  floats,
  int32,
  matmul,
  multiply,
  numbersOf,
  reduceSum,
  reshape,
  scalar,
  subtract,
  transposed,
  type Tensor,
  type TensorBundle,
  type Value,
} from "../../tensor";
import { z } from "zod";
import type { ModelFacts } from "../facts";
import type { AdapterOverlay, Overlay } from "../overlay/overlay";
import type { Site } from "../site";
import type { Adapter, AttachCall } from "./adapter";
import { withPoint, type Cluster, type ClusterPoint } from "./clusters";
import {
  isAbove,
  labelsOf,
  labelTensor,
  lookup,
  lookupTensors,
  mappedSite,
  mappedWidths,
  not,
  partOf,
  READ_BY,
  replaced,
  rowsOf,
  stacked,
} from "./parts";

export interface LoraPoint extends ClusterPoint {
  /** Index of the block that it chooses. */
  readonly block: number;
}

/** The factors of each map, by the site of its output. */
export type LoraBlock = ReadonlyMap<Site, LoraFactors>;

export interface LoraFactors {
  readonly left: Tensor; // B, [Y, R]
  readonly right: Tensor; // A, [R, X]
}

interface LoraBlocks {
  readonly points: readonly LoraPoint[];
  readonly clusters: readonly Cluster[];
  readonly blocks: readonly LoraBlock[];
}

const ID = "lora-blocks";

/** The points and blocks of one edit, at the site that the index reads. There is at least one of each. */
export function loraBlocksOverlay(
  site: Site,
  points: readonly LoraPoint[],
  blocks: readonly LoraBlock[],
): AdapterOverlay {
  const sites = [...new Set(blocks.flatMap((block) => [...block.keys()]))];
  const count = points.length;
  return {
    kind: "adapter",
    adapter: ID,
    site,
    tensors: {
      keys: stacked(points.map(({ key }) => key)),
      labels: labelTensor(points.map(({ label }) => label)),
      radii: float32(
        [count],
        points.map(({ radius }) => radius),
      ),
      blocks: int32(
        [count],
        points.map(({ block }) => block),
      ),
      ...Object.assign({}, ...sites.map((mapSite, i) => factorTensors(blocks, mapSite, i))),
    },
    settings: { sites, blocks: blocks.length },
  };
}

/** The blocks at a site among a model's overlays. */
export function areLoraBlocksAt(site: Site): (worn: Overlay) => worn is AdapterOverlay {
  return (worn): worn is AdapterOverlay =>
    worn.kind === "adapter" && worn.adapter === ID && worn.site === site;
}

/** The merged blocks of the overlays. Throws `integrity` for tensors that do not fit together. */
export function joinedLoraBlocks(parts: readonly AdapterOverlay[]): LoraBlocks {
  const points: LoraPoint[] = [];
  const blocks: LoraBlock[] = [];
  let clusters: readonly Cluster[] = [];
  for (const part of parts) {
    const first = points.length;
    points.push(...pointsOf(part).map((point) => ({ ...point, block: point.block + blocks.length })));
    blocks.push(...blocksOf(part));
    const known = first === 0 ? clustersOf(part) : null;
    if (known) clusters = known;
    else for (let n = first; n < points.length; n++) clusters = withPoint(clusters, points, n);
  }
  return { points, clusters, blocks };
}

function pointsOf(part: AdapterOverlay): LoraPoint[] {
  const keys = rowsOf(partOf(part, "keys", [null, null]));
  const labels = labelsOf(partOf(part, "labels", [keys.length, null]));
  const radii = floats(partOf(part, "radii", [keys.length]));
  const blocks = numbersOf(partOf(part, "blocks", [keys.length]));
  return keys.map((key, n) => ({ key, label: labels[n], radius: radii[n], block: blocks[n] }));
}

function blocksOf(part: AdapterOverlay): LoraBlock[] {
  const { sites, blocks } = settingsOf(part);
  const factors = sites.map((_, i) => {
    const right = partOf(part, `right.${i}`, [blocks, null, null]);
    return { right, left: partOf(part, `left.${i}`, [blocks, null, right.shape[1]]) };
  });
  return Array.from(
    { length: blocks },
    (_, k) => new Map(sites.map((site, i) => [site, sliceOf(factors[i], k)])),
  );
}

function sliceOf(factors: LoraFactors, k: number): LoraFactors {
  const one = (tensor: Tensor): Tensor => {
    const [, rows, columns] = tensor.shape;
    const size = rows * columns;
    return float32([rows, columns], floats(tensor).subarray(k * size, (k + 1) * size));
  };
  return { left: one(factors.left), right: one(factors.right) };
}

/** `left.i` [K, Y, R] and `right.i` [K, R, X] of blocks beside one map; zeros where a block has none or is thinner. */
function factorTensors(blocks: readonly LoraBlock[], site: Site, i: number): TensorBundle {
  const { rank, reads, yields } = sizesAt(blocks, site);
  const left = new Float32Array(blocks.length * yields * rank);
  const right = new Float32Array(blocks.length * rank * reads);
  blocks.forEach((block, k) => {
    const pair = block.get(site);
    if (!pair) return;
    right.set(floats(pair.right), k * rank * reads);
    const [, ownRank] = pair.left.shape;
    const columns = floats(pair.left);
    if (ownRank === rank) left.set(columns, k * yields * rank);
    else {
      for (let y = 0; y < yields; y++) {
        left.set(columns.subarray(y * ownRank, (y + 1) * ownRank), (k * yields + y) * rank);
      }
    }
  });
  return {
    [`left.${i}`]: float32([blocks.length, yields, rank], left),
    [`right.${i}`]: float32([blocks.length, rank, reads], right),
  };
}

function sizesAt(blocks: readonly LoraBlock[], site: Site) {
  const all = blocks.flatMap((block) => block.get(site) ?? []);
  const [{ left, right }] = all;
  return {
    rank: Math.max(...all.map((pair) => pair.right.shape[0])),
    reads: right.shape[1],
    yields: left.shape[0],
  };
}

/** Of a merged overlay; null for the overlay of one edit. */
function clustersOf(part: AdapterOverlay): Cluster[] | null {
  if (!("centres" in part.tensors)) return null;
  const centres = rowsOf(partOf(part, "centres", [null, null]));
  const radii = floats(partOf(part, "clusterRadii", [centres.length]));
  const founders = numbersOf(partOf(part, "founders", [centres.length]));
  const members = centres.map((): number[] => []);
  Array.from(numbersOf(partOf(part, "owners", [null]))).forEach((owner, n) => {
    if (owner >= 0) members[owner].push(n);
  });
  return centres.map((centre, c) => ({
    centre,
    radius: radii[c],
    founder: founders[c],
    members: members[c],
  }));
}

/** Index of each point's cluster; −1 for those that were put out. */
function ownersOf({ points, clusters }: LoraBlocks): Int32Array {
  const owners = new Int32Array(points.length).fill(-1);
  clusters.forEach(({ members }, c) => members.forEach((n) => (owners[n] = c)));
  return owners;
}

interface Structure extends JsonObject {
  readonly index: Site;
  readonly maps: readonly { readonly site: Site; readonly rank: number }[];
}

export const loraBlocks: Adapter = {
  id: ID,

  changes: (part) => settingsOf(part).sites,

  join(parts, facts) {
    const [{ site }] = parts;
    checkIndex(parts, facts);
    const all = joinedLoraBlocks(parts);
    const { points, clusters, blocks } = all;
    const owners = ownersOf(all);
    const living = points.flatMap((point, n) => (owners[n] < 0 ? [] : { ...point, owner: owners[n] }));
    const sites = [...new Set(blocks.flatMap((block) => [...block.keys()]))];
    const column = (values: readonly number[]) => float32([values.length, 1], values);
    const tensors: Record<string, Tensor> = {
      ...lookupTensors(
        "centres",
        clusters.map(({ centre }) => centre),
      ),
      radii: column(clusters.map(({ radius }) => radius)),
      clusterNumbers: column(clusters.map((_, c) => c)),
      ...lookupTensors(
        "points",
        living.map(({ key }) => key),
      ),
      owners: float32(
        [living.length],
        living.map(({ owner }) => owner),
      ),
      choices: column(living.map(({ block }) => block + 1)),
      blockNumbers: float32(
        [blocks.length],
        blocks.map((_, k) => k + 1),
      ),
    };
    const maps = sites.map((mapSite, i) => {
      const [reads, yields] = mappedWidths(mappedSite({ adapter: ID, site: mapSite }), facts.dimensions);
      const factors = factorTensors(blocks, mapSite, i);
      for (const block of blocks) checkFactors(block.get(mapSite), reads, yields);
      const { rank } = sizesAt(blocks, mapSite);
      for (const [name, tensor] of Object.entries(factors)) {
        const [count, ...rest] = tensor.shape;
        tensors[name] = float32([count, rest[0] * rest[1]], floats(tensor));
      }
      return { site: mapSite, rank };
    });
    return { tensors, structure: { index: site, maps } };
  },

  merge(parts) {
    const all = joinedLoraBlocks(parts);
    const { points, clusters, blocks } = all;
    const overlay = loraBlocksOverlay(parts[0].site, points, blocks);
    return {
      ...overlay,
      tensors: {
        ...overlay.tensors,
        centres: stacked(clusters.map(({ centre }) => centre)),
        clusterRadii: float32(
          [clusters.length],
          clusters.map(({ radius }) => radius),
        ),
        founders: int32(
          [clusters.length],
          clusters.map(({ founder }) => founder),
        ),
        owners: int32([points.length], ownersOf(all)),
      },
    };
  },

  carries: () => ({ block: 1 }),

  attach(call) {
    const { index, maps } = call.structure as Structure;
    if (call.site !== index) return besideMap(call, index, maps);
    chooseBlock(call);
    return call.value;
  },
};

/** Below any nearness. */
const FAR = -1e30;

/** Keeps the number of the chosen block, from 1 on, or 0 for none. */
function chooseBlock({ graph, site, value, tensor, facts, query, carried, carry }: AttachCall): void {
  const { width } = facts.dimensions;
  const [clusterCount, pointCount] = [`clusters at ${site}`, `points at ${site}`];
  const asked = matmul(transposed(query), value); // [B, 1, X]
  const clusters = lookup(tensor, "centres", clusterCount, width);
  const cluster = clusters.first(clusters.nearness(asked)); // [B, 1, C]
  const radius = matmul(cluster, tensor("radii", [clusterCount, 1]));
  const isFound = clusters.isWithin(asked, cluster, radius); // [B, 1, 1]
  const number = matmul(cluster, tensor("clusterNumbers", [clusterCount, 1]));
  const isMember = areEqual(number, tensor("owners", [pointCount])); // [B, 1, N]
  const points = lookup(tensor, "points", pointCount, width);
  const nearness = replaced(graph.constant(scalar(FAR)), points.nearness(asked), isMember);
  const point = multiply(points.first(nearness), isMember); // nothing where a cluster has no members
  const fresh = multiply(matmul(point, tensor("choices", [pointCount, 1])), isFound); // [B, 1, 1]
  const isRead = reduceSum(query, [1], true);
  const before = reshape(carried("block"), [value.shape[0], 1, 1]);
  carry("block", reshape(replaced(before, fresh, isRead), [value.shape[0], 1]));
}

/** y + B_k A_k x. */
function besideMap(
  { site, value, at, tensor, facts, carried }: AttachCall,
  index: Site,
  maps: Structure["maps"],
): Value {
  const part = mappedSite({ adapter: ID, site });
  const [reads, yields] = mappedWidths(part, facts.dimensions);
  const i = maps.findIndex((map) => map.site === site);
  const { rank } = maps[i];
  const count = `blocks of ${index}`;
  const [batch] = value.shape;
  const number = reshape(carried("block"), [batch, 1, 1]);
  const isChosen = areEqual(number, tensor("blockNumbers", [count])); // [B, 1, K]
  const chosen = (name: string, rows: number, columns: number): Value =>
    reshape(matmul(isChosen, tensor(`${name}.${i}`, [count, rows * columns])), [batch, rows, columns]);
  const inner = matmul(at(READ_BY[part]), transposed(chosen("right", rank, reads))); // [B, T, R]
  return add(value, matmul(inner, transposed(chosen("left", yields, rank))));
}

/** 1 where whole numbers are equal, with broadcasting. */
function areEqual(a: Value, b: Value): Value {
  return subtract(not(isAbove(a, b)), isAbove(b, a));
}

function checkIndex(parts: readonly AdapterOverlay[], { dimensions }: ModelFacts): void {
  for (const part of parts) {
    partOf(part, "keys", [null, dimensions.width]);
    if (!part.site.endsWith(".mlp.in")) throw unfit(`An index cannot read at ${part.site}.`);
  }
}

function checkFactors(factors: LoraFactors | undefined, reads: number, yields: number): void {
  if (!factors) return;
  partOf({ adapter: ID, tensors: { right: factors.right } }, "right", [null, reads]);
  partOf({ adapter: ID, tensors: { left: factors.left } }, "left", [yields, null]);
}

const Settings = z.object({
  /** The sites that blocks change: `left.i` and `right.i` stand beside the i-th. */
  sites: z.array(z.templateLiteral(["blocks.", z.number(), ".", z.enum(["mlp.pre", "mlp_out"])])),
  blocks: z.int().min(1),
});

function settingsOf({ settings }: AdapterOverlay): z.infer<typeof Settings> {
  const parsed = Settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw unfit("The settings of blocks of LoRA cannot be read.");
}

function unfit(message: string): PalimpsestError {
  return new PalimpsestError("integrity", message, {
    hint: "Overlays fit only the version of Palimpsest that wrote them, or a later one.",
    details: { field: "overlays" },
  });
}
