import { expect, test } from "vitest";
import { openCheckpoint, ggufHeadRanges } from "../../model";
import { ggufBytes, ggufKey } from "../../testing/formats/gguf";
import { memoryFiles } from "../../testing/tiny";
import { headFiles } from "./head-files";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

test("the head of a GGUF file is enough, though its reader asks for portions that reach beyond", async () => {
  // Longer than a portion and near its end, as the vocabularies of real models are.
  const bytes = ggufBytes("llama", { keys: { "general.description": ggufKey.text("a".repeat(1_900_000)) } });
  const [{ end }] = await ggufHeadRanges(memoryFiles({ "tiny.gguf": bytes }));
  const head = base64(bytes.subarray(0, end));
  const files = headFiles([{ name: "tiny.gguf", sizeBytes: bytes.length, head }]);
  const { facts } = await openCheckpoint("tiny", files);
  expect(facts).toMatchObject({ family: "llama", sizeBytes: bytes.length });
});

test("a head that is too short is refused", async () => {
  const bytes = ggufBytes("llama");
  const files = headFiles([
    { name: "tiny.gguf", sizeBytes: bytes.length, head: base64(bytes.subarray(0, 100)) },
  ]);
  await expect(openCheckpoint("tiny", files)).rejects.toMatchObject({ code: "integrity" });
});
