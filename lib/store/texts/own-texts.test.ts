import { expect, test } from "vitest";
import { hashJson } from "../../base";
import { memoryArtifacts } from "../artifacts";
import { listArtifacts } from "../manifest";
import { ownTextsArtifact, ownTextsOf, textsOfFile } from "./own-texts";

const fileOf = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const MODEL = { checkpoint: "tiny", weights: "w" };

test("plain text is read by paragraphs, and long ones in pieces that end between words", () => {
  const long = Array.from({ length: 200 }, (_, i) => `word${i}`).join(" ");
  const texts = textsOfFile(fileOf("notes.txt", `One.\r\nStill one.\r\n\r\n\r\nTwo.\n\n${long}`));
  expect(texts.slice(0, 2)).toEqual(["One. Still one.", "Two."]);
  expect(texts.slice(2).join(" ")).toBe(long);
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(400);
});

test("JSON lines are read by their text, whatever the file is called", () => {
  const lines = '{"text": "One.", "id": 1}\n\n{"text": "Two."}\n';
  for (const name of ["a.jsonl", "a.txt"]) expect(textsOfFile(fileOf(name, lines))).toEqual(["One.", "Two."]);
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["empty.txt", " \n\n ", /has no text/],
  ["photo.txt", Uint8Array.of(0xff, 0xfe, 0x00), /no text in UTF-8/],
  ["zero.txt", "a\0b", /no text in UTF-8/],
  ["lines.jsonl", '{"text": "One."}\nTwo.', /Line 2 of lines.jsonl is no JSON/],
  ["lines.jsonl", '{"text": 1}', /Line 1 of lines.jsonl has no "text"/],
])("%s is refused with the reason", (name, content, reason) => {
  const file = typeof content === "string" ? fileOf(name, content) : { name, bytes: content };
  expect(() => textsOfFile(file)).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      message: expect.stringMatching(reason),
      details: { field: "texts" },
    }),
  );
});

test("the newest texts of a model are in use, and their name tells the file and its content", async () => {
  const files = memoryArtifacts();
  const keep = async (text: string) => {
    const bytes = await ownTextsArtifact(MODEL, fileOf("notes.txt", text));
    await files.put(await hashJson({ text }), bytes);
    await new Promise((resolve) => setTimeout(resolve, 5)); // so that the times differ
  };
  expect(await ownTextsOf(files, MODEL)).toBeNull();
  await keep("One.");
  const first = await ownTextsOf(files, MODEL);
  await keep("Two.\n\nThree.");
  const second = await ownTextsOf(files, MODEL);
  expect(await second?.read()).toEqual(["Two.", "Three."]);
  expect(first?.name).toMatch(/^notes\.txt \([0-9a-f]{12}\)$/);
  expect(second?.name).not.toBe(first?.name);
  expect(await ownTextsOf(files, { ...MODEL, weights: "other" })).toBeNull();
  const [listed] = await listArtifacts(files);
  expect(listed.manifest).toMatchObject({ kind: "own-texts", source: second?.name });
});
