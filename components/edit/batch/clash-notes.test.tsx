// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import type { EditCase } from "@/lib/data";
import { ClashNotes } from "./clash-notes";

const caseOf = (subject: string, targetNew: string): EditCase => ({
  request: { id: `${subject} ${targetNew}`, subject, prompt: "The capital of {} is", targetNew },
  rephrases: [],
  locality: {},
  portability: {},
});
const notes = (count: number) =>
  within(screen.getByRole("list", { name: en.lists.clashes(count) }))
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);

test("edits of different facts have no note", async () => {
  await draw(<ClashNotes cases={[caseOf("Norway", "Bergen"), caseOf("Peru", "Lima")]} />);
  expect(document.body.textContent).toBe("");
});

test("edits are named by the numbers of their tabs, since an incomplete one between them has none here", async () => {
  await draw(<ClashNotes cases={[caseOf("Norway", "Bergen"), caseOf("Norway", "Oslo")]} numbers={[1, 3]} />);
  expect(notes(1)).toEqual([
    en.lists.contradiction({
      edits: [1, 3],
      prompt: "The capital of Norway is",
      targets: ["Bergen", "Oslo"],
    }),
  ]);
});

test("of many conflicts the first are told, and the rest is counted", async () => {
  const cases = Array.from({ length: 10 }, () => caseOf("Norway", "Bergen"));
  await draw(<ClashNotes cases={cases} />);
  const told = notes(9);
  expect(told).toHaveLength(7);
  expect(told.at(-1)).toBe(en.edit.batch.more(3));
});
