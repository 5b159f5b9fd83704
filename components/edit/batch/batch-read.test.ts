import { describe, expect, test } from "vitest";
import { readBatch } from "./batch-read";
import { MOST_EDITS } from "../view-state";

const edit = {
  subject: "Norway",
  prompt: "The capital of Norway is",
  target_new: "Bergen",
  ground_truth: "Oslo",
};
const request = {
  id: "edit-1",
  subject: "Norway",
  prompt: "The capital of {} is",
  targetNew: "Bergen",
  targetTrue: "Oslo",
};

describe("what is understood", () => {
  test.each([
    ["JSON", JSON.stringify([edit], null, 2)],
    ["one object", JSON.stringify(edit)],
    ["JSON inside a name", JSON.stringify({ edits: [edit] })],
    ["an object a line", `${JSON.stringify(edit)}\n`],
    ["CSV", "subject,prompt,target_new,ground_truth\nNorway,The capital of Norway is,Bergen,Oslo"],
    ["TSV", "subject\tprompt\ttargetNew\ttruth\r\nNorway\tThe capital of Norway is\tBergen\tOslo\r\n"],
    ["our own cases", JSON.stringify([{ request: { ...request, id: "mine" } }])],
  ])("%s", (_, text) => {
    const { cases, faults } = readBatch(text);
    expect(faults).toEqual([]);
    expect(cases.map((item) => item.request)).toEqual([request]);
  });

  test("CounterFact, with its rephrasings and neighbours", () => {
    const record = {
      case_id: 7,
      requested_rewrite: {
        prompt: "The capital of {} is",
        subject: "Norway",
        target_new: { str: "Bergen", id: "Q26793" },
        target_true: { str: "Oslo", id: "Q585" },
      },
      paraphrase_prompts: ["Norway's capital is", "Norway is ruled from"],
      neighborhood_prompts: ["The largest port of Norway is"],
    };
    const [item] = readBatch(JSON.stringify([record])).cases;
    expect(item.request).toEqual(request);
    expect(item.rephrases).toEqual(["Norway's capital is", "Norway is ruled from"]);
    expect(item.locality).toEqual({
      "same-relation": [{ prompt: "The largest port of Norway is", target: "Oslo" }],
    });
  });

  test("zsRE, with its unrelated question and its portability", () => {
    const record = {
      subject: "Norway",
      src: "What is the capital of Norway?",
      alt: "Bergen",
      answers: ["Oslo"],
      rephrase: "Which city is Norway's capital?",
      loc: "nq question: who wrote Hamlet",
      loc_ans: "Shakespeare",
      portability: {
        Reasoning: [{ prompt: "The mayor of Norway's capital sits in", ground_truth: "Bergen" }],
      },
    };
    const [item] = readBatch(JSON.stringify([record])).cases;
    expect(item.request).toMatchObject({ prompt: "What is the capital of {}?", targetTrue: "Oslo" });
    expect(item.locality).toEqual({ other: [{ prompt: "who wrote Hamlet", target: "Shakespeare" }] });
    expect(item.portability).toEqual({
      reasoning: [{ prompt: "The mayor of Norway's capital sits in", target: "Bergen" }],
    });
  });

  test("cells with commas, quotes and line breaks", () => {
    const [item] = readBatch(
      'subject,prompt,target_new\nNorway,"In Norway, the ""capital"" is",Bergen',
    ).cases;
    expect(item.request.prompt).toBe('In {}, the "capital" is');
  });
});

describe("what is refused", () => {
  test("is named with its line, and the rest is kept", () => {
    const lines = [
      JSON.stringify(edit),
      "{broken",
      JSON.stringify({ ...edit, subject: "Sweden" }),
      JSON.stringify(edit),
    ];
    const { cases, faults } = readBatch(lines.join("\n"));
    expect(cases).toHaveLength(2);
    expect(faults).toEqual([
      { line: 2, code: "notJson" },
      { line: 3, code: "subjectMissing" },
    ]);
  });

  test("has the line on which it begins in a list that is spread over lines", () => {
    const text = JSON.stringify([edit, { ...edit, target_new: "" }, { ...edit, subject: "" }], null, 2);
    const { faults } = readBatch(text);
    // A bracket, then two braces and four fields an edit.
    expect(faults).toEqual([
      { line: 8, code: "noTarget" },
      { line: 14, code: "noSubject" },
    ]);
  });

  test("in a table has the line of the file, also after a cell with a line break", () => {
    const text =
      'subject,prompt,target_new\nNorway,"The capital\nof Norway is",Bergen\nSweden,The capital is,Malmö';
    expect(readBatch(text)).toMatchObject({ cases: [{}], faults: [{ line: 4, code: "subjectMissing" }] });
  });

  test.each([
    ["a text that is no table", "Norway is in Europe", { line: 1, code: "noHeader" }],
    ["an object without a list", '{"a": 1}', { line: 1, code: "notAList" }],
    ["JSON that breaks off", `[\n${JSON.stringify(edit)},\n{"subject"`, { line: 3, code: "notJson" }],
    ["a number among edits", "[1]", { line: 1, code: "notAnObject" }],
  ])("%s", (_, text, fault) => expect(readBatch(text)).toEqual({ cases: [], faults: [fault] }));

  test("goes beyond the most that a batch may have", () => {
    const many = Array.from({ length: MOST_EDITS + 5 }, () => JSON.stringify(edit)).join("\n");
    const { cases, faults } = readBatch(many);
    expect(cases).toHaveLength(MOST_EDITS);
    expect(faults).toEqual([{ line: MOST_EDITS + 1, code: "tooMany" }]);
  });

  test("is nothing when nothing was given", () =>
    expect(readBatch("  \n")).toEqual({ cases: [], faults: [] }));
});
