/** A version: one state of a model. It is immutable and named by its content, which includes when it was made and by whom. */
import { hashJson } from "../base";
import type { MeasurementRecord, Version } from "../store";

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

/** The verdict that comes with a version. */
export type Judgement = Pick<MeasurementRecord, "verdict" | "report" | "durationMs" | "place">;

/** The measurement of a version beside the one that it was made on. */
export function measurementOf(
  { id, createdAt }: Pick<Version, "id" | "createdAt">,
  before: string,
  { verdict, report, durationMs, place }: Judgement,
): MeasurementRecord {
  const name = `meas_${id.slice("ver_".length)}`;
  return { id: name, version: id, before, verdict, report, durationMs, place, createdAt };
}
