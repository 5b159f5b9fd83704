import { expect, test } from "vitest";
import { createRun } from "../../base";
import type { EditCase } from "../../data";
import { createArtifactCache, memoryArtifacts } from "../../store";
import { tinyModel } from "../../testing/tiny";
import { nativeRuntime } from "../../testing/runtimes";
import { baselineAnswers } from "./baseline";
import { probesOf } from "../metrics/probe-groups";
import { answer } from "./probes";

const cases: EditCase[] = ["w4", "w4 w5 w6"].map((targetNew, i) => ({
  request: { id: `case ${i}`, subject: "w2", prompt: "w1 {} w3", targetNew },
  rephrases: ["w7 w2"],
  locality: {
    neighbours: [
      { prompt: "w8 w9", target: "w1 w3", alternatives: ["w4", "w5 w6 w7"] },
      { prompt: "w9 w8", target: "w1" },
    ],
  },
  portability: {},
}));

test("cached answers equal the answers that were given, and the model is not asked again", async () => {
  const run = createRun({ seed: 0 });
  const files = memoryArtifacts();
  const model = await tinyModel("gpt2", nativeRuntime());
  const first = await baselineAnswers(run, model, cases, createArtifactCache(files));
  expect(first.before).toEqual(await answer(run, model, cases.flatMap(probesOf)));
  expect(first.base).toBe(first.before);

  const mute = { ...model, program: () => expect.fail("The model was asked again.") } as typeof model;
  const again = await baselineAnswers(run, mute, cases, createArtifactCache(files));
  expect(again).toEqual(first);
  await expect(baselineAnswers(run, mute, cases.slice(1), createArtifactCache(files))).rejects.toThrow();
});
