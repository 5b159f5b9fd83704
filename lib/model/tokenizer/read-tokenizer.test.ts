import { describe, expect, test } from "vitest";
import { readJson } from "../checkpoint/checkpoint-files";
import { createReferenceRuntime } from "../../runtime";
import { jsonBytes, memoryFiles, tinyConfig, tinyFileBytes } from "../../testing/tiny";
import { loadModel } from "../model";
import { tokensBeyond } from "./read-tokenizer";

describe("a token beyond the embedding", () => {
  const files = tinyFileBytes("gpt2");
  const json = JSON.parse(new TextDecoder().decode(files["tokenizer.json"])) as {
    added_tokens: Record<string, unknown>[];
  };
  const id = (tinyConfig("gpt2") as { vocab_size: number }).vocab_size;
  const padded = {
    ...json,
    added_tokens: [...json.added_tokens, { ...json.added_tokens[0], id, content: "<|pad|>" }],
  };

  test("is named", () => {
    expect(tokensBeyond(padded, id)).toEqual(["<|pad|>"]);
    expect(tokensBeyond(json, id)).toEqual([]);
  });

  test("is refused with its name where a text has it", async () => {
    const changed = { ...files, "tokenizer.json": jsonBytes(padded) };
    const { tokenizer } = await loadModel("tiny", memoryFiles(changed), createReferenceRuntime());
    expect(tokenizer.encode("The city").ids.length).toBeGreaterThan(0);
    expect(() => tokenizer.encode("The <|pad|> city")).toThrow(/<\|pad\|>.*embeddings for/);
  });

  test("is counted among a hundred thousand others", () => {
    const many = Array.from({ length: 150_000 }, (_, i) => ({ id: i, content: `t${i}` }));
    expect(tokensBeyond({ ...json, added_tokens: many }, 149_999)).toEqual(["t149999"]);
  });

  test("is not asked for in a file whose ids are none", () => {
    expect(() => tokensBeyond({ model: { vocab: { a: "x" } } }, 5)).toThrow(/no sound id/);
  });
});

test("a file of text is refused by its size before it is read", async () => {
  const files = {
    list: async () => [{ name: "config.json", sizeBytes: 20e9 }],
    read: () => Promise.reject(new Error("it was read")),
  };
  await expect(readJson(files, "config.json")).rejects.toMatchObject({
    code: "too_large",
    details: { field: "config.json" },
  });
});
