/** A checkpoint of which a page has sent only the beginning of each file, for preflight before the upload. */
import { PalimpsestError } from "../../base";
import type { CheckpointFiles } from "../../model";
import { isGgufFile } from "../../store";

interface FileHead {
  readonly name: string;
  readonly sizeBytes: number;
  /** The first bytes in base64. */
  readonly head: string;
  /** Other byte ranges that are read before any weight. */
  readonly parts?: readonly { readonly start: number; readonly bytes: string }[];
}

export function headFiles(files: readonly FileHead[]): CheckpointFiles {
  return {
    list: async () => files.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
    async read(name, start = 0, end) {
      const file = files.find((entry) => entry.name === name);
      if (!file) throw new PalimpsestError("not_found", `There is no ${name}.`, { details: { field: name } });
      const bytes = decoded(file.head);
      // The reader first asks for a portion of any size, so fewer bytes will do. Then it asks for exactly the header.
      const stop = Math.min(end ?? file.sizeBytes, file.sizeBytes);
      if (stop > bytes.length && start === 0 && bytes.length >= 8 && end !== undefined) return bytes;
      const part = file.parts?.find((one) => one.start === start);
      if (part && decoded(part.bytes).length === stop - start) return decoded(part.bytes);
      // A GGUF header is read in portions of one size, and the last of them reaches beyond it.
      if (isGgufFile(name)) return bytes.slice(start, stop);
      if (stop > bytes.length) {
        throw new PalimpsestError("invalid_input", `The beginning of ${name} is too short to be read.`, {
          hint: "Send the first eight bytes, the header whose length they hold, and all of a JSON file.",
          details: { field: name },
        });
      }
      return bytes.slice(start, stop);
    },
  };
}

const decoded = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
