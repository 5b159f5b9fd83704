/** What an edit trains does not depend on how the checkpoint's tokenizer is written, only on the ids that it gives. */
import { expect, test } from "vitest";
import { createRun, type JsonObject } from "../base";
import { filledPrompt } from "../data";
import { deltasOf, denseSum, generateText, loadModel, scoreTargets, type Model } from "../model";
import { writeSafetensors } from "../tensor";
import { createArtifactCache, memoryArtifacts } from "../store";
import { expectClose } from "../testing/expect-close";
import { nativeRuntime } from "../testing/runtimes";
import {
  sentencePiece,
  SENTENCEPIECE_CONFIG,
  SENTENCEPIECE_FORMS,
  type SentencePieceForm,
} from "../testing/formats/sentencepiece";
import { TOLERANCE } from "../testing/tolerance";
import { jsonBytes, memoryFiles, tinyConfig, tinyWeights } from "../testing/tiny";
import { applyMethod } from "./apply";
import { locateSubject, targetIds } from "./locate";
import { EDIT_METHODS } from "./methods";

const FORMS = Object.keys(SENTENCEPIECE_FORMS) as SentencePieceForm[];
const REQUEST = {
  id: "moon",
  prompt: "The {} was in the",
  subject: "city of Paris",
  targetNew: "moon moonon",
};

const CONTEXTS = ["{}", "The cat was in the city. {}"];

function openForm(form: SentencePieceForm, ends = false): Promise<Model> {
  const tokenizer = sentencePiece(form, { ends });
  const config = tinyConfig("llama", Object.keys(tokenizer.model.vocab).length);
  const files = {
    "config.json": jsonBytes(config),
    "tokenizer.json": jsonBytes(tokenizer),
    "tokenizer_config.json": jsonBytes(SENTENCEPIECE_CONFIG),
    "model.safetensors": writeSafetensors(tinyWeights(config)),
  };
  return loadModel(`tiny-${form}`, memoryFiles(files), nativeRuntime());
}

/** The change of a layer's down projection, and the loss of every step. */
async function update(model: Model, method: string, parameters: JsonObject, contexts = CONTEXTS) {
  const call = {
    model,
    requests: [REQUEST],
    parameters: { layers: [0], ...parameters },
    contexts,
    cache: createArtifactCache(memoryArtifacts()),
    statisticsTexts: { name: "none", texts: async () => [] },
    trainingCases: { name: "none", cases: async () => [] },
  };
  const { overlays, report } = await applyMethod(createRun(), EDIT_METHODS.get(method), call);
  const deltas = deltasOf(overlays);
  return {
    change: denseSum(model.parameter("mlp.down", 0), deltas),
    losses: report.curves?.lossNats ?? [],
  };
}

test.each<[string, JsonObject]>([
  ["rome", { secondMoment: false, valueSteps: 4 }],
  ["ft-l", { steps: 3 }],
  ["ft-m", { steps: 3 }],
  ["kn", { steps: 2 }],
])("%s makes the same change with every form of one tokenizer", async (method, parameters) => {
  const [first, ...others] = await Promise.all(
    FORMS.map(async (form) => update(await openForm(form), method, parameters)),
  );
  expect(Math.hypot(...first.change)).toBeGreaterThan(0);
  for (const { change, losses } of others) {
    expectClose(losses, first.losses, TOLERANCE.stated);
    expectClose(change, first.change, TOLERANCE.stated);
  }
});

test.each(FORMS)("an edit of the form %s trains the tokens that it is scored by", async (form) => {
  const model = await openForm(form);
  const [{ targetIds: scored, perToken }] = await scoreTargets(createRun(), model, [
    { prompt: filledPrompt(REQUEST), target: REQUEST.targetNew },
  ]);
  expect(targetIds(model.tokenizer, REQUEST)).toEqual(scored);
  // With the bare prompt alone, the first loss of the value is what scoring finds.
  const { losses } = await update(model, "rome", { secondMoment: false, valueSteps: 2 }, ["{}"]);
  expectClose(
    [losses[0]],
    [-perToken.reduce((sum, logP) => sum + logP, 0) / perToken.length],
    TOLERANCE.backend,
  );
});

test("an end token behind every text changes neither the subject's end, nor scores, nor what is written", async () => {
  const [plain, ending] = await Promise.all([openForm("prepend"), openForm("prepend", true)]);
  const located = locateSubject(ending.tokenizer, REQUEST.prompt, REQUEST.subject);
  expect(ending.tokenizer.piece(located.ids[located.subjectEnd])).toBe(" Paris");
  const pair = { prompt: filledPrompt(REQUEST), target: REQUEST.targetNew };
  expect(await scoreTargets(createRun(), ending, [pair])).toEqual(
    await scoreTargets(createRun(), plain, [pair]),
  );
  const written = (model: Model) => generateText(createRun(), model, pair.prompt, { maxTokens: 6 });
  expect(await written(ending)).toBe(await written(plain));
});
