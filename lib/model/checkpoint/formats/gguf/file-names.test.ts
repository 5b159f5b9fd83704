import { expect, test } from "vitest";
import { ggufChoices, ggufPartNames } from "./file-names";

test("a numbered part names all parts of its model, and a whole file itself", () => {
  const parts = ["a-00001-of-00002.gguf", "a-00002-of-00002.gguf"];
  expect(ggufPartNames(parts[1])).toEqual(parts);
  expect(ggufPartNames("a.gguf")).toEqual(["a.gguf"]);
});

test("files of a repository are choices with the type that their names tell, numbered parts together", () => {
  const names = [
    "README.md",
    "tiny-Q8_0.gguf",
    "tiny-q4_k_m.gguf",
    "tiny-F32-00002-of-00002.gguf",
    "tiny-F32-00001-of-00002.gguf",
    "tiny-IQ2_XXS.gguf",
    "tiny.gguf",
  ];
  const of = (file: string, quantization: string, isRead: boolean) => ({
    file,
    files: [file],
    quantization,
    isRead,
  });
  expect(ggufChoices(names)).toEqual([
    {
      file: "tiny-F32-00001-of-00002.gguf",
      files: ["tiny-F32-00001-of-00002.gguf", "tiny-F32-00002-of-00002.gguf"],
      quantization: "F32",
      isRead: true,
    },
    of("tiny-IQ2_XXS.gguf", "IQ2_XXS", false),
    of("tiny-q4_k_m.gguf", "Q4_K_M", true),
    of("tiny-Q8_0.gguf", "Q8_0", true),
    { file: "tiny.gguf", files: ["tiny.gguf"] },
  ]);
});
