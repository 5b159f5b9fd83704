/** The files at the top of a folder that was dropped on the page, or GGUF files that were dropped by themselves. */

export interface DroppedFolder {
  readonly name: string;
  readonly files: readonly File[];
}

/** Null when what was dropped is neither. Must be called before the drop event ends: its items are gone after. */
export async function droppedFolder(items: DataTransferItemList): Promise<DroppedFolder | null> {
  const dropped = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const directory = dropped.find(isDirectory);
  if (!directory) {
    const files = await Promise.all(dropped.filter(isFile).map(fileOf));
    return files.some(({ name }) => name.endsWith(".gguf")) ? ggufFolder(files) : null;
  }
  const entries = await entriesOf(directory);
  const files = await Promise.all(entries.filter(isFile).map(fileOf));
  return { name: directory.name, files };
}

/** GGUF files under the name of the model: without the ending and the number of the part. */
export function ggufFolder(files: readonly File[]): DroppedFolder {
  const [first] = files.map(({ name }) => name).filter((name) => name.endsWith(".gguf"));
  return { name: first.replace(/(-\d{5}-of-\d{5})?\.gguf$/, ""), files };
}

function isDirectory(entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory ?? false;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A reader hands out at most a hundred entries at a time, and an empty list at the end. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
