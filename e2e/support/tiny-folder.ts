/** A tiny checkpoint as a folder on disk, as a person would have one. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { tinyFileBytes, type TinyFamily, type TinyOptions } from "../../lib/testing/tiny";

/** Writes the checkpoint and returns the folder. `without` leaves files out. */
export async function tinyFolder(
  parent: string,
  family: TinyFamily,
  { without = [], ...options }: TinyOptions & { without?: readonly string[] } = {},
): Promise<string> {
  const folder = path.join(parent, `tiny-${family}`);
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(tinyFileBytes(family, options))) {
    if (!without.includes(name)) await writeFile(path.join(folder, name), bytes);
  }
  return folder;
}
