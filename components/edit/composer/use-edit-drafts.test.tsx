// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import type { EditCase } from "@/lib/data";
import { renderClientHook } from "@/lib/testing/client";
import { useEditDrafts } from "./use-edit-drafts";

const caseOf = (subject: string): EditCase => ({
  request: { id: subject, subject, prompt: "The capital of {} is", targetNew: "Rome" },
  rephrases: [],
  locality: {},
  portability: {},
});

function start(example?: EditCase) {
  const { result } = renderClientHook(() => useEditDrafts(example, undefined), undefined);
  return {
    get now() {
      return result.current;
    },
    do: (action: (edits: typeof result.current) => void) => act(async () => action(result.current)),
    subjects: () => result.current.drafts.map(({ subject }) => subject),
  };
}

test("until somebody types, the worked example is in the composer", async () => {
  const edits = start(caseOf("France"));
  expect(edits.subjects()).toEqual(["France"]);
  await edits.do((now) => now.change({ subject: "Peru" }));
  expect(edits.subjects()).toEqual(["Peru"]);
  expect(edits.now.drafts[0].prompt).toBe("The capital of {} is");
});

test("a change is one of the open edit alone, and the one that is left is open", async () => {
  const edits = start(caseOf("France"));
  await edits.do((now) => now.add());
  await edits.do((now) => now.change({ subject: "Peru" }));
  expect(edits.subjects()).toEqual(["France", "Peru"]);
  expect(edits.now.open).toBe(1);
  expect(edits.now.mode).toBe("batch");
  await edits.do((now) => now.remove(1));
  expect(edits.subjects()).toEqual(["France"]);
  expect(edits.now.open).toBe(0);
  expect(edits.now.mode).toBe("single");
});

test("a list too long for the address is kept in the tab", async () => {
  const edits = start(caseOf("France"));
  await edits.do((now) => now.load(Array.from({ length: 30 }, (_, index) => caseOf(`Land ${index}`))));
  expect(edits.subjects()).toHaveLength(30);
  expect(edits.now.keeping).toBe("tab");
});
