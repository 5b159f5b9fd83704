import { expect, test } from "vitest";
import { createMemoryBlobs, storedCasesOf, withCases } from "../../store";
import { isShortCall } from "../kinds";
import { summaryOf } from "./summary";

const cases = ["France", "Peru", "Chile", "Kenya"].map((subject) => ({
  request: { id: subject, subject, prompt: "The capital of {} is", targetNew: "Rome" },
}));
const rest = { model: "atlas", methods: [{ method: "rome", parameters: {} }], mode: "single" };

test("cases in a blob are summed up and judged as those in the row, and are the same when they are read", async () => {
  const blobs = createMemoryBlobs();
  const stored = {
    blob: await blobs.put(new TextEncoder().encode(JSON.stringify(cases))),
    count: 4,
    subjects: ["France", "Peru", "Chile"],
  };
  const [inRow, inBlob] = [
    { ...rest, cases },
    { ...rest, cases: stored },
  ];
  expect(summaryOf({ kind: "edit", input: inBlob })).toEqual(summaryOf({ kind: "edit", input: inRow }));
  expect(isShortCall("edit", inBlob)).toBe(isShortCall("edit", inRow));
  expect(isShortCall("edit", { ...rest, cases: { ...stored, count: 4_000 } })).toBe(false);
  expect(await withCases(blobs, inBlob)).toEqual(inRow);
  expect(await withCases(blobs, inRow)).toBe(inRow);
  expect([storedCasesOf(inBlob)?.count, storedCasesOf(inRow)]).toEqual([4, undefined]);
});

test("a benchmark is named by its list", () => {
  const input = { ...rest, cases, dataset: { name: "capitals.json", id: "flat" } };
  expect(summaryOf({ kind: "benchmark", input }).list).toBe("capitals.json");
});
