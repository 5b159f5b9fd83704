/** Exports versions as whole checkpoints, and imports exported files on another branch or in another installation. */
import { because, PalimpsestError, type Run } from "../base";
import { writeOverlay, type ExportType, type FolderFile } from "../model";
import type { GgufType, Version } from "../store";
import { distanceBetween, exportFolder, exportGguf, manifestRecord, nameIn, readExport } from "../version";
import type { Services } from "./services";

interface CheckpointFolder {
  /** Model, version and type of the weights. */
  readonly name: string;
  readonly files: readonly FolderFile[];
  /** When the version was made. */
  readonly date: Date;
}

/** Plans and checks a version's whole checkpoint. The caller writes it. */
export async function folderOfVersion(
  run: Run,
  { store, modelFiles }: Pick<Services, "store" | "modelFiles">,
  versionId: string,
  dtype: ExportType,
): Promise<CheckpointFolder> {
  const { model, createdAt } = await store.versions.get(versionId);
  const files = await exportFolder(run, store, modelFiles.of(model), versionId, { dtype });
  const short = versionId.slice("ver_".length, "ver_".length + 12);
  return { name: `${model}-${short}-${dtype}`, files, date: new Date(createdAt) };
}

/** Plans and checks a version's GGUF file. The caller writes it. */
export async function ggufOfVersion(
  run: Run,
  { store, modelFiles }: Pick<Services, "store" | "modelFiles">,
  versionId: string,
  type: GgufType,
): Promise<FolderFile> {
  const { model } = await store.versions.get(versionId);
  const name = `${model}-${versionId.slice("ver_".length, "ver_".length + 12)}-${type}`;
  return exportGguf(run, store, modelFiles.of(model), versionId, { type, name });
}

/** Keeps an exported file, which was stored as a blob, as a new version on a branch. */
export async function importFile(
  { store, modelHost, versions }: Pick<Services, "store" | "modelHost" | "versions">,
  input: {
    branchId: string;
    blob: string;
    author: string;
    /** Of the pool: it is called by its name, and the facts that it was trained on stay in its file. */
    sibling?: string;
  },
): Promise<Version> {
  const { blobs } = store;
  const { sibling } = input;
  const branch = await store.branches.get(input.branchId);
  const before = await versions.overlays(branch.head);
  const checkpoint = await modelHost.fingerprint({ model: branch.model, overlays: [] });
  const { manifest, overlays } = readExport(await blobs.get(input.blob), checkpoint);

  const addresses: string[] = [];
  for (const overlay of overlays) addresses.push(await blobs.put(writeOverlay(overlay)));
  const made = await modelHost.fingerprint({
    model: branch.model,
    version: branch.head,
    overlays: addresses,
  });
  const found = nameIn(manifest, made);
  if (before.length === 0 && found !== manifest.fingerprint) {
    throw new PalimpsestError("integrity", "The imported version is not the model that was exported.", {
      hint: "The file was changed after the export; export it again.",
      details: { ...because("importChanged"), field: "blob", expected: manifest.fingerprint, found },
    });
  }
  return versions.adopt({
    branchId: branch.id,
    expectedHead: branch.head,
    change: {
      kind: "import",
      manifest: { ...manifestRecord(manifest), ...(sibling && { sibling, history: [] }) },
    },
    overlays: addresses,
    deltaNorms: await distanceBetween(blobs, addresses, []),
    fingerprint: made.fingerprint,
    author: input.author,
    reason: manifest.history.at(-1)?.reason ?? "",
  });
}
