/** Texts as tensors, because artifacts are bundles of tensors. */
import { int32, numbersOf, type TensorBundle } from "../../tensor";

/** `bytes` is the UTF-8 of all texts, four bytes to an int32 and zeros at the end; `lengths` are their sizes in bytes, [N]. */
export function textsBundle(texts: readonly string[]): TensorBundle {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const sizeBytes = encoded.reduce((sum, { length }) => sum + length, 0);
  const words = new Int32Array(Math.ceil(sizeBytes / 4));
  const bytes = new Uint8Array(words.buffer);
  let end = 0;
  for (const one of encoded) {
    bytes.set(one, end);
    end += one.length;
  }
  const lengths = encoded.map(({ length }) => length);
  return { bytes: int32([words.length], words), lengths: int32([lengths.length], lengths) };
}

export function readTexts(bundle: TensorBundle): string[] {
  const words = Int32Array.from(numbersOf(bundle.bytes));
  const bytes = new Uint8Array(words.buffer);
  const decoder = new TextDecoder();
  let end = 0;
  return Array.from(numbersOf(bundle.lengths), (length) =>
    decoder.decode(bytes.subarray(end, (end += length))),
  );
}
