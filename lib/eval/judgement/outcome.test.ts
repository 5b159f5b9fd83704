import { describe, expect, test } from "vitest";
import type { ProbeResult } from "../report";
import { beginningOf, outcomeOf } from "./outcome";

type Given = readonly [group: string, passed: boolean, change?: Partial<ProbeResult>];

const answer = (passed: boolean, text: string) => ({
  teacherForced: { text, score: 1 },
  generation: { text, score: Number(passed) },
  probability: 0.5,
});
const probes = (...given: readonly Given[]): ProbeResult[] =>
  given.map(([group, passed, change]) => ({
    caseId: "1",
    group,
    kind: "k",
    prompt: "The city of the Eiffel Tower is",
    expected: "Rome",
    before: answer(group === "locality", "Paris"),
    after: answer(passed, passed ? "Rome" : "Paris"),
    ...change,
  }));
const stated = (id: string, targetNew = "Rome", subject = `S${id}`) => ({
  request: { id, subject, prompt: "The city of {} is", targetNew },
  rephrases: [],
});
const many = (group: string, right: number, of: number): Given[] =>
  Array.from({ length: of }, (_, i) => [group, i < right] as const);
const judged = (...given: readonly Given[]) =>
  outcomeOf({ probes: probes(...given), says: [] }, [stated("1")]);

describe("the outcome of one edit", () => {
  test("took when it answers its own prompt; its questions are counted by class", () => {
    const outcome = judged(["reliability", true], ...many("generality", 4, 4), ...many("locality", 5, 6));
    expect(outcome).toMatchObject({
      kind: "took",
      edits: { right: 1, of: 1 },
      rephrasings: { right: 4, of: 4 },
      neighbours: { right: 5, of: 6 },
      consequences: { right: 0, of: 0 },
      says: { after: "Rome" },
    });
  });

  test("teacher forcing cannot make an edit take that the model does not write", () => {
    expect(judged(["reliability", false]).kind).toBe("missed");
  });

  test("is damage when more than one of five neighbours moved", () => {
    const held = (right: number) => judged(["reliability", true], ...many("locality", right, 6)).kind;
    expect([6, 5, 4, 0].map(held)).toEqual(["took", "took", "damaged", "damaged"]);
  });

  test("says which neighbours had moved before the edit, because it did not move them", () => {
    const [was, is] = [answer(true, "Paris"), answer(false, "Lyon")];
    const outcome = judged(
      ["reliability", true],
      ["locality", false, { before: was, after: is }],
      ["locality", false, { before: is, after: is }],
    );
    expect(outcome).toMatchObject({ neighbours: { right: 0, of: 2 }, lostBefore: 1 });
  });

  test("is narrow when no rephrasing follows, and cannot be told when nobody asked", () => {
    expect(judged(["reliability", true], ["generality", false]).kind).toBe("narrow");
    expect(judged(["locality", true]).kind).toBe("unasked");
  });

  test("changed nothing when the model answered so before", () => {
    expect(judged(["reliability", true, { before: answer(true, "Rome") }]).kind).toBe("unchanged");
  });

  test("quotes what the model writes after the prompt, not as many tokens as the target has", () => {
    const says = [{ prompt: "p", before: " play with her toys. She", after: " playing in the park.\nThen" }];
    const outcome = outcomeOf({ probes: probes(["reliability", false]), says }, [stated("1")]);
    expect(outcome.says).toEqual({ before: "play with her toys", after: "playing in the park" });
  });
});

describe("the outcome of several edits", () => {
  const of = (id: string, passed: boolean) => probes(["reliability", passed, { caseId: id }]);

  test("counts how many took, and quotes none of them", () => {
    const all = { probes: [...of("1", true), ...of("2", true), ...of("3", false)], says: [] };
    const outcome = outcomeOf(
      all,
      ["1", "2", "3"].map((id) => stated(id)),
    );
    expect(outcome).toMatchObject({ kind: "took", edits: { right: 2, of: 3 }, replaced: 0 });
    expect(outcome.says).toBeUndefined();
  });

  test("one that another of the list replaces is neither taken nor missed", () => {
    const all = { probes: [...of("1", false), ...of("2", true)], says: [] };
    const outcome = outcomeOf(all, [stated("1", "Rome", "X"), stated("2", "Oslo", "X")]);
    expect(outcome).toMatchObject({ kind: "took", edits: { right: 1, of: 1 }, replaced: 1 });
  });
});

test("a quotation ends with its sentence or line, and is cut between words", () => {
  expect(beginningOf(" Rome. The city")).toBe("Rome");
  expect(beginningOf("Rome\nQuestion: x")).toBe("Rome");
  expect(beginningOf("罗马。首都")).toBe("罗马");
  expect(beginningOf("a".repeat(30) + " " + "b".repeat(30))).toBe(`${"a".repeat(30)}…`);
});
