import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../base";
import { float32, floats, writeSafetensors } from "../../tensor";
import { memoryFiles, tinyFiles } from "../../testing/tiny";
import { openCheckpoint, type Checkpoint } from "../checkpoint/weights";
import type { ParameterSpec } from "../family";
import { denseSum, orientation, type WeightDelta, type WeightOverlay } from "../overlay/overlay";
import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, PREFIX, readAdapter } from "./read-adapter";
import { writeAdapter } from "./write-adapter";

let checkpoint: Checkpoint;
beforeAll(async () => {
  checkpoint = await openCheckpoint("tiny", tinyFiles("gpt2"));
});

const spec = (role: ParameterSpec["role"], part: ParameterSpec["part"] = "weight"): ParameterSpec =>
  checkpoint.facts.parameters.find((one) => one.role === role && one.part === part)!;

function factors(role: ParameterSpec["role"], rank: number, seed: string): WeightDelta {
  const random = seededRandom(seed);
  const [out, into] = orientation(spec(role));
  const draw = (shape: readonly number[]) =>
    float32(
      shape,
      Float32Array.from({ length: shape[0] * shape[1] }, () => random.normal()),
    );
  return { parameter: spec(role).name, form: "low-rank", left: draw([out, rank]), right: draw([rank, into]) };
}

const filesOf = (files: Readonly<Record<string, Uint8Array>>) => memoryFiles({ ...files });

async function readAgain(deltas: readonly WeightDelta[]): Promise<WeightOverlay> {
  const files = await writeAdapter([{ kind: "weights", deltas }], checkpoint);
  return (await readAdapter(filesOf(files), checkpoint)).overlay;
}

function expectSame(found: WeightOverlay, wanted: readonly WeightDelta[], name: string): void {
  const one = checkpoint.facts.parameters.find((parameter) => parameter.name === name)!;
  const sum = (deltas: readonly WeightDelta[]) =>
    denseSum(
      one,
      deltas.filter(({ parameter }) => parameter === name),
    );
  const [own, other] = [sum(found.deltas), sum(wanted)];
  own.forEach((value, i) => expect(value).toBeCloseTo(other[i], 5));
}

describe("an adapter that was written", () => {
  test("is read with the same changes, whatever the ranks and the layout", async () => {
    const deltas = [factors("mlp.down", 1, "a"), factors("attn.out", 3, "b")];
    const found = await readAgain(deltas);
    for (const { parameter } of deltas) expectSame(found, deltas, parameter);
  });

  test("has several changes of one weight side by side", async () => {
    const deltas = [factors("mlp.down", 1, "a"), factors("mlp.down", 2, "b")];
    expectSame(await readAgain(deltas), deltas, deltas[0].parameter);
  });

  test("has the bias of a changed module, and norms as whole modules", async () => {
    const bias = (role: ParameterSpec["role"]): WeightDelta => {
      const { name, shape } = spec(role, "bias");
      return { parameter: name, form: "dense", delta: float32(shape, new Float32Array(shape[0]).fill(0.25)) };
    };
    const deltas = [factors("mlp.down", 1, "a"), bias("mlp.down"), bias("norm.final")];
    const found = await readAgain(deltas);
    for (const { parameter } of deltas) expectSame(found, deltas, parameter);
  });

  test("cannot hold a matrix that changed as a whole", async () => {
    const { name } = spec("mlp.down");
    const [out, into] = orientation(spec("mlp.down"));
    const delta = float32([out, into], new Float32Array(out * into).fill(1));
    const writing = writeAdapter(
      [{ kind: "weights", deltas: [{ parameter: name, form: "dense", delta }] }],
      checkpoint,
    );
    await expect(writing).rejects.toMatchObject({
      code: "unsupported",
      hint: expect.stringContaining("folder"),
    });
  });
});

describe("an adapter that was not made for the model", () => {
  const config = (more: object = {}) =>
    new TextEncoder().encode(JSON.stringify({ peft_type: "LORA", r: 1, lora_alpha: 1, ...more }));
  const read = (settings: Uint8Array, bundle: Parameters<typeof writeSafetensors>[0]) =>
    readAdapter(
      filesOf({ [ADAPTER_CONFIG]: settings, [ADAPTER_WEIGHTS]: writeSafetensors(bundle) }),
      checkpoint,
    );

  test("is refused with the weight and both sizes", async () => {
    const module = `${PREFIX}${spec("mlp.down").name.replace(".weight", "")}`;
    const [out] = orientation(spec("mlp.down"));
    const bundle = {
      [`${module}.lora_A.weight`]: float32([1, 5], new Float32Array(5)),
      [`${module}.lora_B.weight`]: float32([out, 1], new Float32Array(out)),
    };
    await expect(read(config(), bundle)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(`[${out}, 5]`),
    });
  });

  test("and one that is no LoRA, are told apart", async () => {
    await expect(read(config({ peft_type: "IA3" }), {})).rejects.toMatchObject({ code: "unsupported" });
    await expect(read(config({ use_qalora: true }), {})).rejects.toMatchObject({
      message: expect.stringContaining("use_qalora"),
    });
  });
});

test("α and rank scale a change, by the square root of the rank where the adapter says so", async () => {
  const { name } = spec("mlp.down");
  const [out, into] = orientation(spec("mlp.down"));
  const module = `${PREFIX}${name.replace(".weight", "")}`;
  const ones = (shape: readonly number[]) => float32(shape, new Float32Array(shape[0] * shape[1]).fill(1));
  const bundle = {
    [`${module}.lora_A.weight`]: ones([4, into]),
    [`${module}.lora_B.weight`]: ones([out, 4]),
  };
  const changeOf = async (use_rslora: boolean) => {
    const settings = { peft_type: "LORA", r: 4, lora_alpha: 8, use_rslora };
    const files = filesOf({
      [ADAPTER_CONFIG]: new TextEncoder().encode(JSON.stringify(settings)),
      [ADAPTER_WEIGHTS]: writeSafetensors(bundle),
    });
    return denseSum(spec("mlp.down"), (await readAdapter(files, checkpoint)).overlay.deltas)[0];
  };
  expect(await changeOf(false)).toBe(8); // 4 ranks of 8/4
  expect(await changeOf(true)).toBe(16); // 4 ranks of 8/√4
});

test("the model's own weights stay as they are", async () => {
  const { name } = spec("mlp.down");
  const before = floats(await checkpoint.read(name)).slice();
  await readAgain([factors("mlp.down", 1, "a")]);
  expect([...floats(await checkpoint.read(name))]).toEqual([...before]);
});
