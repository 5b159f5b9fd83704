/**
 * One server to a data folder: two would each take the other's jobs for interrupted. The lock is an open transaction on a
 * small SQLite file, so the system ends it with the process, whatever ends that.
 */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { PalimpsestError } from "../../base";
import { openConnection } from "./database";

export interface FolderLock {
  release(): Promise<void>;
}

/** Throws `conflict` while another server has the folder open. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const owner = path.join(folder, "server.txt");
  const connection = openConnection(path.join(folder, "server.lock"));
  try {
    await connection.execute("BEGIN IMMEDIATE");
  } catch (cause) {
    connection.close();
    const who = await readFile(owner, "utf8").catch(() => "");
    throw new PalimpsestError(
      "conflict",
      `Another server has the data folder ${folder} open${who && ` (${who})`}.`,
      { hint: "Stop it first, or start this one with another folder in PALIMPSEST_DATA.", cause },
    );
  }
  await writeFile(owner, `process ${process.pid}, since ${new Date().toISOString()}`);
  return {
    async release() {
      // Closing alone leaves the transaction to the garbage collector.
      await connection.execute("ROLLBACK");
      connection.close();
    },
  };
}
