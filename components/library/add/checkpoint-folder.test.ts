import { expect, test } from "vitest";
import { ModelRecord } from "@/lib/store";
import { idFrom, readFolder } from "./checkpoint-folder";

const file = (name: string, text = "{}") => new File([text], name);
const kindsOf = async (names: readonly string[]) =>
  (
    await readFolder(
      "folder",
      names.map((name) => file(name)),
    )
  ).problems.map((problem) => problem.kind);

test("a complete checkpoint has no problems, and its weights are sent last", async () => {
  const folder = await readFolder(
    "gpt2",
    ["model.safetensors", "README.md", "tokenizer.json", "config.json"].map((name) => file(name)),
  );
  expect(folder.problems).toEqual([]);
  expect(folder.ignored).toBe(1);
  expect(folder.files.at(-1)?.name).toBe("model.safetensors");
});

test("the files that state special tokens and the chat template belong to the checkpoint", async () => {
  const names = [
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    "vocab.json",
    "merges.txt",
    "model.safetensors",
  ];
  const folder = await readFolder(
    "gpt2",
    [...names, "training_args.bin", "rust_model.ot"].map((name) => file(name)),
  );
  expect(folder.files.map(({ name }) => name)).toEqual(names);
  expect(folder.ignored).toBe(2);
});

test("each missing part is named", async () => {
  expect(await kindsOf([])).toEqual(["config", "tokenizer", "weights"]);
  expect(await kindsOf(["config.json", "model.safetensors"])).toEqual(["tokenizer"]);
  expect(await kindsOf(["config.json", "model.safetensors", "vocab.json"])).toEqual(["tokenizer"]);
  expect(await kindsOf(["config.json", "model.safetensors", "vocab.json", "merges.txt"])).toEqual([]);
});

test("pickled weights are said to be unreadable rather than only missing", async () => {
  expect(await kindsOf(["config.json", "tokenizer.json", "pytorch_model.bin"])).toEqual([
    "weights",
    "pickle",
  ]);
});

test("a shard that the index names and the folder lacks is named", async () => {
  const index = JSON.stringify({
    weight_map: { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors" },
  });
  const files = [
    file("config.json"),
    file("tokenizer.json"),
    file("model-00001-of-00002.safetensors"),
    file("model.safetensors.index.json", index),
  ];
  const { problems } = await readFolder("sharded", files);
  expect(problems).toEqual([{ kind: "shard", name: "model-00002-of-00002.safetensors" }]);
});

test("an id made from a folder's name is a valid id", () => {
  for (const name of ["GPT-2 small", "_weights", "Llama 3.2 (1B)", "x".repeat(100)]) {
    expect(ModelRecord.shape.id.safeParse(idFrom(name)).success, name).toBe(true);
  }
  expect(idFrom("GPT-2 small")).toBe("gpt-2-small");
});

test("a GGUF file has everything in it, so nothing else of its folder is sent or missed", async () => {
  const folder = await readFolder("tiny", [file("README.md"), file("tiny-q8_0.gguf"), file("config.json")]);
  expect(folder.problems).toEqual([]);
  expect(folder.files.map(({ name }) => name)).toEqual(["tiny-q8_0.gguf"]);
  expect(folder.ignored).toBe(2);
});

test("a part of a GGUF model that is not there is named", async () => {
  const folder = await readFolder("tiny", [
    file("tiny-00002-of-00003.gguf"),
    file("tiny-00001-of-00003.gguf"),
  ]);
  expect(folder.problems).toEqual([{ kind: "part", name: "tiny-00003-of-00003.gguf" }]);
  expect(folder.files[0].name).toBe("tiny-00001-of-00003.gguf");
});
