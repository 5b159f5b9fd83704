/** The models that a recipe names by their paths, with adapters of PEFT on top where it names some. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { PalimpsestError } from "../../base";
import type { MergeSource, SourceFault } from "../../merge";
import {
  ADAPTER_CONFIG,
  ADAPTER_WEIGHTS,
  openCheckpoint,
  readAdapter,
  sourceOf,
  type CheckpointFiles,
} from "../../model";
import { localFiles } from "./folder-files";

/** A model in a folder. */
export interface FolderSource extends MergeSource {
  readonly files: CheckpointFiles;
}

/** Opens the models of a recipe, by their headers. `base+adapter` is a model with an adapter of PEFT. */
export async function openFolders(
  names: readonly string[],
  root: string,
): Promise<ReadonlyMap<string, FolderSource | SourceFault>> {
  const found = new Map<string, FolderSource | SourceFault>();
  for (const name of names) found.set(name, await openFolder(name, root));
  return found;
}

async function openFolder(name: string, root: string): Promise<FolderSource | SourceFault> {
  const [model, adapter] = name.split("+");
  const folder = path.resolve(root, model);
  if (!(await isThere(folder))) {
    return fault(`There is no folder ${model}.`, `Paths start at ${root}. Check the spelling.`);
  }
  if (await isAdapterFolder(folder)) {
    return fault(
      `${model} is an adapter, not a model.`,
      `Write its base model, a plus sign and its path: base+${model}.`,
    );
  }
  try {
    const checkpoint = await openCheckpoint(model, localFiles(folder));
    if (adapter === undefined) return { ...(await sourceOf(checkpoint)), files: checkpoint.files };
    const adapterFolder = path.resolve(root, adapter);
    if (!(await isAdapterFolder(adapterFolder))) {
      return fault(
        `There is no adapter at ${adapter}.`,
        `It is a folder with ${ADAPTER_CONFIG} and ${ADAPTER_WEIGHTS}.`,
      );
    }
    const { overlay, base } = await readAdapter(adapterFiles(adapterFolder), checkpoint);
    if (base !== undefined && path.basename(base) !== path.basename(model)) {
      return fault(
        `The adapter ${adapter} was trained on ${base}, not on ${model}.`,
        `Write ${base}+${adapter}.`,
      );
    }
    return { ...(await sourceOf(checkpoint, [overlay])), files: checkpoint.files };
  } catch (error) {
    if (!(error instanceof PalimpsestError)) throw error;
    return fault(error.message, error.hint ?? "Choose the folder of a checkpoint.");
  }
}

function fault(what: string, remedy: string): SourceFault {
  return { fault: { what, remedy } };
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function isAdapterFolder(folder: string): Promise<boolean> {
  return (
    (await isThere(path.join(folder, ADAPTER_CONFIG))) && !(await isThere(path.join(folder, "config.json")))
  );
}

/** The two files of an adapter. */
export function adapterFiles(folder: string): CheckpointFiles {
  const names = [ADAPTER_CONFIG, ADAPTER_WEIGHTS];
  return {
    async list() {
      const sizes = await Promise.all(
        names.map((name) =>
          stat(path.join(folder, name)).then(
            ({ size }) => [{ name, sizeBytes: size }],
            () => [],
          ),
        ),
      );
      return sizes.flat();
    },
    async read(name, start, end) {
      const bytes = await readFile(path.join(folder, name)).catch(() => {
        throw new PalimpsestError("not_found", `The folder has no ${name}.`, { details: { field: name } });
      });
      return Uint8Array.from(bytes.subarray(start, end));
    },
  };
}
