import { describe, expect, test } from "vitest";
import { EditCase, requestFaults } from "@/lib/data";
import {
  caseOf,
  draftOf,
  EMPTY_DRAFT,
  requestOf,
  shownPrompt,
  slottedPrompt,
  subjectSpan,
  type Draft,
} from "./draft";
import { decodeDraft, editView, encodeDraft } from "../view-state";

const draft: Draft = {
  ...EMPTY_DRAFT,
  subject: "Norway",
  prompt: "The capital of Norway is",
  target: "Bergen",
  truth: "Oslo",
  rephrasings: ["Norway's capital is", "  "],
  neighbours: [{ kind: "same-relation", prompt: "The capital of Sweden is", target: "Stockholm" }],
  consequences: [
    { kind: "one-hop", prompt: "The mayor of Norway's capital lives in", target: "Bergen" },
    { kind: "one-hop", prompt: "Half-written", target: "" },
  ],
};

describe("the request of a draft", () => {
  test("has a slot where the subject was", () => {
    expect(requestOf(draft, "edit-1")).toEqual({
      id: "edit-1",
      subject: "Norway",
      prompt: "The capital of {} is",
      targetNew: "Bergen",
      targetTrue: "Oslo",
    });
  });

  test("loses the spaces around its parts", () => {
    const spaced = { ...draft, prompt: `${draft.prompt} `, target: " Bergen ", subject: " Norway" };
    expect(requestOf(spaced, "edit-1")).toEqual(requestOf(draft, "edit-1"));
  });

  test("may be typed with its slot", () => {
    expect(requestOf({ ...draft, prompt: "The capital of {} is" }, "edit-1")?.prompt).toBe(
      "The capital of {} is",
    );
  });

  test("a subject with signs that replacement gives a meaning to is kept as it is", () => {
    const odd = draftOf({
      ...caseOf(draft, "x")!,
      request: { id: "x", subject: "$& Co", prompt: "{} is in", targetNew: "Rome" },
    });
    expect(shownPrompt(odd)).toBe("$& Co is in");
    expect(requestOf(odd, "x")?.prompt).toBe("{} is in");
  });

  test.each([
    [{ subject: "" }, { subject: "noSubject" }],
    [{ prompt: "" }, { prompt: "noPrompt" }],
    [{ target: "  " }, { target: "noTarget" }],
    [{ subject: "Sweden" }, { prompt: "subjectMissing" }],
    [{ prompt: "Norway, whose capital is Norway" }, { prompt: "subjectTwice" }],
    [{ prompt: "{} and {}" }, { prompt: "slotTwice" }],
  ] as const)("%j is refused as %j", (change, faults) => {
    const wrong = { ...draft, ...change };
    expect(requestFaults(wrong)).toEqual(faults);
    expect(requestOf(wrong, "edit-1")).toBeNull();
  });
});

describe("the case of a draft", () => {
  test("leaves out probes that are not filled in", () => {
    const built = caseOf(draft, "edit-1")!;
    expect(EditCase.parse(built)).toEqual(built);
    expect(built.rephrases).toEqual(["Norway's capital is"]);
    expect(built.portability["one-hop"]).toHaveLength(1);
  });

  test("becomes the same draft again", () => {
    const whole = {
      ...draft,
      rephrasings: ["Norway's capital is"],
      consequences: draft.consequences.slice(0, 1),
    };
    expect(draftOf(caseOf(whole, "edit-1")!)).toEqual({ ...whole, prompt: "The capital of {} is" });
  });
});

describe("the prompt and its subject", () => {
  const slotted = { ...draft, prompt: "The capital of {} is" };

  test("a prompt with a slot follows the subject, also while it is empty or half typed", () => {
    expect(shownPrompt(slotted)).toBe("The capital of Norway is");
    expect(shownPrompt({ ...slotted, subject: "A" })).toBe("The capital of A is");
    expect(shownPrompt({ ...slotted, subject: "" })).toBe("The capital of {} is");
  });

  test.each([
    ["Norway", "The king of Norway lives in", "The king of {} lives in"],
    ["Norway", "Norway borders Norway", "Norway borders Norway"],
    ["Norway", "The king of Sweden lives in", "The king of Sweden lives in"],
    ["", "The king of Norway lives in", "The king of Norway lives in"],
    ["Norway", "The king of {} lives in", "The king of {} lives in"],
    ["$& Co", "The chair of $& Co is", "The chair of {} is"],
  ])("of %j in %j is kept as %j", (subject, typed, kept) => {
    expect(slottedPrompt(subject, typed)).toBe(kept);
    expect(slottedPrompt(subject, shownPrompt({ subject, prompt: kept }))).toBe(kept);
  });
});

test("the subject is found where the model reads it", () => {
  expect(subjectSpan(draft)).toEqual({ text: "The capital of Norway is", start: 15, end: 21 });
  expect(subjectSpan({ ...draft, prompt: "The capital of {} is" })).toEqual({
    text: "The capital of Norway is",
    start: 15,
    end: 21,
  });
  expect(subjectSpan({ ...draft, subject: "Sweden" })).toBeNull();
});

test("a draft survives the address", () => {
  const state = editView.schema.parse({ e: JSON.parse(JSON.stringify([encodeDraft(draft)])) as unknown });
  expect(decodeDraft(state.e![0])).toEqual(draft);
  const chat = { ...draft, form: "chat" as const };
  expect(decodeDraft(encodeDraft(chat))).toEqual(chat);
  expect(caseOf(chat, "edit-1")?.request.form).toBe("chat");
  expect(draftOf(caseOf(chat, "edit-1")!).form).toBe("chat");
});

test("answers that a probe accepts besides its own stay with it, in the case and in the address", () => {
  const alternatives = ["Stokholm", "the capital, Stockholm"];
  const several = { ...draft, neighbours: [{ ...draft.neighbours[0], alternatives }] };
  const made = caseOf(several, "edit-1");
  expect(made?.locality["same-relation"]).toEqual([
    { prompt: "The capital of Sweden is", target: "Stockholm", alternatives },
  ]);
  expect(draftOf(made!).neighbours).toEqual(several.neighbours);
  expect(decodeDraft(encodeDraft(several))).toEqual(several);
  expect(decodeDraft(encodeDraft(draft)).neighbours).toEqual(draft.neighbours);
});
