import { expect, test } from "vitest";
import { EDIT_METHODS } from "../../edit";
import { familyOf, type ModelFacts } from "../../model";
import { reportOn } from "./checkpoint-report";

/** Facts as they are read from headers, of a model that nobody holds here. */
function factsOf(rawConfig: Record<string, unknown>): ModelFacts {
  const { family, config } = familyOf(rawConfig);
  return {
    checkpoint: "large",
    family: family.id,
    dimensions: family.dimensions(config),
    activation: family.activation(config),
    parameters: family.parameters(config),
    storedAs: "BF16",
    unreadSettings: [],
    sizeBytes: 16e9,
  };
}

const LLAMA_8B = factsOf({
  model_type: "llama",
  vocab_size: 128_256,
  max_position_embeddings: 8192,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
});
const GIGABYTE = 1e9;

test("a model of eight thousand million weights fits a large server and no browser, and the reasons have numbers", async () => {
  const { parameterCount, places } = await reportOn(LLAMA_8B, { serverMemoryBytes: 512 * GIGABYTE });
  expect(parameterCount).toBe(8_030_261_248);
  const reasons = Object.fromEntries(places.map(({ place, obstacles }) => [place, obstacles]));
  expect(reasons.native).toEqual([]);
  expect(reasons.wasm).toEqual([
    { kind: "weights", neededBytes: 4 * parameterCount, limitBytes: expect.any(Number) },
    { kind: "memory", neededBytes: 8 * parameterCount, limitBytes: 4 * GIGABYTE },
  ]);
  expect(reasons.webgpu.map(({ kind }) => kind)).toEqual(["weights", "buffer", "memory"]);
});

test("a server with too little memory says how much is missing, for the model and for each method", async () => {
  const { places } = await reportOn(LLAMA_8B, { serverMemoryBytes: 32 * GIGABYTE });
  const [native] = places;
  expect(native.obstacles).toEqual([
    { kind: "memory", neededBytes: native.memoryBytes, limitBytes: 32 * GIGABYTE },
  ]);
  const rome = native.methods.find(({ method }) => method === "rome");
  expect(rome?.obstacles).toEqual([
    { kind: "memory", neededBytes: rome?.memoryBytes, limitBytes: 32 * GIGABYTE },
  ]);
});

test("a model that a tab can open and not edit is told so, with what editing needs", async () => {
  const facts = factsOf({
    model_type: "llama",
    vocab_size: 49_152,
    max_position_embeddings: 2048,
    hidden_size: 960,
    intermediate_size: 2560,
    num_hidden_layers: 32,
    num_attention_heads: 15,
    num_key_value_heads: 5,
  });
  const { places } = await reportOn(facts, { serverMemoryBytes: 64 * GIGABYTE });
  const tab = places.find(({ place }) => place === "wasm")!;
  expect(tab.obstacles).toEqual([]);
  const rome = tab.methods.find(({ method }) => method === "rome")!;
  expect(rome.obstacles).toEqual([
    { kind: "memory", neededBytes: rome.memoryBytes, limitBytes: 4 * GIGABYTE },
  ]);
  const [native] = places;
  expect(native.methods.find(({ method }) => method === "rome")?.obstacles).toEqual([]);
});

test("every method has a line in every place", async () => {
  const { places } = await reportOn(LLAMA_8B, { serverMemoryBytes: 512 * GIGABYTE });
  const ids = EDIT_METHODS.all.map(({ id }) => id);
  for (const { methods } of places) expect(methods.map(({ method }) => method)).toEqual(ids);
});
