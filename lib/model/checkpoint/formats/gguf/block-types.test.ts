import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { expectSameBits } from "../../../../testing/expect-close";
import { BLOCK_TYPES, decodeBlocks, type BlockType } from "./block-types";

/** A few blocks of each type, and the numbers that ggml itself makes of them. */
const golden = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../../../testing/fixtures/gguf/blocks.json"), "utf8"),
) as { type: number; bytes: string; values: string }[];

const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, "base64"));
const typeOf = (name: string) => [...BLOCK_TYPES.values()].find((type) => type.name === name) as BlockType;

test.each(golden.map((one) => [BLOCK_TYPES.get(one.type)?.name, one] as const))(
  "%s has ggml's numbers to the bit",
  (_name, { type, bytes, values }) => {
    const expected = new Float32Array(bytesOf(values).buffer);
    expectSameBits(decodeBlocks(BLOCK_TYPES.get(type) as BlockType, bytesOf(bytes)), expected);
  },
);

test("every type that is read, but for whole numbers of 16 and 32 bits, has a golden block", () => {
  const covered = new Set(golden.map(({ type }) => type));
  expect([...BLOCK_TYPES.values()].filter(({ id }) => !covered.has(id)).map(({ name }) => name)).toEqual([
    "F32",
    "F16",
  ]);
});

test("blocks that begin at an odd byte are read", () => {
  const whole = Uint8Array.of(0, 0x00, 0x3c, 0x00, 0xc0);
  expect([...decodeBlocks(typeOf("F16"), whole.subarray(1))]).toEqual([1, -2]);
});

test("eight bits: the scale is rounded to a half, numbers are divided by the unrounded one, halves go away from zero", () => {
  const values = Float32Array.from({ length: 64 }, (_, i) => (i < 32 ? (i - 16) / 3 : 0));
  const type = typeOf("Q8_0");
  const bytes = type.encode?.(values) as Uint8Array;
  const d = Math.fround(16 / 3 / 127);
  const quantized = [...values.subarray(0, 32)].map((value) => Math.round(value / d));
  expect([...new Int8Array(bytes.buffer, 2, 32)]).toEqual(quantized);
  const decoded = decodeBlocks(type, bytes);
  expect([...decoded.subarray(32)]).toEqual(Array(32).fill(0));
  values.subarray(0, 32).forEach((value, i) => expect(Math.abs(decoded[i] - value)).toBeLessThan(0.51 * d));
  expect(type.encode?.(decoded)).toEqual(bytes);
});

test.each(["F32", "F16", "BF16"])("%s is written as it is read", (name) => {
  const type = typeOf(name);
  const values = Float32Array.of(1, -0.5, 0, 1024, -3);
  expect([...decodeBlocks(type, type.encode?.(values) as Uint8Array)]).toEqual([...values]);
});
