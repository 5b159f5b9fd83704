/**
 * Where each version is drawn: rows from newest to oldest, and lanes so that lines of history do not cross.
 *
 * Versions are first gathered into strands. A strand is the part of a branch's first-parent history that no earlier branch
 * claimed; then what a branch stepped back from; then what no branch reaches any more. A strand keeps one lane from its
 * newest version down to the version that it grew from, so two strands share a lane only where their rows do not meet.
 */
import type { Branch, ListedVersion } from "@/lib/store";

/** A piece of line inside one row; the lane is where it meets the row's upper or lower edge. */
export interface LaneMark {
  /** through: edge to edge. above and below: edge to node. join: upper edge to node. fork: node to lower edge. */
  readonly kind: "through" | "above" | "below" | "join" | "fork";
  readonly lane: number;
  readonly tone: Tone;
}

/** Index of the branch in the drawing order, or null for versions that no branch holds. */
export type Tone = number | null;

export interface GraphRow {
  readonly version: ListedVersion;
  readonly lane: number;
  readonly tone: Tone;
  /** "undone" waits for redo; "loose" is on no branch and can still be checked out. */
  readonly standing: "held" | "undone" | "loose";
  /** Branches whose head this is. */
  readonly heads: readonly Branch[];
  readonly marks: readonly LaneMark[];
}

export interface GraphLayout {
  readonly rows: readonly GraphRow[];
  readonly laneCount: number;
  /** Row of each version. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** Branches in drawing order: main first, then by name. */
  readonly branches: readonly Branch[];
}

interface Strand {
  readonly tone: Tone;
  /** Newest first. */
  readonly ids: readonly string[];
  readonly undone: ReadonlySet<string>;
}

export function layoutGraph(versions: readonly ListedVersion[], allBranches: readonly Branch[]): GraphLayout {
  const byId = new Map(versions.map((version) => [version.id, version]));
  const ordered = childrenFirst(versions, byId);
  const rowOf = new Map(ordered.map((version, row) => [version.id, row]));
  const branches = drawingOrder(allBranches.filter((branch) => byId.has(branch.head)));
  const strands = gatherStrands(ordered, byId, branches);

  const marks = ordered.map((): LaneMark[] => []);
  const lanes = createLanes();
  const placeOf = new Map<string, { lane: number; strand: Strand }>();
  for (const strand of strands) {
    const lane = lanes.take(rowOf.get(strand.ids[0])!, lastRow(strand, byId, rowOf), strand.tone === 0);
    for (const id of strand.ids) placeOf.set(id, { lane, strand });
    markStrand(strand, lane, byId, rowOf, marks);
  }
  for (const version of ordered) markFurtherParents(version, rowOf, lanes, marks);

  const rows = ordered.map((version, row): GraphRow => {
    const { lane, strand } = placeOf.get(version.id)!;
    const heads = branches.filter((branch) => branch.head === version.id);
    const undone = strand.undone.has(version.id);
    const standing = undone ? "undone" : strand.tone === null ? "loose" : "held";
    return { version, lane, tone: undone ? null : strand.tone, standing, heads, marks: marks[row] };
  });
  return { rows, laneCount: lanes.count(), rowOf, branches };
}

/** Newest first, and never a parent before its child, whatever the clocks said. */
function childrenFirst(
  versions: readonly ListedVersion[],
  byId: ReadonlyMap<string, ListedVersion>,
): ListedVersion[] {
  const waiting = new Map<string, number>();
  for (const { parents } of versions) {
    for (const parent of parents) waiting.set(parent, (waiting.get(parent) ?? 0) + 1);
  }
  const ready = versions.filter((version) => !waiting.has(version.id)).sort(oldestFirst);
  const ordered: ListedVersion[] = [];
  for (let next = ready.pop(); next; next = ready.pop()) {
    ordered.push(next);
    for (const id of next.parents) {
      const left = waiting.get(id)! - 1;
      waiting.set(id, left);
      const parent = byId.get(id);
      if (left === 0 && parent) insertSorted(ready, parent);
    }
  }
  return ordered;
}

function oldestFirst(a: ListedVersion, b: ListedVersion): number {
  return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1;
}

function insertSorted(sorted: ListedVersion[], version: ListedVersion): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (oldestFirst(sorted[middle], version) < 0) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, version);
}

function drawingOrder(branches: readonly Branch[]): Branch[] {
  return [...branches].sort((a, b) => {
    if ((a.name === "main") !== (b.name === "main")) return a.name === "main" ? -1 : 1;
    return a.name < b.name ? -1 : 1;
  });
}

function gatherStrands(
  ordered: readonly ListedVersion[],
  byId: ReadonlyMap<string, ListedVersion>,
  branches: readonly Branch[],
): Strand[] {
  const claimed = new Set<string>();
  const claimDown = (from: string): string[] => {
    const ids: string[] = [];
    for (let at = byId.get(from); at && !claimed.has(at.id); at = byId.get(at.parents[0])) {
      claimed.add(at.id);
      ids.push(at.id);
    }
    return ids;
  };

  const held = branches.map((branch) => claimDown(branch.head));
  const strands = branches.map((branch, tone): Strand => {
    const undone: string[] = [];
    let tip = branch.head;
    for (const id of [...branch.redo].reverse()) {
      const version = byId.get(id);
      if (!version || claimed.has(id) || version.parents[0] !== tip) break;
      claimed.add(id);
      undone.unshift(id);
      tip = id;
    }
    return { tone, ids: [...undone, ...held[tone]], undone: new Set(undone) };
  });
  const loose = ordered.map(({ id }): Strand => ({ tone: null, ids: claimDown(id), undone: new Set() }));
  return [...strands, ...loose].filter((strand) => strand.ids.length > 0);
}

/** The row where a strand's line ends: that of the version it grew from, or of its own oldest. */
function lastRow(
  { ids }: Strand,
  byId: ReadonlyMap<string, ListedVersion>,
  rowOf: ReadonlyMap<string, number>,
): number {
  const oldest = byId.get(ids[ids.length - 1])!;
  return rowOf.get(oldest.parents[0]) ?? rowOf.get(oldest.id)!;
}

function markStrand(
  strand: Strand,
  lane: number,
  byId: ReadonlyMap<string, ListedVersion>,
  rowOf: ReadonlyMap<string, number>,
  marks: LaneMark[][],
): void {
  for (const [index, id] of strand.ids.entries()) {
    const parentRow = rowOf.get(byId.get(id)!.parents[0]);
    if (parentRow === undefined) continue;
    const tone = strand.undone.has(id) ? null : strand.tone;
    const row = rowOf.get(id)!;
    marks[row].push({ kind: "below", lane, tone });
    for (let between = row + 1; between < parentRow; between++)
      marks[between].push({ kind: "through", lane, tone });
    marks[parentRow].push({ kind: index + 1 < strand.ids.length ? "above" : "join", lane, tone });
  }
}

/** A version made from several has one line to each; all but the first get a lane of their own on the way. */
function markFurtherParents(
  version: ListedVersion,
  rowOf: ReadonlyMap<string, number>,
  lanes: Lanes,
  marks: LaneMark[][],
): void {
  const row = rowOf.get(version.id)!;
  for (const parent of version.parents.slice(1)) {
    const parentRow = rowOf.get(parent);
    if (parentRow === undefined) continue;
    const lane = lanes.take(row, parentRow, false);
    marks[row].push({ kind: "fork", lane, tone: null });
    for (let between = row + 1; between < parentRow; between++)
      marks[between].push({ kind: "through", lane, tone: null });
    marks[parentRow].push({ kind: "join", lane, tone: null });
  }
}

interface Lanes {
  /** The leftmost lane that is free from one row to another. Lane 0 is kept for the first branch. */
  take(top: number, bottom: number, first: boolean): number;
  count(): number;
}

function createLanes(): Lanes {
  const taken: [top: number, bottom: number][][] = [[]];
  return {
    take(top, bottom, first) {
      if (first) return 0;
      let lane = 1;
      while (taken[lane]?.some(([from, to]) => from <= bottom && top <= to)) lane++;
      (taken[lane] ??= []).push([top, bottom]);
      return lane;
    },
    count: () => taken.length,
  };
}
