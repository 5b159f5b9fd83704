import { describe, expect, test } from "vitest";
import { foreignNotes, foreignTo, withOwnProbes, writtenFor } from "./own-probes";
import { EditCase } from "./request";

const probe = { prompt: "The city of the landmark Big Ben is", target: "London" };
const tower = EditCase.parse({
  request: {
    id: "1",
    subject: "Eiffel Tower",
    prompt: "The city of the landmark {} is",
    targetNew: "Rome",
    targetTrue: "Paris",
  },
  rephrases: ["Eiffel Tower stands in"],
  locality: { "same-relation": [probe] },
  portability: { implied: [{ prompt: "The country of the landmark Eiffel Tower is", target: "Italy" }] },
  mayChange: { "same-subject": [probe] },
});
const stamped: EditCase = { ...tower, writtenFor: writtenFor(tower.request, "atlas") };
const asked = (change: Partial<EditCase["request"]>): EditCase => ({
  ...stamped,
  request: { ...stamped.request, ...change },
});

describe("probes of a case", () => {
  test("are its own where nobody says what they were written for, and where that is this edit", () => {
    expect(withOwnProbes(tower, "tiny")).toBe(tower);
    expect(withOwnProbes(stamped, "atlas")).toBe(stamped);
  });

  test.each([
    ["subject", asked({ subject: "Lily" }), "atlas"],
    ["prompt", asked({ prompt: "{} loved to" }), "atlas"],
    ["model", stamped, "stories260k"],
  ] as const)("of another %s are all left out", (foreign, editCase, model) => {
    expect(foreignTo(editCase.request, editCase.writtenFor, model)).toBe(foreign);
    const left = withOwnProbes(editCase, model);
    expect([left.rephrases, left.locality, left.portability, left.mayChange]).toEqual([
      [],
      {},
      {},
      undefined,
    ]);
    expect(left.request.targetTrue).toBe(foreign === "model" ? "Paris" : undefined);
  });

  test("of another target keep all but the consequences", () => {
    const left = withOwnProbes(asked({ targetNew: "Oslo" }), "atlas");
    expect(left.portability).toEqual({});
    expect([left.rephrases, left.locality, left.mayChange]).toEqual([
      tower.rephrases,
      tower.locality,
      tower.mayChange,
    ]);
  });
});

test("a note counts what is left out, by what it was written for", () => {
  expect(foreignNotes([asked({ subject: "Lily" }), asked({ targetNew: "Oslo" }), stamped], "atlas")).toEqual([
    "4 probes were written for “Eiffel Tower” and left out.",
    "1 probe was written for “Rome” and left out.",
  ]);
  expect(foreignNotes([tower])).toEqual([]);
});
