/** A GPT-2 of any size with random weights, in memory: for timing, where what the weights say does not matter. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { seededRandom } from "../../lib/base";
import { MODEL_FAMILIES, type CheckpointFiles } from "../../lib/model";

export interface RandomShape {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly vocabulary: number;
  readonly context: number;
}

const TOKENIZER = path.join(import.meta.dirname, "../../public/models/atlas");
/** Half-precision values to draw from, of the spread that GPT-2 starts its training with. */
const DRAWS = 4096;
const SPREAD = 0.02;

/** Weights in half precision; the tokenizer is the embedded model's, whose tokens are the first of the vocabulary. */
export function randomCheckpoint(shape: RandomShape): CheckpointFiles {
  const config = {
    model_type: "gpt2",
    n_embd: shape.width,
    n_layer: shape.layers,
    n_head: shape.heads,
    vocab_size: shape.vocabulary,
    n_positions: shape.context,
  };
  const files = new Map<string, Uint8Array>([
    ["config.json", new TextEncoder().encode(JSON.stringify(config))],
    ["model.safetensors", randomWeights(config)],
    ...["tokenizer.json", "tokenizer_config.json"].map(
      (name) => [name, Uint8Array.from(readFileSync(path.join(TOKENIZER, name)))] as const,
    ),
  ]);
  return {
    list: async () => [...files].map(([name, { byteLength }]) => ({ name, sizeBytes: byteLength })),
    read: async (name, start, end) => (files.get(name) ?? new Uint8Array()).slice(start, end),
  };
}

function randomWeights(config: { readonly model_type: string }): Uint8Array {
  const family = MODEL_FAMILIES.get(config.model_type);
  const specs = family.parameters(family.config.parse(config)).filter(({ tiedTo }) => tiedTo === undefined);
  const entries: Record<string, object> = {};
  let offset = 0;
  for (const { name, shape } of specs) {
    const bytes = 2 * shape.reduce((product, size) => product * size, 1);
    entries[name] = { dtype: "F16", shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  const header = new TextEncoder().encode(JSON.stringify(entries));
  const padded = Math.ceil(header.byteLength / 8) * 8;
  const file = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(header, 8);
  const random = seededRandom("weights");
  const draws = Uint16Array.from({ length: DRAWS }, () => halfBits(SPREAD * random.normal()));
  const values = new Uint16Array(file.buffer, 8 + padded);
  for (let i = 0; i < values.length; i++) values[i] = draws[random.integer(DRAWS)];
  // Norms scale by about one.
  for (const { name, shape } of specs) {
    if (!/ln_.*\.weight$/.test(name)) continue;
    const [start] = (entries[name] as { data_offsets: [number, number] }).data_offsets;
    values.fill(halfBits(1), start / 2, start / 2 + shape[0]);
  }
  return file;
}

/** The bits of a normal half-precision number near `value`. */
function halfBits(value: number): number {
  const magnitude = Math.max(Math.abs(value), 2 ** -14);
  const exponent = Math.floor(Math.log2(magnitude));
  const fraction = Math.min(1023, Math.round((magnitude / 2 ** exponent - 1) * 1024));
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}
