/** Safetensors: one file, or shards that an index names. */
import { z } from "zod";
import { because, PalimpsestError } from "../../../base";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  parseSafetensorsHeader,
  safetensorsHeaderLength,
  transposedData,
} from "../../../tensor";
import { readJson, sizesIn, type CheckpointFiles } from "../checkpoint-files";
import type { StoredTensor, TensorList, WeightFormat } from "./format";
import { decodeBlocks } from "./gguf/block-types";
import { blockType, parseQuantizedName, type QuantizedType } from "./quantized";

const WHOLE = "model.safetensors";
const INDEX = "model.safetensors.index.json";
const FIRST_READ = 64 * 1024;

export const safetensors: WeightFormat = {
  id: "safetensors",
  matches: (names) => names.some((name) => name === WHOLE || name === INDEX),
  open: async (files) => ({ files, tensors: () => tensorsIn(files) }),
};

async function tensorsIn(files: CheckpointFiles): Promise<TensorList> {
  const listed = await sizesIn(files);
  const shards = await weightFiles(files, listed);
  const tensors = new Map<string, StoredTensor>();
  for (const file of shards) {
    const header = await readHeader(files, file, listed.get(file) ?? 0);
    for (const [name, { dtype, shape, start, end }] of header.entries) {
      const place = { file, start, end };
      const quantized = parseQuantizedName(name);
      if (quantized && dtype === "U8" && shape.length === 3)
        tensors.set(quantized.name, { ...place, ...quantizedTensor(quantized, shape) });
      else tensors.set(name, { ...place, shape, dtype, ...(TYPES[dtype] ?? UNREAD) });
    }
  }
  return { files: shards, tensors, isExact: false };
}

async function weightFiles(files: CheckpointFiles, listed: ReadonlyMap<string, number>): Promise<string[]> {
  if (listed.has(WHOLE)) return [WHOLE];
  if (!listed.has(INDEX)) {
    throw new PalimpsestError("invalid_input", `The folder has no ${WHOLE}.`, {
      hint: "Weights in other formats (such as .bin) can run code when opened and are not read; convert to safetensors.",
      details: { ...because("folderLacksWeights", { file: WHOLE }), field: WHOLE },
    });
  }
  const index = z
    .object({ weight_map: z.record(z.string(), z.string()) })
    .safeParse(await readJson(files, INDEX));
  if (!index.success) {
    throw new PalimpsestError("integrity", `${INDEX} has no weight_map.`, { details: { field: INDEX } });
  }
  const shards = [...new Set(Object.values(index.data.weight_map))].sort();
  const missing = shards.filter((file) => !listed.has(file));
  if (missing.length > 0) {
    throw new PalimpsestError(
      "invalid_input",
      `${INDEX} names ${missing.join(", ")}, which the folder lacks.`,
      {
        hint: "Add the missing shards.",
        details: { ...because("folderLacks", { file: missing.join(", ") }), field: missing[0] },
      },
    );
  }
  return shards;
}

async function readHeader(files: CheckpointFiles, file: string, size: number) {
  const head = await files.read(file, 0, Math.min(size, FIRST_READ));
  const needed = 8 + safetensorsHeaderLength(head, size, file);
  const whole = needed <= head.byteLength ? head : await files.read(file, 0, needed);
  return parseSafetensorsHeader(whole, size, file);
}

/** A tensor of bytes [out, blocks, bytes of a block]. */
function quantizedTensor(
  { type, isTransposed }: { readonly type: QuantizedType; readonly isTransposed: boolean },
  [out, blocks]: readonly number[],
): Omit<StoredTensor, "file" | "start" | "end"> {
  const form = blockType(type);
  const into = blocks * form.size;
  return {
    shape: isTransposed ? [into, out] : [out, into],
    dtype: type,
    blocks: type,
    block: { size: form.size, sizeBytes: form.sizeBytes },
    decode: (bytes, values) => decodeBlocks(form, bytes, values),
    ...(isTransposed && { arrange: (values: Float32Array) => transposedData(values, out, into) }),
  };
}

type Decoding = Pick<StoredTensor, "block" | "decode">;

const UNREAD: Decoding = { block: { size: 1, sizeBytes: 1 } };

/** Types that are read, in the file's spelling. */
const TYPES: Readonly<Record<string, Decoding>> = {
  F64: type(8, ({ buffer, byteOffset, byteLength }, into) =>
    filled(new Float64Array(buffer, byteOffset, byteLength / 8), into),
  ),
  F32: type(4, ({ buffer, byteOffset, byteLength }, into) => {
    const values = new Float32Array(buffer, byteOffset, byteLength / 4);
    return into ? filled(values, into) : values;
  }),
  F16: type(2, (bytes, into) => float16ToFloat32(halves(bytes), into)),
  BF16: type(2, (bytes, into) => bfloat16ToFloat32(halves(bytes), into)),
};

function type(
  sizeBytes: number,
  decode: (aligned: Uint8Array<ArrayBuffer>, into?: Float32Array) => Float32Array,
): Decoding {
  return {
    block: { size: 1, sizeBytes },
    decode: (bytes, into) =>
      decode((bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()) as Uint8Array<ArrayBuffer>, into),
  };
}

function filled(
  values: Float32Array | Float64Array,
  into: Float32Array = new Float32Array(values.length),
): Float32Array {
  into.set(values);
  return into;
}

function halves({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}
