/**
 * A model of a published one's shape with random weights: as much arithmetic as the real one, and nothing to download. Its
 * file is never whole anywhere: bytes are made as they are read.
 */
import { seededRandom } from "../../lib/base";
import { familyOf, type CheckpointFiles } from "../../lib/model";
import { sizeOf } from "../../lib/tensor";

export const GPT2_SMALL = {
  model_type: "gpt2",
  vocab_size: 50_257,
  n_positions: 1024,
  n_embd: 768,
  n_layer: 12,
  n_head: 12,
};
export const QWEN_HALF_BILLION = {
  model_type: "qwen2",
  vocab_size: 151_936,
  max_position_embeddings: 32_768,
  hidden_size: 896,
  intermediate_size: 4864,
  num_hidden_layers: 24,
  num_attention_heads: 14,
  num_key_value_heads: 2,
  rope_theta: 1e6,
  rms_norm_eps: 1e-6,
  tie_word_embeddings: true,
};
/** Standard deviation that GPT-2's weights are drawn with. */
const DEVIATION = 0.02;
/** Numbers that are drawn; weights repeat them. A prime, so that the rows of no matrix are alike. */
const DRAWN = 1_000_003;
const BYTES = 4;

export const randomGpt2 = (tokenizer: CheckpointFiles) => randomModel(GPT2_SMALL, tokenizer);

/** The files of the model beside those of a tokenizer. Tokens that the tokenizer does not know are never likely. */
export async function randomModel(
  settings: Readonly<Record<string, unknown>>,
  tokenizer: CheckpointFiles,
): Promise<CheckpointFiles> {
  const text = new TextDecoder();
  const known = vocabularySize(JSON.parse(text.decode(await tokenizer.read("tokenizer.json"))));
  const { header, readInto, sizeBytes } = weightsFile(settings, known);
  const config = new TextEncoder().encode(JSON.stringify(settings));
  return {
    list: async () => [
      ...(await tokenizer.list()).filter(({ name }) => name.startsWith("tokenizer")),
      { name: "config.json", sizeBytes: config.byteLength },
      { name: "model.safetensors", sizeBytes: header.byteLength + sizeBytes },
    ],
    async read(name, start = 0, end) {
      if (name === "config.json") return config.slice(start, end);
      if (name !== "model.safetensors") return tokenizer.read(name, start, end);
      const bytes = new Uint8Array((end ?? header.byteLength + sizeBytes) - start);
      readInto(start, bytes);
      return bytes;
    },
    openSync: async () => readInto, // weights are all that is read so
  };
}

function vocabularySize({ model }: { readonly model: { readonly vocab: object } }): number {
  return Object.keys(model.vocab).length;
}

/** Gains first, which are 1; then what is random; last the embedding, whose unknown tokens are 0. */
function weightsFile(settings: Readonly<Record<string, unknown>>, known: number) {
  const { family, config } = familyOf(settings);
  const { vocabulary, width } = family.dimensions(config);
  const stored = family.parameters(config).filter(({ tiedTo }) => tiedTo === undefined);
  const isGain = ({ role, part }: (typeof stored)[number]) => role.startsWith("norm") && part === "weight";
  const embedding = stored.filter(({ role }) => role === "embed.tokens");
  const gains = stored.filter(isGain);
  const rest = stored.filter((spec) => !isGain(spec) && !embedding.includes(spec));
  const entries: Record<string, unknown> = {};
  let at = 0;
  for (const { name, shape } of [...gains, ...rest, ...embedding]) {
    const end = at + BYTES * sizeOf(shape);
    entries[name] = { dtype: "F32", shape, data_offsets: [at, end] };
    at = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(entries).padEnd(1 << 16));
  const header = new Uint8Array(8 + json.byteLength);
  new DataView(header.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  header.set(json, 8);

  const random = seededRandom("random model");
  const drawn = Float32Array.from({ length: DRAWN }, () => DEVIATION * random.normal());
  const firstRandom = gains.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const firstUnknown = at / BYTES - (vocabulary - known) * width;
  const fillNumbers = (values: Float32Array, from: number): void => {
    const to = from + values.length;
    values.fill(1, 0, Math.max(0, firstRandom - from)).fill(0, Math.max(0, firstRandom - from));
    let index = Math.max(from, firstRandom);
    while (index < Math.min(to, firstUnknown)) {
      const end = Math.min(to, firstUnknown, index + DRAWN - (index % DRAWN));
      values.set(drawn.subarray(index % DRAWN, (index % DRAWN) + end - index), index - from);
      index = end;
    }
  };
  /** The bytes from `start` on, which with the last of them make whole numbers. */
  const readInto = (start: number, into: Uint8Array): void => {
    into.set(header.subarray(start, start + into.length));
    const skipped = Math.max(0, header.byteLength - start);
    if (skipped >= into.length) return;
    const numbers = new Float32Array(into.buffer, into.byteOffset + skipped, (into.length - skipped) / BYTES);
    fillNumbers(numbers, (start + skipped - header.byteLength) / BYTES);
  };
  return { header, readInto, sizeBytes: at };
}
