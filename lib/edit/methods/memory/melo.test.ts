import { beforeAll, describe, expect, test } from "vitest";
import { createRun, type JsonObject } from "../../../base";
import { filledPrompt, type EditRequest } from "../../../data";
import { joinedLoraBlocks, scoreTargets, type AdapterOverlay, type Model } from "../../../model";
import { floats } from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { nativeRuntime } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import { melo } from "./melo";

const request = (subject: string, targetNew: string): EditRequest => ({
  id: subject,
  subject,
  prompt: "{} lives in",
  targetNew,
});
const [ANNA, BERTA, CARLA] = [
  request("Anna", "Rome is"),
  request("Berta", "Paris"),
  request("Carla", "Oslo"),
];
const BOTH = { layers: [0, 1], indexLayer: 0, radius: 0.5 };

async function edit(model: Model, parameters: JsonObject, requests: readonly EditRequest[] = [ANNA]) {
  const parsed = melo.parameters.parse({ ...BOTH, ...parameters });
  const call = { model, requests, parameters: parsed } as unknown as Parameters<typeof melo.apply>[1];
  const { overlays, report } = await melo.apply(createRun({ seed: 3 }), call);
  return { overlays: overlays as AdapterOverlay[], losses: report.curves?.lossNats ?? [] };
}

/** −mean log p of a request's target. */
async function lossOf(model: Model, request: EditRequest): Promise<number> {
  const pair = { prompt: filledPrompt(request), target: request.targetNew };
  const [{ perToken }] = await scoreTargets(createRun(), model, [pair]);
  return -perToken.reduce((sum, value) => sum + value, 0) / perToken.length;
}

describe.each(["gpt2", "llama"] as const)("MELO on a %s", (family) => {
  let model: Model;
  beforeAll(async () => {
    model = await tinyModel(family, nativeRuntime());
  });

  test.each(["up", "down"])("a block beside the %s map has the same effect as in training", async (map) => {
    const { overlays } = await edit(model, { map, steps: 4 });
    const { losses } = await edit(model, { map, steps: 5 });
    expectClose([losses[0]], [await lossOf(model, ANNA)], TOLERANCE.backend);
    expectClose([losses[4]], [await lossOf(model.with(overlays), ANNA)], TOLERANCE.backend);
    expect(losses[4]).toBeLessThan(losses[0]);
  });

  test("a block is trained independently of others and does not change them", async () => {
    const first = await edit(model, { steps: 5 });
    const second = await edit(model.with(first.overlays), { steps: 5, radius: 1e-3 }, [BERTA]);
    expectClose(second.losses, (await edit(model, { steps: 5 }, [BERTA])).losses, TOLERANCE.backend);
    const worn = model.with([...first.overlays, ...second.overlays]);
    const alone = await lossOf(model.with(first.overlays), ANNA);
    expectClose([await lossOf(worn, ANNA)], [alone], TOLERANCE.backend);
  });

  test("A starts within 1/√(K·R), and after a step K·B has the size of K steps", async () => {
    const [blocks, rank, learningRate] = [50, 2, 1e-3];
    const { overlays } = await edit(model, { blocks, rank, learningRate, steps: 1 });
    const [block] = joinedLoraBlocks(overlays).blocks;
    expect(block.size).toBe(2);
    for (const { left, right } of block.values()) {
      const sizes = floats(left).map(Math.abs);
      expect(Math.max(...sizes)).toBeCloseTo(blocks * learningRate, 4);
      // A has no gradient while B is zero.
      const bound = 1 / Math.sqrt(blocks * rank);
      const largest = Math.max(...floats(right).map(Math.abs));
      expect(largest).toBeLessThanOrEqual(bound);
      expect(largest).toBeGreaterThan(0.8 * bound);
    }
  });

  test("after twenty steps they are half as large", async () => {
    // Steps too small to change the gradient have the size of the learning rate.
    const [blocks, learningRate] = [50, 1e-9];
    const sizeAfter = async (steps: number) => {
      const { overlays } = await edit(model, { blocks, learningRate, steps });
      const [block] = joinedLoraBlocks(overlays).blocks;
      const sizes = [...block.values()].flatMap(({ left }) => [...floats(left).map(Math.abs)]);
      return Math.max(...sizes) / (blocks * learningRate);
    };
    expect(await sizeAfter(20)).toBeCloseTo(20, 2);
    expect(await sizeAfter(24)).toBeCloseTo(22, 2);
  });

  test("requests of one call share blocks, a few each, and every one is found", async () => {
    const all = [ANNA, BERTA, CARLA];
    const { overlays } = await edit(model, { editsPerBlock: 2, radius: 1e-3, steps: 10 }, all);
    const { points, blocks } = joinedLoraBlocks(overlays);
    expect([points.map(({ block }) => block), blocks.length]).toEqual([[0, 0, 1], 2]);
    const worn = model.with(overlays);
    for (const request of all) expect(await lossOf(worn, request)).toBeLessThan(await lossOf(model, request));
  });

  test("the index lies one below the blocks unless it is named, and never above them", async () => {
    const { overlays } = await edit(model, { layers: [1], indexLayer: null, steps: 1 });
    expect(overlays[0].site).toBe("blocks.0.mlp.in");
    expect(melo.parameters.safeParse({ layers: [0, 1], indexLayer: 1 }).error?.issues[0].path).toEqual([
      "indexLayer",
    ]);
  });
});
