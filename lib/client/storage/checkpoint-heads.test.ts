import { expect, test } from "vitest";
import { openCheckpoint } from "../../model";
import { ggufBytes } from "../../testing/formats/gguf";
import { jsonBytes, tinyFileBytes } from "../../testing/tiny";
import { headsOf } from "./checkpoint-heads";

const decoded = (head: string) => Buffer.from(head, "base64");

test("configuration is sent whole, weights to the end of their header, and the tokenizer not at all", async () => {
  const bytes = tinyFileBytes("gpt2");
  const files = Object.entries(bytes).map(([name, data]) => new File([data as BlobPart], name));
  const heads = Object.fromEntries((await headsOf(files)).map((entry) => [entry.name, entry]));
  expect(decoded(heads["config.json"].head).equals(Buffer.from(bytes["config.json"]))).toBe(true);
  const weights = bytes["model.safetensors"];
  const header = Number(new DataView(weights.buffer, weights.byteOffset).getBigUint64(0, true));
  expect(decoded(heads["model.safetensors"].head).equals(Buffer.from(weights.slice(0, 8 + header)))).toBe(
    true,
  );
  expect(heads["model.safetensors"].sizeBytes).toBe(weights.length);
  expect(heads["tokenizer.json"]).toMatchObject({ head: "", sizeBytes: bytes["tokenizer.json"].length });
});

test("a file longer than one piece of text is encoded without a seam, and a cut one without an error", async () => {
  const long = jsonBytes("x".repeat(100_000));
  const [config, cut] = await headsOf([
    new File([long as BlobPart], "config.json"),
    new File([new Uint8Array(3)], "model.safetensors"),
  ]);
  expect(decoded(config.head).equals(Buffer.from(long))).toBe(true);
  expect(cut.head).toBe("");
});

test("of a GGUF file, what opening reads is sent: the header, and a tensor that is a setting", async () => {
  const bytes = ggufBytes("llama", { tensors: { "rope_freqs.weight": [2] } });
  const whole = bytes.length;
  // No frequency is divided. The table is the file's last tensor.
  new DataView(bytes.buffer, whole - 32).setFloat32(0, 1, true);
  new DataView(bytes.buffer, whole - 32).setFloat32(4, 1, true);
  const [file] = await headsOf([new File([bytes as BlobPart], "tiny.gguf")]);
  const sent = [{ start: 0, bytes: file.head }, ...(file.parts ?? [])].map((part) => ({
    start: part.start,
    bytes: new Uint8Array(decoded(part.bytes)),
  }));
  expect(sent.reduce((sum, part) => sum + part.bytes.length, 0)).toBeLessThan(whole);
  const { facts } = await openCheckpoint("tiny", {
    list: async () => [{ name: file.name, sizeBytes: file.sizeBytes }],
    async read(_name, start = 0, end = whole) {
      const part = sent.find((one) => one.start <= start && start < one.start + one.bytes.length);
      if (!part) throw new Error(`byte ${start} was not sent`);
      return part.bytes.slice(start - part.start, end - part.start);
    },
  });
  expect(facts).toMatchObject({ family: "llama", sizeBytes: whole });
});
