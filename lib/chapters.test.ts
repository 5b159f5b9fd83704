import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { CHAPTERS, PLATFORMS } from "../eslint.config";

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Chapters that are planned and have nothing in them yet keep their number in the list. */
const present = (folder: string) => folders.includes(folder);

test("every folder of lib is a chapter, a platform or the tools of tests", () => {
  expect(folders.filter((folder) => ![...CHAPTERS, ...PLATFORMS, "testing"].includes(folder))).toEqual([]);
});

test("every chapter that is there has an index that says what it teaches", () => {
  for (const chapter of CHAPTERS.filter(present)) {
    const files = readdirSync(new URL(chapter, `file://${import.meta.dirname}/`));
    if (files.length > 0) expect(files, chapter).toContain("index.ts");
  }
});
