/** Texts as tensors, because artifacts are bundles of tensors. */
import { int32, numbersOf, type Tensor, type TensorBundle } from "../../tensor";

/** Bytes as a tensor: four to an int32, and zeros at the end. */
export function bytesTensor(bytes: Uint8Array): Tensor<"int32"> {
  const words = new Int32Array(Math.ceil(bytes.length / 4));
  new Uint8Array(words.buffer).set(bytes);
  return int32([words.length], words);
}

/** The opposite, with zeros at the end. */
export function bytesOfTensor(tensor: Tensor): Uint8Array {
  return new Uint8Array(Int32Array.from(numbersOf(tensor)).buffer);
}

/** `bytes` is the UTF-8 of all texts; `lengths` are their sizes in bytes, [N]. */
export function textsBundle(texts: readonly string[]): TensorBundle {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const sizeBytes = encoded.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(sizeBytes);
  let end = 0;
  for (const one of encoded) {
    bytes.set(one, end);
    end += one.length;
  }
  const lengths = encoded.map(({ length }) => length);
  return { bytes: bytesTensor(bytes), lengths: int32([lengths.length], lengths) };
}

export function readTexts(bundle: TensorBundle): string[] {
  const bytes = bytesOfTensor(bundle.bytes);
  const decoder = new TextDecoder();
  let end = 0;
  return Array.from(numbersOf(bundle.lengths), (length) =>
    decoder.decode(bytes.subarray(end, (end += length))),
  );
}
