/**
 * Several files as one response: a tar archive in the POSIX format (ustar), which every system unpacks. The sizes are known
 * before the first byte, so the response declares its length. A browser can then show progress and notice a cut download.
 */
import { PalimpsestError, type Run } from "../../base";
import type { FolderFile } from "../../model";

const BLOCK = 512;
/** Limits of the ustar header: a file's name, a folder's name, and a size in eleven octal digits. */
const LONGEST_NAME = 100;
const LONGEST_FOLDER = 155;
const LARGEST_FILE = 8 ** 11 - 1;

interface Archive {
  readonly sizeBytes: number;
  bytes(run: Run): AsyncGenerator<Uint8Array>;
}

/** An archive of the files in one folder, with `date` in whole seconds. Equal input gives equal bytes. */
export function tarArchive(folder: string, files: readonly FolderFile[], date: Date): Archive {
  return {
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + BLOCK + padded(sizeBytes), 2 * BLOCK),
    async *bytes(run) {
      for (const file of files) {
        yield header(folder, file, date);
        let written = 0;
        for await (const piece of file.bytes(run)) {
          written += piece.byteLength;
          yield piece;
        }
        if (written !== file.sizeBytes)
          throw new PalimpsestError("internal", `${file.name} has ${written} bytes, not ${file.sizeBytes}.`);
        yield new Uint8Array(padded(written) - written);
      }
      yield new Uint8Array(2 * BLOCK);
    },
  };
}

function padded(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK) * BLOCK;
}

function header(folder: string, { name, sizeBytes }: FolderFile, date: Date): Uint8Array {
  if (name.length > LONGEST_NAME || folder.length > LONGEST_FOLDER || sizeBytes > LARGEST_FILE)
    throw new PalimpsestError("unsupported", `A tar archive cannot hold ${name} of ${sizeBytes} bytes.`, {
      hint: "Use the export command, which writes a folder.",
    });
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(0, name);
  put(100, octal(0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(sizeBytes, 11));
  put(136, octal(Math.floor(date.getTime() / 1000), 11));
  put(148, " ".repeat(8)); // the checksum is computed with its own field as spaces
  put(156, "0"); // a plain file
  put(257, "ustar\u000000");
  put(345, folder);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return block;
}
