import { expect, test } from "vitest";
import { createRun } from "../../base";
import { kinshipOf, type KinshipReport } from "../../merge";
import { readSafetensors, writeSafetensors } from "../../tensor";
import { jsonBytes, memoryFiles, tinyFileBytes, tinyFiles } from "../../testing/tiny";
import type { CheckpointFiles } from "./checkpoint-files";
import { ggufFile } from "./export/gguf-file";
import { checkpointSource } from "./merge-source";
import { openCheckpoint } from "./weights";

const SEEDS = [0, 1, 2];

async function kinship(
  files: (seed: number) => Promise<CheckpointFiles>,
): Promise<Omit<KinshipReport, "durationMs">> {
  const [base, ...models] = await Promise.all(
    SEEDS.map(async (seed) => ({
      name: String(seed),
      source: await checkpointSource("tiny", await files(seed)),
    })),
  );
  const { durationMs: _, ...report } = await kinshipOf(createRun(), base, models, { topShare: 0.1 });
  return report;
}

test("kinship of models in several files is that of the same models in one, to the digit", async () => {
  const whole = await kinship(async (seed) => tinyFiles("llama", { seed }));
  const sharded = await kinship(async (seed) => {
    const { "model.safetensors": bytes, ...rest } = tinyFileBytes("llama", { seed });
    const entries = Object.entries(readSafetensors(bytes).bundle);
    const nameOf = (i: number) => `model-0000${(i % 3) + 1}-of-00003.safetensors`;
    const shards = [0, 1, 2].map((part) => [
      nameOf(part),
      writeSafetensors(Object.fromEntries(entries.filter((_, i) => i % 3 === part))),
    ]);
    const map = Object.fromEntries(entries.map(([name], i) => [name, nameOf(i)]));
    return memoryFiles({
      ...rest,
      ...Object.fromEntries(shards),
      "model.safetensors.index.json": jsonBytes({ weight_map: map }),
    });
  });
  expect(whole.pairs[0].tensors.length).toBeGreaterThan(10);
  expect(sharded).toEqual(whole);
});

test("kinship of models in 8 bits is that of the numbers which their files hold", async () => {
  const eightBit = async (seed: number): Promise<CheckpointFiles> => {
    const options = { type: "Q8_0", name: "tiny" } as const;
    const file = await ggufFile(createRun(), "tiny", tinyFiles("llama", { seed }), new Map(), options);
    const parts: Uint8Array[] = [];
    for await (const part of file.bytes(createRun())) parts.push(part);
    return memoryFiles({ [file.name]: Uint8Array.from(Buffer.concat(parts)) });
  };
  const held = await kinship(eightBit);
  const asFloats = await kinship(async (seed) => {
    const files = await eightBit(seed);
    const { facts, read } = await openCheckpoint("tiny", files);
    const numbers = await Promise.all(
      facts.parameters
        .filter(({ tiedTo }) => tiedTo === undefined)
        .map(async ({ name }) => [name, await read(name)] as const),
    );
    const { "model.safetensors": _, ...rest } = tinyFileBytes("llama", { seed });
    return memoryFiles({ ...rest, "model.safetensors": writeSafetensors(Object.fromEntries(numbers)) });
  });
  const pccOf = ({ pairs }: Pick<KinshipReport, "pairs">) => pairs.map(({ global }) => global);
  expect(pccOf(held)).toEqual(pccOf(asFloats));
  // Rounding to 8 bits moves it a little.
  const whole = await kinship(async (seed) => tinyFiles("llama", { seed }));
  pccOf(held).forEach(({ pcc }, i) => expect(pcc).toBeCloseTo(pccOf(whole)[i].pcc ?? 0, 2));
});
