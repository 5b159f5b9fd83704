/** A version: one state of a model. It is immutable and named by its content, which includes when it was made and by whom. */
import { hashJson } from "../base";
import type { Version } from "../store";

export type VersionContent = Omit<Version, "id">;

/** "ver_" and the hash of everything else in the version. Parents are part of it, and so is everything before them. */
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
