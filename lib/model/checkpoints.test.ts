import { expect, test } from "vitest";
import { RepositoryId, Revision } from "../store";
import { sizeOf } from "../tensor";
import { CHECKPOINTS, shelfModels } from "./checkpoints";
import { bert } from "./encoder/bert";
import { MODEL_FAMILIES } from "./families";

test("every proposed checkpoint is of a family that is here, under a name that a download accepts", () => {
  for (const { id, family, revision } of CHECKPOINTS.all) {
    expect(
      [bert, ...MODEL_FAMILIES.all].map((known) => known.id),
      id,
    ).toContain(family);
    expect(RepositoryId.safeParse(id).success, id).toBe(true);
    expect(Revision.safeParse(revision).success, id).toBe(true);
  }
});

/** As the publishers of the models count them. */
const PARAMETERS: Readonly<Record<string, number>> = {
  "HuggingFaceTB/SmolLM2-135M": 134_515_008,
  "HuggingFaceTB/SmolLM2-360M": 361_821_120,
  gpt2: 124_439_808,
  "EleutherAI/pythia-160m": 162_322_944,
  "EleutherAI/pythia-410m": 405_334_016,
  "Qwen/Qwen2.5-0.5B": 494_032_768,
  "Qwen/Qwen3-0.6B": 596_049_920,
  "TinyLlama/TinyLlama-1.1B-Chat-v1.0": 1_100_048_384,
  "meta-llama/Llama-3.2-1B": 1_235_814_400,
  "google/gemma-2-2b": 2_614_341_888,
};

test("the settings of each model on the shelf give the number of parameters that it was published with", () => {
  const counted = shelfModels().map(({ checkpoint, facts }) => [
    checkpoint.id,
    facts.parameters
      .filter(({ tiedTo }) => tiedTo === undefined)
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  ]);
  expect(Object.fromEntries(counted)).toEqual(PARAMETERS);
});
