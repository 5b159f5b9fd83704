/** Questions about the version graph that a page can answer from the list of versions alone. */
import type { ListedVersion } from "@/lib/store";

export type VersionIndex = ReadonlyMap<string, ListedVersion>;

export function indexVersions(versions: readonly ListedVersion[]): VersionIndex {
  return new Map(versions.map((version) => [version.id, version]));
}

/** The version and everything it was made from by first parents, oldest first. */
export function historyOf(index: VersionIndex, id: string): ListedVersion[] {
  const line: ListedVersion[] = [];
  for (let at = index.get(id); at; at = index.get(at.parents[0])) line.push(at);
  return line.reverse();
}

/** Versions whose effect a head still wears: on its history, adding overlays, and not taken out on the way. */
export function liveChanges(index: VersionIndex, head: string): ListedVersion[] {
  const history = historyOf(index, head);
  const removed = new Set(
    history.flatMap(({ change }) =>
      change.kind === "without" || change.kind === "union" ? change.removed : [],
    ),
  );
  return history.filter(
    ({ id, change }) => change.kind !== "checkpoint" && change.kind !== "without" && !removed.has(id),
  );
}

/** Later changes that were computed on top of one: taking it out leaves them as they are, which may not be what they need. */
export function dependentsOf(index: VersionIndex, head: string, removed: string): ListedVersion[] {
  const live = liveChanges(index, head);
  const at = live.findIndex(({ id }) => id === removed);
  return at < 0 ? [] : live.slice(at + 1);
}

/** Why a version cannot be taken out of a branch, or null when it can. */
export function whyNotRemovable(
  index: VersionIndex,
  head: string,
  id: string,
): "not-a-change" | "not-on-branch" | "already-out" | null {
  const version = index.get(id);
  if (!version || version.change.kind === "checkpoint" || version.change.kind === "without")
    return "not-a-change";
  if (!historyOf(index, head).some((ancestor) => ancestor.id === id)) return "not-on-branch";
  return liveChanges(index, head).some((change) => change.id === id) ? null : "already-out";
}
