import { describe, expect, test } from "vitest";
import { jsonBytes, memoryFiles } from "../../testing/tiny";
import { poolingWeights, readModules } from "./modules";

const TYPES = "sentence_transformers.models";
const modules = (...names: readonly string[]) =>
  jsonBytes(
    names.map((name, idx) => ({ idx, name: String(idx), path: `${idx}_${name}`, type: `${TYPES}.${name}` })),
  );
const encoder = (pooling: object, ...more: readonly string[]) =>
  memoryFiles({
    "modules.json": modules("Transformer", "Pooling", ...more),
    "1_Pooling/config.json": jsonBytes({ word_embedding_dimension: 16, ...pooling }),
  });

describe("the pooling of an encoder", () => {
  test.each([
    ["mean", { pooling_mode_mean_tokens: true, pooling_mode_cls_token: false }, "mean"],
    ["cls in the older spelling", { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }, "cls"],
    ["cls in the newer", { pooling_mode: "cls" }, "cls"],
    ["the last token", { pooling_mode_lasttoken: true }, "lasttoken"],
    ["a weighted mean", { pooling_mode: "weightedmean" }, "weightedmean"],
    ["a sum over a root, which is a mean of length 1", { pooling_mode_mean_sqrt_len_tokens: true }, "mean"],
    ["nothing stated", {}, "mean"],
  ])("%s is read", async (_, config, pooling) => {
    expect(await readModules(encoder(config, "Normalize"))).toEqual({ pooling, lowers: false });
  });

  test("is the mean for an encoder without modules", async () => {
    const files = memoryFiles({
      "sentence_bert_config.json": jsonBytes({ max_seq_length: 48, do_lower_case: true }),
    });
    expect(await readModules(files)).toEqual({ pooling: "mean", lowers: true, longest: 48 });
  });

  test.each([
    ["the maximum", encoder({ pooling_mode_max_tokens: true }), "1_Pooling/config.json", /by max is not/],
    ["two ways", encoder({ pooling_mode: ["mean", "cls"] }), "1_Pooling/config.json", /mean and cls/],
    ["a dense layer", encoder({ pooling_mode: "mean" }, "Dense"), "modules.json", /module Dense/],
    ["no pooling", memoryFiles({ "modules.json": modules("Transformer") }), "modules.json", /one vector/],
    [
      "a folder that is missing",
      memoryFiles({ "modules.json": modules("Transformer", "Pooling") }),
      "1_Pooling/config.json",
      /lacks/,
    ],
  ])("%s is refused with the file's name", async (_, files, field, message) => {
    await expect(readModules(files)).rejects.toMatchObject({
      details: { field },
      message: expect.stringMatching(message) as unknown,
    });
  });
});

test("the shares of a text's tokens", () => {
  expect([...poolingWeights("mean", 4)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect([...poolingWeights("cls", 3)]).toEqual([1, 0, 0]);
  expect([...poolingWeights("lasttoken", 3)]).toEqual([0, 0, 1]);
  expect([...poolingWeights("weightedmean", 3)].map((share) => Math.round(6 * share))).toEqual([1, 2, 3]);
});
