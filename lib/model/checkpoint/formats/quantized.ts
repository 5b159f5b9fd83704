/**
 * Weights of four or eight bits in safetensors files: tensors of bytes, whose names end with the type of ggml that their
 * blocks have. Rows are those of [out, in], so that a program reads them as they are; `.t` marks a weight that the checkpoint
 * lays out as [in, out].
 */
import { BLOCK, float16Value } from "../../../tensor";
import { BLOCK_TYPES, type BlockType } from "./gguf/block-types";

/** Names of the types, in ggml's spelling. */
export type QuantizedType = "Q4_0" | "Q4_1" | "Q8_0";

interface Form {
  readonly bits: 4 | 8;
  readonly hasOffsets: boolean;
  /** The bytes of a block before its numbers. */
  readonly head: number;
}

const FORMS: Readonly<Record<QuantizedType, Form>> = {
  Q4_0: { bits: 4, hasOffsets: false, head: 2 },
  Q4_1: { bits: 4, hasOffsets: true, head: 4 },
  Q8_0: { bits: 8, hasOffsets: false, head: 2 },
};

export function blockType(type: QuantizedType): BlockType & Required<Pick<BlockType, "encode">> {
  const found = [...BLOCK_TYPES.values()].find(({ name }) => name === type);
  return found as BlockType & Required<Pick<BlockType, "encode">>;
}

/** The name of a weight's tensor in a file. */
export function quantizedName(name: string, type: QuantizedType, isTransposed: boolean): string {
  return `${name}.${type.toLowerCase()}${isTransposed ? ".t" : ""}`;
}

/** The weight that a tensor of this name holds; undefined for tensors of other kinds. */
export function parseQuantizedName(
  stored: string,
): { readonly name: string; readonly type: QuantizedType; readonly isTransposed: boolean } | undefined {
  const [, name, type, mark] = /^(.*)\.(q4_0|q4_1|q8_0)(\.t)?$/.exec(stored) ?? [];
  if (name === undefined) return undefined;
  return { name, type: type.toUpperCase() as QuantizedType, isTransposed: mark !== undefined };
}

/** How the programs of a model hold a weight. */
export const PARTS = ["numbers", "scales", "offsets"] as const;
export type QuantizedPart = (typeof PARTS)[number];

export function partsOf(type: QuantizedType): readonly QuantizedPart[] {
  return FORMS[type].hasOffsets ? PARTS : PARTS.slice(0, 2);
}

/** Bytes of a block's numbers in a program. */
export function numberBytes(type: QuantizedType): number {
  return (BLOCK * FORMS[type].bits) / 8;
}

/** Bytes of a weight's number in a program, its share of scales and offsets included. */
export function bytesPerNumber(type: QuantizedType): number {
  return (numberBytes(type) + 4 * (partsOf(type).length - 1)) / BLOCK;
}

/** Fills `into` with a part of whole blocks: a number in each byte or half byte, or a float32 for each block. */
export function copyPart(
  type: QuantizedType,
  part: QuantizedPart,
  stored: Uint8Array,
  into: Uint8Array | Float32Array,
): void {
  const { bits, head } = FORMS[type];
  const { sizeBytes } = blockType(type);
  const half = (at: number) => float16Value(stored[at] | (stored[at + 1] << 8));
  const blocks = stored.byteLength / sizeBytes;
  for (let i = 0, at = 0; i < blocks; i++, at += sizeBytes) {
    if (part === "scales") into[i] = half(at);
    else if (part === "offsets") into[i] = half(at + 2) + 8 * half(at);
    else if (bits === 8) for (let e = 0; e < 32; e++) into[32 * i + e] = stored[at + head + e] ^ 0x80;
    else {
      // ggml's bytes hold the numbers e and e + 16; a program's hold neighbours.
      for (let e = 0, from = at + head, to = 16 * i; e < 8; e++, from += 2, to++) {
        const [first, second] = [stored[from], stored[from + 1]];
        into[to] = (first & 15) | ((second & 15) << 4);
        into[to + 8] = (first >> 4) | (second & 0xf0);
      }
    }
  }
}
