/** The beginnings of a checkpoint's files, which are enough to say what it would take: read here, before anything is sent. */

interface FileHead {
  readonly name: string;
  readonly sizeBytes: number;
  /** In base64; empty for files that need only be there. */
  readonly head: string;
  /** Other stretches that are read before any weight is. */
  readonly parts?: readonly { readonly start: number; readonly bytes: string }[];
}

const READ_WHOLE = /(^|\/)(config|modules|sentence_bert_config|model\.safetensors\.index)\.json$/;
/** A safetensors file begins with the length of its header. */
const LENGTH_BYTES = 8;
/** Longer headers belong to no checkpoint; the server says so from what it gets. */
const LONGEST_HEADER = 5_000_000;

export async function headsOf(files: readonly File[]): Promise<FileHead[]> {
  if (files.some(({ name }) => name.endsWith(".gguf"))) return ggufHeads(files);
  return Promise.all(
    files.map(async (file) => ({
      name: file.name,
      sizeBytes: file.size,
      head: base64(new Uint8Array(await (await headOf(file)).arrayBuffer())),
    })),
  );
}

/** All parts of the model that has a GGUF file of this name. */
export async function ggufPartsOf(name: string): Promise<readonly string[]> {
  return (await import("../../model")).ggufPartNames(name);
}

/** Of a GGUF file: its header, whose end only its reading tells, and the few tensors that are settings. */
async function ggufHeads(files: readonly File[]): Promise<FileHead[]> {
  // Most pages never read such a file, so its reader is not part of them.
  const { ggufHeadRanges } = await import("../../model");
  const sliced = async (file: File, start: number, end: number) =>
    new Uint8Array(await file.slice(start, end).arrayBuffer());
  const named = (name: string) => files.find((file) => file.name === name) as File;
  const ranges = await ggufHeadRanges({
    list: async () => files.map(({ name, size }) => ({ name, sizeBytes: size })),
    read: async (name, start = 0, end = named(name).size) => sliced(named(name), start, end),
  });
  return Promise.all(
    files.map(async (file) => {
      const ofFile = ranges.filter((range) => range.file === file.name);
      const read = await Promise.all(
        ofFile.map(async ({ start, end }) => ({ start, bytes: base64(await sliced(file, start, end)) })),
      );
      const [head, ...parts] = read;
      return { name: file.name, sizeBytes: file.size, head: head?.bytes ?? "", parts };
    }),
  );
}

async function headOf(file: File): Promise<Blob> {
  if (READ_WHOLE.test(file.name)) return file;
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
