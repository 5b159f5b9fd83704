import { beforeAll, describe, expect, test } from "vitest";
import { createRun, type JsonObject } from "../../../base";
import { filledPrompt, type EditRequest } from "../../../data";
import {
  deferralParts,
  deferralSeed,
  readSites,
  scoreTargets,
  type AdapterOverlay,
  type Model,
} from "../../../model";
import { dot, floats } from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { nativeRuntime } from "../../../testing/runtimes";
import { tinyModel } from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import { defer } from "./defer";

const ANNA: EditRequest = { id: "0", subject: "Anna", prompt: "{} lives in", targetNew: "Rome is" };
const SIZES = { reads: 64, yields: 16 };

async function edit(model: Model, parameters: JsonObject) {
  const parsed = defer.parameters.parse({ layers: [1], learningRate: 0.01, ...parameters });
  const call = { model, requests: [ANNA], parameters: parsed } as unknown as Parameters<
    typeof defer.apply
  >[1];
  const { overlays, report } = await defer.apply(createRun({ seed: 3 }), call);
  return {
    overlays: overlays as AdapterOverlay[],
    losses: report.curves?.lossNats ?? [],
    numbers: report.numbers,
  };
}

async function lossOf(model: Model): Promise<number> {
  const pair = { prompt: filledPrompt(ANNA), target: ANNA.targetNew };
  const [{ perToken }] = await scoreTargets(createRun(), model, [pair]);
  return -perToken.reduce((sum, value) => sum + value, 0) / perToken.length;
}

describe("DEFER", () => {
  let model: Model;
  beforeAll(async () => {
    model = await tinyModel("gpt2", nativeRuntime());
  });

  test("an edit continues from the state of the one before", async () => {
    const first = await edit(model, { steps: 12 });
    expect(first.losses[11]).toBeLessThan(first.losses[0]);
    const second = await edit(model.with(first.overlays), { steps: 1 });
    expect(deferralSeed(second.overlays)).toBe(deferralSeed(first.overlays));
    expectClose(second.losses, (await edit(model, { steps: 13 })).losses.slice(12), TOLERANCE.backend);
  });

  test("the gate in the report is σ(g·x + c) of what the map reads at the prompt's end", async () => {
    const { overlays, numbers } = await edit(model, { steps: 3 });
    const { gate, gateBias } = deferralParts(overlays, { ...SIZES, seed: deferralSeed(overlays) ?? 0 });
    const { ids } = model.tokenizer.encode(filledPrompt(ANNA), { special: true });
    const site = "blocks.1.mlp.post";
    const read = await readSites(createRun(), model, [ids], [[ids.length - 1]], [site]);
    const opened = dot(gate, floats(read[site])) + gateBias[0];
    expectClose([numbers.gate], [1 / (1 + Math.exp(-opened))], TOLERANCE.backend);
  });

  test("an open gate replaces the map: the model gives the answer of the linear model", async () => {
    const trained = await edit(model, { steps: 200, learningRate: 0.05 });
    expect(trained.numbers.gate).toBeGreaterThan(0.99);
    const last = trained.losses[trained.losses.length - 1];
    const worn = await lossOf(model.with(trained.overlays));
    expect(Math.abs(worn - last)).toBeLessThan(0.05);
    expect(worn).toBeLessThan((await lossOf(model)) - 2);
    const shut = await edit(model, { steps: 200, learningRate: 0.05, threshold: 1 });
    expectClose([await lossOf(model.with(shut.overlays))], [await lossOf(model)], TOLERANCE.backend);
  });
});
