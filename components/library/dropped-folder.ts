/** The files at the top of a folder that was dropped on the page. */

export interface DroppedFolder {
  readonly name: string;
  readonly files: readonly File[];
}

/** Null when what was dropped is not a folder. Must be called before the drop event ends: its items are gone after. */
export async function droppedFolder(items: DataTransferItemList): Promise<DroppedFolder | null> {
  const directory = [...items].map((item) => item.webkitGetAsEntry()).find(isDirectory);
  if (!directory) return null;
  const entries = await entriesOf(directory);
  const files = await Promise.all(entries.filter(isFile).map(fileOf));
  return { name: directory.name, files };
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
