/** A note in the data folder of when it was backed up last, so that a server can say so. It is not part of a backup. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Env } from "../../env";
import { writeWhole } from "../../files/part-files";

const LastBackup = z.object({
  at: z.iso.datetime(),
  folder: z.string(),
  files: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
});
export type LastBackup = z.infer<typeof LastBackup>;

const fileIn = ({ dataFolder }: Pick<Env, "dataFolder">): string => path.join(dataFolder, "last-backup.json");

export async function writeLastBackup(env: Pick<Env, "dataFolder">, backup: LastBackup): Promise<void> {
  await writeWhole(fileIn(env), (part) => writeFile(part, JSON.stringify(backup)));
}

/** Null where none was made, or the note cannot be read: then nobody should rely on one. */
export async function lastBackup(env: Pick<Env, "dataFolder">): Promise<LastBackup | null> {
  const text = await readFile(fileIn(env), "utf8").catch(() => "null");
  try {
    return LastBackup.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
