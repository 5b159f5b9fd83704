/** The embedded model, which knows things: editing tests need one. Loaded once for a test file, on the native runtime. */
import { existsSync } from "node:fs";
import path from "node:path";
import { loadModel, type Model } from "../model";
import { folderFiles } from "../server/files/folder-files";
import { nativeRuntime } from "./runtimes";

const FOLDER = path.resolve(import.meta.dirname, "../../public/models/atlas");

/** False where the folder is missing, with a line that says so: a skipped test is never silent. */
export const hasEmbedded: boolean = isThere(path.join(FOLDER, "model.safetensors"), "the embedded model");

let loaded: Promise<Model> | undefined;

export function embeddedModel(): Promise<Model> {
  return (loaded ??= loadModel("atlas", folderFiles(FOLDER), nativeRuntime()));
}

export const embeddedFile = (name: string): string => path.join(FOLDER, name);

/** Golden files too large for the repository, beside it. */
export const SHARED_FIXTURES = path.resolve(import.meta.dirname, "../../../shared/fixtures");

export function isThere(file: string, what: string): boolean {
  const there = existsSync(file);
  if (!there) console.warn(`skipped: ${what} is not at ${file}`);
  return there;
}
