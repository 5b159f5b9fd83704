/** Folders of four models of GPT-2 small's shape: a base, and three that moved from it a little, each its own way. */
import { mkdir, open, writeFile } from "node:fs/promises";
import path from "node:path";
import { seededRandom } from "../../../lib/base";
import { familyOf } from "../../../lib/model";
import { bytesOf, float32, safetensorsHead, sizeOf } from "../../../lib/tensor";
import { GPT2_SMALL } from "../random-model";

const DEVIATION = 0.02;
const MOVED = 0.002;
/** Numbers that are drawn; tensors repeat them. Primes, so that no two tensors are alike. */
const DRAWN = 1_000_003;
const DRAWN_MOVES = 999_983;

export async function makeModels(folder: string): Promise<void> {
  const random = seededRandom("merged models");
  const drawn = Float32Array.from({ length: DRAWN }, () => DEVIATION * random.normal());
  for (const name of ["base", "a", "b", "c"]) {
    const stream = random.fork(name);
    const moves =
      name === "base" ? undefined : Float32Array.from({ length: DRAWN_MOVES }, () => MOVED * stream.normal());
    await makeModel(path.join(folder, name), drawn, moves);
  }
}

async function makeModel(
  folder: string,
  drawn: Float32Array,
  moves: Float32Array | undefined,
): Promise<void> {
  await mkdir(folder);
  await writeFile(path.join(folder, "config.json"), JSON.stringify(GPT2_SMALL));
  const { family, config } = familyOf(GPT2_SMALL);
  const specs = family.parameters(config).filter(({ tiedTo }) => tiedTo === undefined);
  const places = specs.map(({ name, shape }) => ({
    name,
    dtype: "F32",
    shape,
    sizeBytes: 4 * sizeOf(shape),
  }));
  const file = await open(path.join(folder, "model.safetensors"), "w");
  try {
    await file.writeFile(safetensorsHead(places));
    let at = 0;
    for (const { shape } of specs) {
      const values = new Float32Array(sizeOf(shape));
      for (let i = 0; i < values.length; i++, at++)
        values[i] = drawn[at % DRAWN] + (moves ? moves[at % DRAWN_MOVES] : 0);
      await file.writeFile(bytesOf(float32(shape, values)));
    }
  } finally {
    await file.close();
  }
}
