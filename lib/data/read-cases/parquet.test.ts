/** Files as hubs store them. */
import { expect, test } from "vitest";
import { readCaseBytes } from ".";

/** Two invented questions, compressed with Snappy; the choices are a column of JSON. */
const FILE = Buffer.from(
  "UEFSMRUGFVAVVFwVBBUAFQQVABUEFQAAAAMDJpQTAAAAV2hhdCBkbyBzdG9uZXMgZWF0PwsAAABXaGF0IG1lbHRzPxUGFb4BFZQBXBUEFQAVBBUAFQQVAAAAAwNd0C0AAAB7ImNob2ljZXMiOlsiTm90aGluZyIsIlNhbmQiXSwibGFiZWxzIjpbMSwwXX0oAAAAMjEAJEljZSIsIkFpciJCLAAVBBk8SARyb290FQQAFQwlAhgIcXVlc3Rpb24lAAAVDCUCGAttYzFfdGFyZ2V0cyUmABYEGRwZLCYIHBUMGRUAGRgIcXVlc3Rpb24VAhYEFnoWfiYIPDYAKAtXaGF0IG1lbHRzPxgQV2hhdCBkbyBzdG9uZXMgZSIAGRwVBhUAFQIAAAAmhgEcFQwZFQAZGAttYzFfdGFyZ2V0cxUCFgQW7AEWwgEmhgE8NgAoLXsiY2hvaWNlcyI6WyJOb3RoaW5nIiwiU2FuZCJdLCJsYWJlbHMiOlsxLDBdfRgoeyJjaG9pY2VzIjpbIkljZSIsIkFpciJdLCJsYWJlbHMiOlsxLDBdfQAZHBUGFQAVAgAAABbmAhYENsACACgJaHlwYXJxdWV0GSwcAAAcAAAALQEAAFBBUjE=",
  "base64",
);

test("a Parquet file is read as the records that are in it", async () => {
  const { questions, faults, datasets } = await readCaseBytes(FILE);
  expect(faults).toEqual([]);
  expect(datasets).toEqual(["truthfulqa"]);
  expect(questions.map(({ prompt, choices, correct }) => ({ prompt, choices, correct }))).toEqual([
    { prompt: "What do stones eat?", choices: ["Nothing", "Sand"], correct: [0] },
    { prompt: "What melts?", choices: ["Ice", "Air"], correct: [0] },
  ]);
});

test("one that is cut is refused as a whole", async () => {
  const { questions, faults } = await readCaseBytes(FILE.subarray(0, FILE.length - 20));
  expect(questions).toEqual([]);
  expect(faults.map(({ code }) => code)).toEqual(["notParquet"]);
});

test("bytes of text are read as text", async () => {
  const text = JSON.stringify([
    { subject: "Norway", prompt: "The capital of Norway is", target_new: "Bergen" },
  ]);
  expect((await readCaseBytes(new TextEncoder().encode(text))).cases).toHaveLength(1);
});
