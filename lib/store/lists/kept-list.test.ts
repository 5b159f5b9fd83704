import { expect, test } from "vitest";
import type { Mapping } from "../../data/read-cases";
import { PUBLISHED_RECORDS } from "../../testing/published-records";
import { memoryArtifacts } from "../artifacts";
import { keepList, keptLists, readKeptList } from "./kept-list";

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const RECORDS = PUBLISHED_RECORDS["wikidata-recent"];

test("a list is kept once, however often it comes, with its terms and what it holds", async () => {
  const files = memoryArtifacts();
  const file = { name: "recent.json", bytes: bytesOf(RECORDS), licence: " MIT ", source: "" };
  const { kept } = await keepList(files, file);
  await keepList(files, { ...file, name: "again.json" });
  const lists = await keptLists(files);
  expect(lists).toHaveLength(1);
  expect(lists[0]).toMatchObject({
    id: kept.id,
    name: "again.json",
    licence: "MIT",
    source: null,
    datasets: ["wikidata-recent"],
    edits: RECORDS.length,
    faults: 0,
  });
});

test("what is read from it is what was in the file, whose size four does not divide", async () => {
  const files = memoryArtifacts();
  for (const more of ["", "x", "xx", "xxx"]) {
    const bytes = bytesOf([{ ...RECORDS[0], target_new: `Nordvik${more}` }]);
    const { kept, list } = await keepList(files, { name: "one.json", bytes });
    const read = await readKeptList((await files.get(kept.id)) as Uint8Array);
    expect(read.name).toBe("one.json");
    expect(read.cases).toEqual(list.cases);
    expect(read.cases[0].request.targetNew).toBe(`Nordvik${more}`);
  }
});

test("the same file under other columns is another list", async () => {
  const files = memoryArtifacts();
  const bytes = bytesOf([{ land: "Norway", old: "Oslo", next: "Bergen" }]);
  await expect(keepList(files, { name: "t.json", bytes })).rejects.toMatchObject({ code: "invalid_input" });
  const mappings: Mapping[] = [
    { subject: "land", prompt: "The capital of {land} is", target_new: "next" },
    { prompt: "The capital of {land} is", ground_truth: "old" },
  ];
  const kept = [];
  for (const mapping of mappings) kept.push((await keepList(files, { name: "t.json", bytes, mapping })).kept);
  expect(kept.map(({ edits, questions }) => [edits, questions])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(kept[0].id).not.toBe(kept[1].id);
  const again = await readKeptList((await files.get(kept[1].id)) as Uint8Array);
  expect(again.questions[0]).toMatchObject({ prompt: "The capital of Norway is", answers: ["Oslo"] });
});

test("another artifact is no list", async () => {
  const { writeSafetensors } = await import("../../tensor");
  await expect(readKeptList(writeSafetensors({}, {}))).rejects.toMatchObject({ code: "integrity" });
});
