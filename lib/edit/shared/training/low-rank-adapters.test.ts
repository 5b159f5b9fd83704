import { beforeAll, describe, expect, test } from "vitest";
import { createRun, type JsonObject } from "../../../base";
import type { EditRequest } from "../../../data";
import { deltasOf, scoreTargets, type Model } from "../../../model";
import { floats } from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { nativeRuntime } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import { adaLora } from "../../methods/fine-tuning/adalora";
import { lora } from "../../methods/fine-tuning/lora";

const REQUEST: EditRequest = { id: "0", subject: "Anna", prompt: "{} lives in", targetNew: "Rome is" };
const EVERYWHERE = ["attn.qkv", "attn.q", "attn.out", "mlp.gate", "mlp.up", "mlp.down"];

async function train(method: typeof lora | typeof adaLora, model: Model, parameters: JsonObject) {
  const parsed = method.parameters.parse({ rank: 2, dropout: 0, learningRate: 0.02, ...parameters });
  const call = { model, requests: [REQUEST], parameters: parsed } as unknown as Parameters<
    typeof adaLora.apply
  >[1];
  const { overlays, report } = await method.apply(createRun({ seed: 3 }), call);
  return { overlays, losses: report.curves?.lossNats ?? [] };
}

/** −mean log p of the request's target. */
async function lossOf(model: Model): Promise<number> {
  const pair = { prompt: "Anna lives in", target: REQUEST.targetNew };
  const [{ perToken }] = await scoreTargets(createRun(), model, [pair]);
  return -perToken.reduce((sum, value) => sum + value, 0) / perToken.length;
}

describe.each(["gpt2", "llama"] as const)("adapters of a %s", (family) => {
  let model: Model;
  beforeAll(async () => {
    model = await tinyModel(family, nativeRuntime());
  });

  test.each([[["mlp.down"]], [["mlp.up", "mlp.down"]], [EVERYWHERE]])(
    "of %s: what is worn afterwards scores as it did while training",
    async (roles) => {
      const { overlays } = await train(lora, model, { roles, steps: 4 });
      const { losses } = await train(lora, model, { roles, steps: 5 });
      expectClose([losses[0]], [await lossOf(model)], TOLERANCE.backend);
      expectClose([losses[4]], [await lossOf(model.with(overlays))], TOLERANCE.backend);
      expect(losses[4]).toBeLessThan(losses[0]);
    },
  );

  test("an edit on top of an edit starts where the first one ended", async () => {
    const first = await train(lora, model, { roles: EVERYWHERE, steps: 4 });
    const second = await train(lora, model.with(first.overlays), { roles: EVERYWHERE, steps: 2 });
    expectClose([second.losses[0]], [await lossOf(model.with(first.overlays))], TOLERANCE.backend);
  });

  test("AdaLoRA's loss is the target's plus how far its factors are from orthogonal", async () => {
    const roles = ["mlp.down"];
    const { losses } = await train(adaLora, model, { roles, steps: 5, alpha: 2 });
    const { overlays } = await train(adaLora, model, { roles, steps: 4, alpha: 2 });
    // Factors near zero are √R away from orthogonal, and the penalty is half the mean of those distances.
    const penalty = losses[0] - (await lossOf(model));
    expect(Math.abs(penalty - Math.SQRT2 / 2)).toBeLessThan(0.02);
    expect(losses[4] - (await lossOf(model.with(overlays)))).toBeGreaterThan(0);
  });

  test("AdaLoRA with a target rank ends with that many directions, of all adapters together", async () => {
    const roles = ["mlp.up", "mlp.down"];
    const call = { roles, steps: 6, targetRank: 1 };
    const { overlays } = await train(adaLora, model, call);
    const directions = deltasOf(overlays).map((delta) => {
      if (delta.form !== "low-rank") throw new Error("An adapter is written as factors.");
      const [out, rank] = delta.left.shape;
      const left = floats(delta.left);
      const columns = Array.from({ length: rank }, (_, r) =>
        Array.from({ length: out }, (_, i) => left[i * rank + r]),
      );
      return columns.filter((column) => column.some((value) => value !== 0)).length;
    });
    const sum = directions.reduce((total, count) => total + count, 0);
    expect(sum).toBe(directions.length);
  });

  test("dropout changes the training and not the form of the result", async () => {
    const roles = ["mlp.down"];
    const [plain, dropped] = [
      await train(lora, model, { roles, steps: 3 }),
      await train(lora, model, { roles, steps: 3, dropout: 0.5 }),
    ];
    const [a, b] = [plain, dropped].map(({ overlays }) => deltasOf(overlays)[0]);
    expect(a.form === "low-rank" && b.form === "low-rank").toBe(true);
    if (a.form !== "low-rank" || b.form !== "low-rank") return;
    expect(b.left.shape).toEqual(a.left.shape);
    expect([...floats(b.left)]).not.toEqual([...floats(a.left)]);
  });

  test("roles by published names, and a model that has none of them", async () => {
    const { overlays } = await train(lora, model, { roles: ["c_attn", "q_proj"], layers: [1], steps: 1 });
    const names = deltasOf(overlays).map(({ parameter }) => parameter);
    expect(names).toHaveLength(1);
    const foreign = family === "gpt2" ? "gate_proj" : "c_attn";
    await expect(train(lora, model, { roles: [foreign], steps: 1 })).rejects.toThrow(
      expect.objectContaining({ code: "unsupported", details: { field: "parameters.roles" } }),
    );
  });
});
