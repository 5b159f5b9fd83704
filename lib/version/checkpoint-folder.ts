/** A version as a whole checkpoint, for programs that know nothing of overlays. */
import { because, PalimpsestError, type Run } from "../base";
import {
  checkpointFolder,
  deltasOf,
  ggufFile,
  readOverlay,
  type AdapterOverlay,
  type Changes,
  type CheckpointFiles,
  type FolderFile,
  type FolderOptions,
  type GgufOptions,
  type PromptOverlay,
  type WeightDelta,
} from "../model";
import type { Store, Version } from "../store";
import { descentOf } from "./lineage";

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
  const { model, changes } = await changesOf(store, versionId);
  return checkpointFolder(run, model, base, changes, options);
}

/** The same as one GGUF file. */
export async function exportGguf(
  run: Run,
  store: Store,
  base: CheckpointFiles,
  versionId: string,
  options: GgufOptions,
): Promise<FolderFile> {
  const { model, changes } = await changesOf(store, versionId);
  return ggufFile(run, model, base, changes, options);
}

async function changesOf(
  store: Store,
  versionId: string,
): Promise<{ readonly model: string; readonly changes: Changes }> {
  const { version, line, applied } = await descentOf(store, versionId);
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
    [...addresses].map(([parameter, ofParameter]) => [
      parameter,
      () => readDeltas(store, ofParameter, parameter),
    ]),
  );
  return { model: version.model, changes };
}

async function readDeltas(
  { blobs }: Pick<Store, "blobs">,
  addresses: readonly string[],
  parameter: string,
): Promise<readonly WeightDelta[]> {
  const deltas: WeightDelta[] = [];
  for (const address of addresses) {
    const read = deltasOf([readOverlay(await blobs.get(address))]);
    deltas.push(...read.filter((delta) => delta.parameter === parameter));
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
      details: {
        ...because("exportOfAdapter", { adapter }),
        field: "version",
        adapter,
        ...(by && { version: by.id }),
      },
    },
  );
}
