/**
 * How versions descend from each other, and so which overlays each applies. The row of a version holds what the version adds;
 * a version applies what its first parent applies, without what it takes out, and then what it adds.
 */
import { PalimpsestError } from "../base";
import type { Change, Repository, Version } from "../store";

/** The effect of one version on the overlays of its parent. */
export interface Step extends Pick<Version, "id" | "parents" | "overlays"> {
  /** Versions before it whose overlays it takes out. */
  readonly removed: readonly string[];
}

/** An overlay that a version applies, and the version that added it: equal overlays of two edits have one address. */
interface AppliedOverlay {
  readonly address: string;
  readonly by: string;
}

export function stepOf({ id, parents, overlays, change }: Version): Step {
  return { id, parents, overlays, removed: removedBy(change) };
}

function removedBy(change: Change): readonly string[] {
  return change.kind === "without" || change.kind === "union" ? change.removed : [];
}

/** From the checkpoint to this version, by first parents. */
export function lineage<V extends Pick<Version, "id" | "parents">>(
  version: V,
  byId: ReadonlyMap<string, V>,
): readonly V[] {
  const line: V[] = [];
  for (let current: V | undefined = version; current !== undefined;) {
    line.push(current);
    const parent: string | undefined = current.parents[0];
    if (parent === undefined) break;
    current = byId.get(parent);
    if (!current)
      throw new PalimpsestError(
        "integrity",
        `Version ${line.at(-1)?.id} names a parent ${parent} that is not there.`,
      );
  }
  return line.reverse();
}

/** The overlays that the last version of a line applies, in order. */
export function appliedOverlays(line: readonly Step[]): readonly AppliedOverlay[] {
  const removed = new Set<string>();
  const applied: AppliedOverlay[] = [];
  // From the end, so that a version is seen after every version that takes it out.
  for (const { id, overlays, removed: ownRemoved } of line.toReversed()) {
    for (const other of ownRemoved) removed.add(other);
    if (!removed.has(id)) applied.push(...overlays.map((address) => ({ address, by: id })).reverse());
  }
  return applied.reverse();
}

/** What a version applies, with the versions that it comes from. */
interface Descent {
  readonly version: Version;
  /** From the checkpoint to the version. */
  readonly line: readonly Version[];
  readonly applied: readonly AppliedOverlay[];
  /** Every version of its model. */
  readonly byId: ReadonlyMap<string, Version>;
}

/** Reads all versions of the model, for what leaves as a file. Throws `not_found`. */
export async function descentOf(
  { versions }: { readonly versions: Pick<Repository<Version>, "get" | "list"> },
  versionId: string,
): Promise<Descent> {
  const version = await versions.get(versionId);
  const all = await versions.list({ where: { model: version.model } });
  const byId = new Map(all.map((other) => [other.id, other]));
  const line = lineage(version, byId);
  return { version, line, applied: appliedOverlays(line.map(stepOf)), byId };
}

/** Where versions are read from. */
interface Ancestry {
  /** From the checkpoint to the version. Throws `not_found`. */
  line(versionId: string): Promise<readonly Step[]>;
  /** The addresses of all overlays that the version applies, in order. Throws `not_found`. */
  overlays(versionId: string): Promise<readonly string[]>;
}

/** Versions never change, so the steps of each are read once: all of a model together, and a new one by itself. */
export function createAncestry(versions: Pick<Repository<Version>, "get" | "list">): Ancestry {
  const steps = new Map<string, Step>();

  const line = async (versionId: string): Promise<readonly Step[]> => {
    let step = steps.get(versionId);
    if (!step) {
      const version = await versions.get(versionId);
      step = stepOf(version);
      if (step.parents.some((parent) => !steps.has(parent))) {
        const all = await versions.list({ where: { model: version.model } });
        for (const other of all) steps.set(other.id, stepOf(other));
      }
      steps.set(versionId, step);
    }
    return lineage(step, steps);
  };

  return {
    line,
    overlays: async (versionId) => appliedOverlays(await line(versionId)).map(({ address }) => address),
  };
}
