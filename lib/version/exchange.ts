/**
 * Versions as files. An export is one safetensors file that any reader of the format opens: every overlay from the
 * checkpoint to the version, in order, and in the header a manifest that says what it is and how it came to be. Importing
 * it gives the same overlays to the byte, so the same fingerprint.
 */
import { z } from "zod";
import { because, PalimpsestError, parseJson, type JsonObject } from "../base";
import { readOverlay, readOverlays, writeOverlays, type Overlay } from "../model";
import { Change, type Store } from "../store";
import type { VersionGraphOptions } from "./graph";
import { descentOf } from "./lineage";

const Manifest = z.object({
  format: z.literal("palimpsest-version"),
  /** In files of format 2 the fingerprints cover weights and overlays alone. */
  formatVersion: z.union([z.literal(2), z.literal(3)]),
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
type Manifest = z.infer<typeof Manifest>;

interface Exported {
  readonly manifest: Manifest;
  readonly overlays: readonly Overlay[];
}

/** The names that a model has in files of either format. */
export interface ModelNames {
  readonly fingerprint: string;
  /** Of weights and overlays alone. */
  readonly ofWeights: string;
}

/** The name under which a file of the manifest's format states this model. */
export function nameIn({ formatVersion }: Pick<Manifest, "formatVersion">, names: ModelNames): string {
  return formatVersion === 2 ? names.ofWeights : names.fingerprint;
}

/**
 * Fingerprints are computed at the export: those that a version was kept with may be of an older kind. Throws `no_effect` for
 * a checkpoint, which has nothing to export.
 */
export async function exportVersion(
  store: Store,
  versionId: string,
  fingerprintOf: VersionGraphOptions["fingerprintOf"],
): Promise<Uint8Array> {
  const { version, line, applied } = await descentOf(store, versionId);
  if (applied.length === 0) {
    throw new PalimpsestError(
      "no_effect",
      "This version is the checkpoint itself: it has no change to export.",
      {
        hint: "Choose a version with an edit.",
        details: because("exportOfCheckpoint"),
      },
    );
  }
  const overlays: Overlay[] = [];
  for (const { address } of applied) overlays.push(readOverlay(await store.blobs.get(address)));
  const manifest: Manifest = {
    format: "palimpsest-version",
    formatVersion: 3,
    model: version.model,
    base: await fingerprintOf(version.model, []),
    fingerprint: await fingerprintOf(
      version.model,
      applied.map(({ address }) => address),
    ),
    version: version.id,
    history: line
      .slice(1)
      .map(({ change, author, reason, createdAt }) => ({ change, author, reason, createdAt })),
  };
  return writeOverlays(overlays, { manifest: JSON.stringify(manifest) });
}

/**
 * `checkpoint` names the checkpoint that the version is to be put on. Throws `integrity` when the bytes are not an export,
 * `conflict` when they were made on another checkpoint.
 */
export function readExport(bytes: Uint8Array, checkpoint: ModelNames): Exported {
  const { overlays, metadata } = readOverlays(bytes);
  const parsed = Manifest.safeParse(valueOf(metadata.manifest));
  if (!parsed.success) {
    throw new PalimpsestError("integrity", "The file has no sound manifest of a version.", {
      hint: "Export the version again, with the page or the export command.",
      details: { ...because("noVersionFile"), field: "blob" },
    });
  }
  const manifest = parsed.data;
  const expected = nameIn(manifest, checkpoint);
  if (manifest.base !== expected) {
    throw new PalimpsestError(
      "conflict",
      `The file was made on a checkpoint called ${manifest.model} that differs from this one: in its weights, its config.json or its tokenizer.`,
      {
        hint: "Import it on the checkpoint it was made on. If that was downloaded or repaired since, add it again with all of its files as they were.",
        details: {
          ...because("versionOfOther", { checkpoint: manifest.model }),
          field: "blob",
          expected,
          found: manifest.base,
        },
      },
    );
  }
  return { manifest, overlays };
}

/** The manifest as a version's record keeps it. */
export function manifestRecord(manifest: Manifest): JsonObject {
  return JSON.parse(JSON.stringify(manifest)) as JsonObject;
}

function valueOf(text: string | undefined): unknown {
  try {
    return parseJson(text ?? "null");
  } catch {
    return null;
  }
}
