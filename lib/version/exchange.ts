/**
 * Versions as files. An export is one safetensors file that any reader of the format opens: every overlay from the
 * checkpoint to the version, in order, and in the header a manifest that says what it is and how it came to be. Importing
 * it gives the same overlays to the byte, so the same fingerprint. A version of weights alone is also exported as a whole
 * checkpoint, for other programs.
 */
import { z } from "zod";
import { PalimpsestError, type JsonObject, type Run } from "../base";
import {
  checkpointFolder,
  deltasOf,
  readOverlay,
  readOverlays,
  writeOverlays,
  type AdapterOverlay,
  type Changes,
  type CheckpointFiles,
  type FolderFile,
  type FolderOptions,
  type Overlay,
  type PromptOverlay,
  type WeightDelta,
} from "../model";
import { Change, type Store, type Version } from "../store";
import { appliedOverlays, lineage, stepOf, type AppliedOverlay } from "./lineage";

const Manifest = z.object({
  format: z.literal("palimpsest-version"),
  formatVersion: z.literal(2),
  model: z.string(),
  /** Fingerprint of the checkpoint alone: the overlays fit no other. */
  base: z.string(),
  /** Fingerprint of the exported version. */
  fingerprint: z.string(),
  version: z.string(),
  /** What was done from the checkpoint on, oldest first. */
  history: z.array(
    z.object({ change: Change, author: z.string(), reason: z.string(), createdAt: z.string() }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

export interface Exported {
  readonly manifest: Manifest;
  readonly overlays: readonly Overlay[];
}

/** Throws `no_effect` for a checkpoint, which has nothing to export. */
export async function exportVersion(store: Store, versionId: string): Promise<Uint8Array> {
  const { version, line, applied } = await ancestryOf(store, versionId);
  if (applied.length === 0) {
    throw new PalimpsestError(
      "no_effect",
      "This version is the checkpoint itself: it has no change to export.",
      {
        hint: "Choose a version with an edit.",
      },
    );
  }
  const overlays: Overlay[] = [];
  for (const { address } of applied) overlays.push(readOverlay(await store.blobs.get(address)));
  const manifest: Manifest = {
    format: "palimpsest-version",
    formatVersion: 2,
    model: version.model,
    base: line[0].fingerprint,
    fingerprint: version.fingerprint,
    version: version.id,
    history: line
      .slice(1)
      .map(({ change, author, reason, createdAt }) => ({ change, author, reason, createdAt })),
  };
  return writeOverlays(overlays, { manifest: JSON.stringify(manifest) });
}

interface Descent {
  readonly version: Version;
  /** From the checkpoint to the version. */
  readonly line: readonly Version[];
  readonly applied: readonly AppliedOverlay[];
}

async function ancestryOf(store: Store, versionId: string): Promise<Descent> {
  const version = await store.versions.get(versionId);
  const all = await store.versions.list({ where: { model: version.model } });
  const line = lineage(version, new Map(all.map((other) => [other.id, other])));
  return { version, line, applied: appliedOverlays(line.map(stepOf)) };
}

/**
 * The version as the files of a whole checkpoint, over the files of the one that it was made on. Throws `unsupported`
 * naming an adapter, which computes during the pass and has no place among weights.
 */
export async function exportFolder(
  run: Run,
  store: Store,
  base: CheckpointFiles,
  versionId: string,
  options: FolderOptions,
): Promise<readonly FolderFile[]> {
  const { version, line, applied } = await ancestryOf(store, versionId);
  // Overlays of a long history do not fit in memory together: those of a parameter are read again when it is written.
  const addresses = new Map<string, string[]>();
  for (const { address, by } of applied) {
    const overlay = readOverlay(await store.blobs.get(address));
    if (overlay.kind !== "weights")
      throw noWeight(
        overlay,
        line.find(({ id }) => id === by),
      );
    for (const parameter of new Set(overlay.deltas.map((delta) => delta.parameter))) {
      addresses.set(parameter, [...(addresses.get(parameter) ?? []), address]);
    }
  }
  const changes: Changes = new Map(
    [...addresses].map(([parameter, own]) => [parameter, () => readDeltas(store, own, parameter)]),
  );
  return checkpointFolder(run, version.model, base, changes, options);
}

async function readDeltas(
  { blobs }: Pick<Store, "blobs">,
  addresses: readonly string[],
  parameter: string,
): Promise<readonly WeightDelta[]> {
  const deltas: WeightDelta[] = [];
  for (const address of addresses) {
    const own = deltasOf([readOverlay(await blobs.get(address))]);
    deltas.push(...own.filter((delta) => delta.parameter === parameter));
  }
  return deltas;
}

function noWeight(overlay: AdapterOverlay | PromptOverlay, by: Version | undefined): PalimpsestError {
  const adapter = overlay.kind === "adapter" ? overlay.adapter : overlay.promptAdapter;
  const method = by?.change.kind === "edit" ? ` of ${by.change.method}` : "";
  return new PalimpsestError(
    "unsupported",
    `The version holds the adapter "${adapter}"${method}, which computes while the model runs: a checkpoint's weights cannot hold it.`,
    {
      hint: "Take that edit out of a branch and export the branch, or export the delta, which Palimpsest opens.",
      details: { field: "version", adapter, ...(by && { version: by.id }) },
    },
  );
}

/** Throws `integrity` when the bytes are not an export, `conflict` when they were made on another checkpoint. */
export function readExport(bytes: Uint8Array, base: string): Exported {
  const { overlays, metadata } = readOverlays(bytes);
  const parsed = Manifest.safeParse(parseJson(metadata.manifest));
  if (!parsed.success) {
    throw new PalimpsestError("integrity", "The file has no sound manifest of a version.", {
      hint: "Export the version again, with the page or the export command.",
      details: { field: "blob" },
    });
  }
  const manifest = parsed.data;
  if (manifest.base !== base) {
    throw new PalimpsestError(
      "conflict",
      `The file was made on ${manifest.model}, with other base weights than these.`,
      {
        hint: "Import it on the checkpoint it was made on.",
        details: { field: "blob", expected: base, found: manifest.base },
      },
    );
  }
  return { manifest, overlays };
}

/** The manifest as a version's record keeps it. */
export function manifestRecord(manifest: Manifest): JsonObject {
  return JSON.parse(JSON.stringify(manifest)) as JsonObject;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
