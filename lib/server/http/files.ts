/** Responses that are files: whole, or the byte range that a Range header asks for. */
import { invalidField } from "../../base";

interface ByteRange {
  readonly start: number;
  /** One past the last byte. */
  readonly end: number;
}

/** The byte range that "bytes=a-b" asks for; null for the whole file. Throws for a range outside the file. */
export function parseRange(header: string | null, size: number): ByteRange | null {
  if (header === null) return null;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === "" && match[2] === "")) return null; // HTTP lets a server ignore several ranges and other units
  const [first, last] = match.slice(1).map((text) => (text === "" ? undefined : Number(text)));
  const start = first ?? Math.max(0, size - (last ?? 0));
  const end = first === undefined || last === undefined ? size : Math.min(last + 1, size);
  if (start >= end) throw invalidField("range", `The file has ${size} bytes; "${header}" is outside it.`);
  return { start, end };
}

/** A file, or a range of it, as a response. `stream` is called with the range to send. */
export function fileResponse(
  size: number,
  range: ByteRange | null,
  stream: (range: ByteRange) => BodyInit,
  name?: string,
): Response {
  const { start, end } = range ?? { start: 0, end: size };
  return new Response(stream({ start, end }), {
    status: range ? 206 : 200,
    headers: {
      "content-type": "application/octet-stream",
      "content-length": String(end - start),
      "accept-ranges": "bytes",
      ...(range && { "content-range": `bytes ${start}-${end - 1}/${size}` }),
      ...(name !== undefined && { "content-disposition": `attachment; filename="${name}"` }),
    },
  });
}

/** A stream that makes each piece only when the client can take it, and stops when the client disconnects. */
export function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await pieces.next();
        if (piece.done) controller.close();
        else controller.enqueue(piece.value);
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
