/**
 * The beginning of a GGUF file: its keys and the list of its tensors, whose bytes follow in the same order. llama.cpp wants no
 * gap between tensors, each padded to the alignment, the last one too.
 */
import type { BlockType } from "./block-types";
import type { GgufKey } from "./header";

/** A tensor that is written. `shape` has the rows first. */
export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: BlockType;
}

/** The alignment that a file has when it does not state one. */
const ALIGNMENT = 32;
const VERSION = 3;

export const padded = (sizeBytes: number) => Math.ceil(sizeBytes / ALIGNMENT) * ALIGNMENT;

export function tensorBytes({ shape, type }: Omit<WrittenTensor, "name">): number {
  return (shape.reduce((product, size) => product * size, 1) / type.size) * type.sizeBytes;
}

/** `keys` in their order, without counts. A key `general.alignment` must not be among them. */
export function ggufHead(keys: ReadonlyMap<string, GgufKey>, tensors: readonly WrittenTensor[]): Uint8Array {
  const bytes = byteWriter();
  bytes.raw(new TextEncoder().encode("GGUF"));
  bytes.number(UINT32, VERSION);
  bytes.number(UINT64, tensors.length);
  bytes.number(UINT64, keys.size);
  for (const [name, { type, subType, value }] of keys) {
    bytes.text(name);
    bytes.number(UINT32, type);
    if (type !== ARRAY) {
      bytes.value(type, value);
      continue;
    }
    const values = value as readonly unknown[];
    const element = subType ?? STRING;
    bytes.number(UINT32, element);
    bytes.number(UINT64, values.length);
    for (const one of values) bytes.value(element, one);
  }
  let offset = 0;
  for (const tensor of tensors) {
    bytes.text(tensor.name);
    bytes.number(UINT32, tensor.shape.length);
    for (const size of [...tensor.shape].reverse()) bytes.number(UINT64, size);
    bytes.number(UINT32, tensor.type.id);
    bytes.number(UINT64, offset);
    offset += padded(tensorBytes(tensor));
  }
  return bytes.done();
}

/** Numbers of the types that keys are written in. */
export const KEY_TYPES = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;

const { uint32: UINT32, float32: FLOAT32, bool: BOOL, string: STRING, array: ARRAY } = KEY_TYPES;
const [UINT64, INT64, FLOAT64] = [10, 11, 12];
const SIZE_OF = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

function byteWriter() {
  let bytes = new Uint8Array(1 << 16);
  let length = 0;
  const room = (count: number) => {
    if (length + count > bytes.length) {
      const larger = new Uint8Array(Math.max(2 * bytes.length, length + count));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    length += count;
    return new DataView(bytes.buffer, length - count, count);
  };
  const writer = {
    raw(part: Uint8Array): void {
      room(part.length);
      bytes.set(part, length - part.length);
    },
    text(text: string): void {
      const encoded = new TextEncoder().encode(text);
      writer.number(UINT64, encoded.length);
      writer.raw(encoded);
    },
    number(type: number, value: number | bigint): void {
      const view = room(SIZE_OF[type]);
      if (type === UINT64) view.setBigUint64(0, BigInt(value), true);
      else if (type === INT64) view.setBigInt64(0, BigInt(value), true);
      else if (type === FLOAT32) view.setFloat32(0, Number(value), true);
      else if (type === FLOAT64) view.setFloat64(0, Number(value), true);
      else if (SIZE_OF[type] === 4) view.setInt32(0, Number(value), true);
      else if (SIZE_OF[type] === 2) view.setInt16(0, Number(value), true);
      else view.setInt8(0, Number(value));
    },
    value(type: number, value: unknown): void {
      if (type === STRING) writer.text(value as string);
      else if (type === BOOL) writer.number(BOOL, value ? 1 : 0);
      else writer.number(type, value as number | bigint);
    },
    /** All that was written, padded to the alignment. */
    done: (): Uint8Array => {
      room(padded(length) - length);
      return bytes.slice(0, length);
    },
  };
  return writer;
}
