/** The beginnings of a checkpoint's files, which are enough to say what it would take: read here, before anything is sent. */

export interface FileHead {
  readonly name: string;
  readonly sizeBytes: number;
  /** In base64; empty for files that need only be there. */
  readonly head: string;
}

const READ_WHOLE = ["config.json", "model.safetensors.index.json"];
/** A safetensors file begins with the length of its header. */
const LENGTH_BYTES = 8;
/** Longer headers belong to no checkpoint; the server says so from what it gets. */
const LONGEST_HEADER = 5_000_000;

export function headsOf(files: readonly File[]): Promise<FileHead[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: file.name,
      sizeBytes: file.size,
      head: base64(new Uint8Array(await (await headOf(file)).arrayBuffer())),
    })),
  );
}

async function headOf(file: File): Promise<Blob> {
  if (READ_WHOLE.includes(file.name)) return file;
  if (!file.name.endsWith(".safetensors") || file.size < LENGTH_BYTES) return file.slice(0, 0);
  const start = new DataView(await file.slice(0, LENGTH_BYTES).arrayBuffer());
  const header = Number(start.getBigUint64(0, true));
  return file.slice(0, LENGTH_BYTES + Math.min(header, LONGEST_HEADER));
}

/** Three bytes become four characters, so whole threes can be joined. */
const CHUNK_BYTES = 3 * 8192;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES)));
  }
  return text;
}
