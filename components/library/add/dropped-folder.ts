/** The files of a folder that was chosen or dropped on the page, or GGUF files that were dropped by themselves. */
import { isCheckpointFile } from "@/lib/store";

interface DroppedFolder {
  readonly name: string;
  readonly files: readonly File[];
}

/** Null when what was dropped is neither. Must be called before the drop event ends: its items are gone after. */
export async function droppedFolder(items: DataTransferItemList): Promise<DroppedFolder | null> {
  const dropped: FileSystemEntry[] = [];
  const loose: File[] = []; // dragged out of another program, not out of a folder
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) dropped.push(entry);
    if (file) loose.push(file);
  }
  const directory = dropped.find(isDirectory);
  if (!directory) {
    const files = [...(await Promise.all(dropped.filter(isFile).map(fileOf))), ...loose];
    return files.some(({ name }) => name.endsWith(".gguf")) ? ggufFolder(files) : null;
  }
  const entries = await entriesOf(directory);
  const atTop = await Promise.all(entries.filter(isFile).map(fileOf));
  const inside = await Promise.all(
    entries.filter(isDirectory).map(async (folder) => {
      const files = await Promise.all((await entriesOf(folder)).filter(isFile).map(fileOf));
      return filesInside(files.map((file) => [`${folder.name}/${file.name}`, file]));
    }),
  );
  return { name: directory.name, files: [...atTop, ...inside.flat()] };
}

/** The files of a folder that was chosen with a button, which come with their paths. */
export function chosenFolder(files: readonly File[]): DroppedFolder {
  const pathOf = (file: File) => file.webkitRelativePath.split("/").slice(1);
  const [name] = files[0].webkitRelativePath.split("/");
  const atTop = files.filter((file) => pathOf(file).length === 1);
  const below = files.filter((file) => pathOf(file).length > 1);
  return { name, files: [...atTop, ...filesInside(below.map((file) => [pathOf(file).join("/"), file]))] };
}

/** Of files in folders inside, those that belong to a checkpoint, named by their path: the pooling of a sentence encoder. */
function filesInside(files: readonly (readonly [path: string, file: File])[]): File[] {
  return files.flatMap(([path, file]) => (isCheckpointFile(path) ? [new File([file], path)] : []));
}

/** GGUF files under the name of the model: without the ending and the number of the part. */
export function ggufFolder(files: readonly File[]): DroppedFolder {
  const [first] = files.map(({ name }) => name).filter((name) => name.endsWith(".gguf"));
  return { name: first.replace(/(-\d{5}-of-\d{5})?\.gguf$/, ""), files };
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A reader hands out at most a hundred entries at a time, and an empty list at the end. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const next = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (next.length === 0) return all;
    all.push(...next);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
