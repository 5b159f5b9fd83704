/** The embedded model, for tests of editing: they need a model that knows facts. Loaded once a test file, natively. */
import { existsSync } from "node:fs";
import path from "node:path";
import { loadModel, type Model } from "../model";
import { folderFiles } from "../server/files/folder-files";
import { nativeRuntime } from "./runtimes";

const FOLDER = path.resolve(import.meta.dirname, "../../public/models/atlas");

const ALLOW_MISSING = "PALIMPSEST_ALLOW_NO_MODEL";

/** False only if the variable allows a checkout without the model. */
export const hasEmbedded: boolean = findEmbedded(FOLDER, process.env);

/** Whether the model is in a folder. Throws if it is missing: else the suite would pass without most tests of editing. */
export function findEmbedded(
  folder: string,
  variables: Readonly<Record<string, string | undefined>>,
): boolean {
  const file = path.join(folder, "model.safetensors");
  if (existsSync(file)) return true;
  if (!variables[ALLOW_MISSING])
    throw new Error(
      `The embedded model is missing at ${file}, and most tests of editing need it. ` +
        `Check it out, or set ${ALLOW_MISSING}=1 to skip these tests.`,
    );
  return isThere(file, "the embedded model");
}

let loaded: Promise<Model> | undefined;

export function embeddedModel(): Promise<Model> {
  return (loaded ??= loadModel("atlas", folderFiles(FOLDER), nativeRuntime()));
}

export const embeddedFile = (name: string): string => path.join(FOLDER, name);

/** The folder beside the repository with golden files that are too large for it. */
export const SHARED_FIXTURES = path.resolve(import.meta.dirname, "../../../shared/fixtures");

export function isThere(file: string, what: string): boolean {
  const there = existsSync(file);
  if (!there) console.warn(`skipped: ${what} is not at ${file}`);
  return there;
}
