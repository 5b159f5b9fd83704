import { expect, test } from "vitest";
import { createRun } from "../../../base";
import { loadModel, type Model } from "../../../model";
import { createArtifactCache, memoryArtifacts } from "../../../store";
import { float32, floats, writeSafetensors } from "../../../tensor";
import { nativeRuntime } from "../../../testing/runtimes";
import { memoryFiles, tinyConfig, tinyFileBytes, tinyModel, tinyWeights } from "../../../testing/tiny";
import { firstTokenNotes } from "./first-token";

/** A model whose hidden state at the first position is long, whatever stands there. */
async function withSink(): Promise<Model> {
  const weights = tinyWeights(tinyConfig("gpt2"));
  const name = Object.keys(weights).find((key) => key.endsWith("wpe.weight")) as string;
  const { shape } = weights[name];
  const positions = floats(weights[name]).map((value, i) => (i < shape[1] ? 100 * value : value));
  const files = { ...weights, [name]: float32(shape, positions) };
  return loadModel(
    "sink",
    memoryFiles({ ...tinyFileBytes("gpt2"), "model.safetensors": writeSafetensors(files) }),
    nativeRuntime(),
  );
}

const request = (prompt: string) => ({ id: prompt, subject: "The", prompt, targetNew: "Rome" });
const AT_START = request("{} lives in");
const LATER = request("Anna was {} city");

const notesOn = (model: Model, prompts: readonly (typeof AT_START)[]) =>
  firstTokenNotes(createRun(), model, createArtifactCache(memoryArtifacts()), prompts);

test("a subject that is the first token of a text is told where that token is an outlier, with the remedy", async () => {
  const model = await withSink();
  const notes = await notesOn(model, [AT_START, LATER]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/^The subject of "The lives in" is the text's first token/);
  expect(notes[0]).toMatch(/Put words before the subject\.$/);
});

test("it is not told of subjects behind other words, nor where the first token is like the others", async () => {
  expect(await notesOn(await withSink(), [LATER])).toEqual([]);
  expect(await notesOn(await tinyModel("gpt2", nativeRuntime()), [AT_START])).toEqual([]);
});
