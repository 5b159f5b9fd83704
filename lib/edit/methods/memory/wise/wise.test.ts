import { beforeAll, describe, expect, test } from "vitest";
import { createRun, type JsonObject } from "../../../../base";
import type { EditRequest } from "../../../../data";
import { createTokenizer, mergeOverlays, maskSeed, type AdapterOverlay, type Model } from "../../../../model";
import { floats } from "../../../../tensor";
import { freshCache, statisticsTexts } from "../../../../testing/edits";
import { nativeRuntime } from "../../../../testing/runtimes";
import { sentencePiece } from "../../../../testing/formats/sentencepiece";
import { tinyModel } from "../../../../testing/tiny";
import { subjectTokens, wise } from "./index";

const ANNA: EditRequest = { id: "0", subject: "Anna", prompt: "{} lives in", targetNew: "Rome is" };
const ROME: EditRequest = { id: "1", subject: "Rome", prompt: "{} is in the", targetNew: "city" };
const CONTEXTS = ["{}", "The city. {}"];

async function edit(model: Model, request: EditRequest, seed: number, parameters: JsonObject = {}) {
  const settings = wise.parameters.parse({
    layers: [1],
    steps: 3,
    weightDecay: 0,
    contrast: "subject",
    ...parameters,
  });
  const call = {
    model,
    requests: [request],
    parameters: settings,
    cache: freshCache(),
    statisticsTexts,
    contexts: CONTEXTS,
  } as unknown as Parameters<typeof wise.apply>[1];
  const { overlays } = await wise.apply(createRun({ seed }), call);
  return overlays as AdapterOverlay[];
}

/** Places of the entries that an edit changed of its shard. */
function changedBy([{ tensors }]: readonly AdapterOverlay[]): Set<number> {
  const delta = floats(tensors["delta.0"]);
  return new Set(Array.from(delta.keys()).filter((i) => delta[i] !== 0));
}

describe("WISE", () => {
  let model: Model;
  beforeAll(async () => {
    model = await tinyModel("gpt2", nativeRuntime());
  });

  test("edits of one shard change the same entries, whatever their seeds", async () => {
    const first = await edit(model, ANNA, 1);
    const second = await edit(model.with(first), ROME, 2);
    const third = await edit(model.with(mergeOverlays([...first, ...second], model.facts)), ANNA, 3, {
      learningRate: 0.5,
    });
    const [one, two, three] = [first, second, third].map(changedBy);
    const all = new Set([...one, ...two, ...three]);
    const size = floats(first[0].tensors["delta.0"]).length;
    expect(one.size).toBeGreaterThan(0.1 * size);
    expect(all.size).toBeLessThan(0.3 * size); // a mask of its own for each would leave about half
    expect(maskSeed(third)).toBe(maskSeed(first));
  });

  test("another shard has another mask, and so has another memory's first", async () => {
    const first = await edit(model, ANNA, 1, { shardEdits: 1 });
    const second = await edit(model.with(first), ANNA, 1, { shardEdits: 1 });
    const other = await edit(model, ANNA, 2);
    for (const edited of [second, other]) {
      const shared = [...changedBy(edited)].filter((i) => changedBy(first).has(i));
      expect(shared.length).toBeLessThan(0.5 * changedBy(first).size);
    }
  });
});

test("the subject's tokens are found behind characters that are normalized or fall apart into bytes", () => {
  const tokenizer = createTokenizer({ ...sentencePiece("first"), normalizer: { type: "NFC" } });
  const request = { subject: "cat ☃", prompt: "The cafe\u0301 of the {} is in", targetNew: "Paris" };
  const context = "Cafe\u0301. {}";
  const { ids } = tokenizer.encode("Cafe\u0301. The cafe\u0301 of the cat ☃ is in Paris", { special: true });
  const subjectIds = [...subjectTokens(tokenizer, context, request)].map((token) => ids[token]);
  expect(subjectIds.map((id) => tokenizer.piece(id))).toEqual([" cat", " ", "\ufffd", "\ufffd", "\ufffd"]);
});
