import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { nativeRuntime, RUNTIMES } from "../../lib/testing/runtimes";
import { jsonBytes } from "../../lib/testing/tiny";
import { TINY_ENCODER, tinyEncoder, tinyEncoderBytes } from "../../lib/testing/formats/tiny-encoder";
import { checkEmbeddings, EmbeddingsFixture } from "./embeddings";

const fixture = async () =>
  EmbeddingsFixture.parse(JSON.parse(await readFile(path.join(TINY_ENCODER, "embeddings.json"), "utf8")));

describe.each(RUNTIMES)("on $kind", ({ open }) => {
  test("ids and vectors of texts agree with the reference", async () => {
    const checks = await checkEmbeddings(await tinyEncoder(await open()), await fixture());
    expect(checks.length).toBeGreaterThanOrEqual(30);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  });
});

test("another epsilon than the reference's is noticed", async () => {
  const config = JSON.parse(new TextDecoder().decode(tinyEncoderBytes()["config.json"])) as object;
  const changed = { "config.json": jsonBytes({ ...config, layer_norm_eps: 1e-3 }) };
  const checks = await checkEmbeddings(await tinyEncoder(nativeRuntime(), changed), await fixture());
  expect(checks.filter(({ passed }) => !passed)).not.toEqual([]);
});
