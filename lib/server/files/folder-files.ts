/** The files of a checkpoint in a folder. */
import { closeSync, openSync, readSync } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { because, PalimpsestError } from "../../base";
import { ggufPartNames, type CheckpointFiles } from "../../model";
import { isCheckpointFile } from "../../store";

/** The system reads at most 2 GB at once. */
const LARGEST_READ = 2 ** 30;

/** The files of the model at a path: a checkpoint folder, or a GGUF file with the other parts of a split one beside it. */
export function localFiles(location: string): CheckpointFiles {
  if (!location.endsWith(".gguf")) return folderFiles(location);
  const parts = ggufPartNames(path.basename(location));
  return folderFiles(path.dirname(location), (name) => parts.includes(name));
}

/** Names of the checkpoint's files in a folder. A file in a subfolder is named by its relative path. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = await Promise.all(
    entries.map(async (entry) =>
      entry.isDirectory()
        ? (await readdir(path.join(folder, entry.name)).catch(() => [])).map(
            (name) => `${entry.name}/${name}`,
          )
        : [entry.name],
    ),
  );
  return names.flat().filter(isCheckpointFile);
}

/** The checkpoint's files in a folder. `isChosen` selects among them. */
export function folderFiles(
  folder: string,
  isChosen: (name: string) => boolean = () => true,
): CheckpointFiles {
  return {
    async list() {
      const names = (await namesIn(folder)).filter(isChosen);
      return Promise.all(
        names.map(async (name) => ({ name, sizeBytes: (await stat(path.join(folder, name))).size })),
      );
    },
    async read(name, start = 0, end) {
      if (!isCheckpointFile(name)) throw notFound(name);
      const file = await open(path.join(folder, name), "r").catch(() => null);
      if (!file)
        throw new PalimpsestError("not_found", `The folder has no ${name}.`, {
          details: { ...because("folderLacks", { file: name }), field: name },
        });
      try {
        const length = (end ?? (await file.stat()).size) - start;
        // Each tensor gets its own buffer, so that it is aligned and its memory is freed with it.
        const bytes = new Uint8Array(length);
        let filled = 0;
        while (filled < length) {
          const wanted = Math.min(length - filled, LARGEST_READ);
          const { bytesRead } = await file.read(bytes, filled, wanted, start + filled);
          if (bytesRead === 0) throw endsEarly(name, start + filled);
          filled += bytesRead;
        }
        return bytes;
      } finally {
        await file.close();
      }
    },
    async openSync(name) {
      if (!isCheckpointFile(name)) throw notFound(name);
      return (start, into) => {
        const file = openSync(path.join(folder, name), "r");
        try {
          for (let filled = 0; filled < into.length;) {
            const wanted = Math.min(into.length - filled, LARGEST_READ);
            const bytesRead = readSync(file, into, filled, wanted, start + filled);
            if (bytesRead === 0) throw endsEarly(name, start + filled);
            filled += bytesRead;
          }
        } finally {
          closeSync(file);
        }
      };
    },
  };
}

function notFound(name: string): PalimpsestError {
  return new PalimpsestError("not_found", `A checkpoint has no file "${name}".`, {
    details: { field: name },
  });
}

function endsEarly(name: string, at: number): PalimpsestError {
  return new PalimpsestError("integrity", `${name} ends after ${at} bytes.`);
}
