import { expect, test } from "vitest";
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
