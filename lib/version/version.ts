/**
 * A version: one state of a model. It is immutable and named by its content, so that two installations that did the same
 * give it the same name, and a changed one cannot keep its name.
 */
import { hashJson, PalimpsestError } from "../base";
import type { Version } from "../store";

export type VersionContent = Omit<Version, "id">;

/** "ver_" and the hash of everything else in the version. */
export async function versionId(content: VersionContent): Promise<string> {
  return `ver_${await hashJson(contentOf(content))}`;
}

/** The version with this content, under its name. */
export async function makeVersion(content: VersionContent): Promise<Version> {
  return { id: await versionId(content), ...contentOf(content) };
}

/** The members of a version without its name, whatever else the object carries. */
function contentOf(version: VersionContent): VersionContent {
  const { model, parents, change, overlays, author, reason, createdAt, deltaNorms, fingerprint } = version;
  return {
    model,
    parents,
    change,
    overlays,
    author,
    reason,
    createdAt,
    deltaNorms,
    fingerprint,
  };
}

/** From the checkpoint to this version. Parents are followed one at a time: every change here has at most one. */
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

/** An overlay that a version wears, and the version whose change added it. */
export interface WornOverlay {
  readonly address: string;
  readonly by: string;
}

/**
 * Who added each overlay of the last version of a line. Equal overlays of two edits have one address, so that the address
 * alone does not say which edit to take out; the line does.
 */
export function wornOverlays(line: readonly Version[]): readonly WornOverlay[] {
  let worn: WornOverlay[] = [];
  for (const version of line) {
    const { change } = version;
    if (change.kind === "without") worn = worn.filter(({ by }) => !change.removed.includes(by));
    else
      worn = [
        ...worn,
        ...version.overlays.slice(worn.length).map((address) => ({ address, by: version.id })),
      ];
    if (
      worn.length !== version.overlays.length ||
      worn.some(({ address }, i) => address !== version.overlays[i])
    ) {
      throw new PalimpsestError(
        "integrity",
        `The overlays of version ${version.id} do not follow from its parents.`,
      );
    }
  }
  return worn;
}
