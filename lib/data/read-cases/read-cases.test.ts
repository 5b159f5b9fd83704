import { describe, expect, test } from "vitest";
import { readCases, readCaseValues } from ".";

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

describe("accepted lists", () => {
  test.each([
    ["JSON", JSON.stringify([edit], null, 2)],
    ["one object", JSON.stringify(edit)],
    ["JSON inside a name", JSON.stringify({ edits: [edit] })],
    ["an object a line", `${JSON.stringify(edit)}\n`],
    ["CSV", "subject,prompt,target_new,ground_truth\nNorway,The capital of Norway is,Bergen,Oslo"],
    ["TSV", "subject\tprompt\ttargetNew\ttruth\r\nNorway\tThe capital of Norway is\tBergen\tOslo\r\n"],
    ["our own cases", JSON.stringify([{ request: { ...request, id: undefined } }])],
    ["our own requests", JSON.stringify({ ...request, id: undefined })],
    ["our own record of an edit", JSON.stringify({ input: { cases: [{ request }] } })],
  ])("%s", (_, text) => {
    const { cases, faults } = readCases(text);
    expect(faults).toEqual([]);
    expect(cases.map((item) => item.request)).toEqual([request]);
  });

  test("cells with commas, quotes and line breaks", () => {
    const [item] = readCases(
      'subject,prompt,target_new\nNorway,"In Norway, the ""capital"" is",Bergen',
    ).cases;
    expect(item.request.prompt).toBe('In {}, the "capital" is');
  });
});

test("an edit keeps the id that its record has", () => {
  const { cases } = readCases(
    JSON.stringify([{ request: { ...request, id: "mine" } }, { ...edit, id: "norway" }, edit]),
  );
  expect(cases.map((item) => item.request.id)).toEqual(["mine", "norway", "edit-3"]);
});

test("a list may mix datasets, and names them", () => {
  const { cases, datasets } = readCases(JSON.stringify([{ request }, edit, { ...edit, subject: "Sweden" }]));
  expect(cases).toHaveLength(2);
  expect(datasets).toEqual(["cases", "flat"]);
});

test("a reader that is named reads every record", () => {
  const { faults } = readCases(JSON.stringify([edit]), { dataset: "counterfact" });
  expect(faults).toEqual([]);
  expect(() => readCases("[]", { dataset: "counterfacts" })).toThrow('There is no dataset "counterfacts"');
});

describe("refused lists", () => {
  test("is named with its line and its field, and the rest is kept", () => {
    const lines = [
      JSON.stringify(edit),
      "{broken",
      JSON.stringify({ ...edit, subject: "Sweden" }),
      JSON.stringify(edit),
    ];
    const { cases, faults } = readCases(lines.join("\n"));
    expect(cases).toHaveLength(2);
    expect(faults).toEqual([
      { line: 2, code: "notJson" },
      { line: 3, path: "prompt", code: "subjectMissing" },
    ]);
  });

  test("has the line on which it begins in a list that is spread over lines", () => {
    const text = JSON.stringify(
      ["no edit", edit, { ...edit, target_new: "" }, { ...edit, subject: "" }],
      null,
      2,
    );
    const { faults } = readCases(text);
    // A bracket, a text, then two braces and four fields an edit.
    expect(faults).toEqual([
      { line: 2, path: "0", code: "notAnObject" },
      { line: 9, path: "2.target_new", code: "noTarget" },
      { line: 15, path: "3.subject", code: "noSubject" },
    ]);
  });

  test("says of a field that is not there that it is missing, not that it is empty", () => {
    const { faults } = readCases("subject,prompt,becomes\nPeru,The capital of {} is,Cusco\n");
    expect(faults).toEqual([{ line: 2, path: "target_new", code: "missing" }]);
    const { cases } = readCases("subject,prompt,old,new\nPeru,The capital of {} is,Lima,Cusco\n");
    expect(cases[0].request).toMatchObject({ targetTrue: "Lima", targetNew: "Cusco" });
  });

  test("has the path from the beginning where the list is inside an object", () => {
    const { faults } = readCases(JSON.stringify({ edits: [edit, { ...edit, prompt: "" }] }));
    expect(faults).toEqual([{ path: "edits.1.prompt", code: "noPrompt" }]);
  });

  test("in our own form says which field is missing or wrong", () => {
    const { faults } = readCases(
      JSON.stringify([{ request: { ...request, prompt: "no slot" } }, { request: { id: "x" } }]),
    );
    expect(faults).toMatchObject([
      {
        path: "0.request.prompt",
        code: "invalid",
        values: { message: expect.stringContaining("{}") as string },
      },
      { path: "1.request.subject", code: "missing" },
    ]);
  });

  test.each([
    ["a text that is no table", "Norway is in Europe", { line: 1, code: "noHeader" }],
    ["an object without a list", '{"a": 1}', { line: 1, code: "notAList" }],
    ["JSON that breaks off", `[\n${JSON.stringify(edit)},\n{"subject"`, { line: 3, code: "notJson" }],
    ["a number among edits", "[1]", { line: 1, path: "0", code: "notAnObject" }],
    [
      "a record of no dataset",
      '[{"a": 1}]',
      { line: 1, path: "0", code: "unknownRecord", values: { fields: "a" } },
    ],
  ])("%s", (_, text, fault) => expect(readCases(text)).toMatchObject({ cases: [], faults: [fault] }));

  test("goes beyond the most that are wanted", () => {
    const many = Array.from({ length: 12 }, () => JSON.stringify(edit)).join("\n");
    const { cases, faults } = readCases(many, { limit: 10 });
    expect(cases).toHaveLength(10);
    expect(faults).toEqual([{ line: 11, code: "tooMany", values: { most: 10 } }]);
  });

  test("is nothing when nothing was given", () =>
    expect(readCases("  \n")).toMatchObject({ cases: [], questions: [], faults: [], records: 0 }));
});

describe("a table", () => {
  test("has the lines of the file, also after a cell with a line break", () => {
    const text =
      'subject,prompt,target_new\r\nNorway,"The capital\r\nof Norway is",Bergen\r\n\r\nSweden,The capital is,Malmö';
    expect(readCases(text)).toMatchObject({
      cases: [{ request: { prompt: "The capital\nof {} is" } }],
      faults: [{ line: 5, path: "prompt", code: "subjectMissing" }],
    });
  });

  test("may have more columns than a row fills, and not the other way round", () => {
    const text =
      "subject,prompt,target_new,truth\nNorway,The capital of Norway is,Bergen\nNorway,In Norway, it is,Bergen,Oslo";
    expect(readCases(text)).toMatchObject({
      cases: [{ request: { targetNew: "Bergen" } }],
      faults: [{ line: 3, code: "tooManyCells", values: { cells: 5, columns: 4 } }],
    });
  });

  test("names the row whose quote does not close", () => {
    const text =
      'subject,prompt,target_new\nNorway,The capital of Norway is,Bergen\nNorway,"The capital of Norway is,Bergen\n';
    expect(readCases(text)).toMatchObject({ cases: [{}], faults: [{ line: 3, code: "badQuotes" }] });
  });

  test("may not name two columns alike, since one would hide the other", () => {
    const text = "subject,prompt,target_new,prompt\nNorway,The capital of Norway is,Bergen,x";
    expect(readCases(text).faults).toEqual([{ line: 1, code: "sameColumn", values: { name: "prompt" } }]);
  });
});

describe("ignored fields of a case", () => {
  test("is every probe that lacks its prompt or its answer", () => {
    const record = {
      ...edit,
      locality: {
        Relation_Specificity: [
          { prompt: "The currency of Norway is", ground_truth: [["krone"]] },
          { prompt: "The king of Norway is", ground_truth: [[""], []] },
        ],
      },
      portability: { Reasoning: [{ ground_truth: "Bergen" }] },
    };
    const { cases, faults, omitted } = readCases(JSON.stringify([record]));
    expect(faults).toEqual([]);
    expect(cases[0].locality).toEqual({
      "relation-specificity": [{ prompt: "The currency of Norway is", target: "krone" }],
    });
    expect(omitted).toEqual([
      { line: 1, path: "0.locality.Relation_Specificity.1.ground_truth", code: "noAnswer" },
      { line: 1, path: "0.portability.Reasoning.0.prompt", code: "noQuestion" },
    ]);
  });

  test("is every field that its reader does not know, counted once", () => {
    const { omitted } = readCases(
      JSON.stringify([{ ...edit, colour: "red" }, { ...edit, colour: "blue" }, edit]),
    );
    expect(omitted).toEqual([{ path: "colour", code: "unread", values: { records: 2 } }]);
  });
});

describe("accepted answers", () => {
  const read = (entry: object) =>
    readCases(JSON.stringify([{ ...edit, locality: { Relation_Specificity: [entry] } }]));

  test("are kept for each of several prompts, which has its own", () => {
    const { cases, omitted } = read({
      prompt: ["The currency of Norway is", "The king of Norway is", "The language of Norway is"],
      ground_truth: [["krone", "NOK"], ["Harald V"]],
    });
    expect(cases[0].locality["relation-specificity"]).toEqual([
      { prompt: "The currency of Norway is", target: "krone", alternatives: ["NOK"] },
      { prompt: "The king of Norway is", target: "Harald V" },
    ]);
    expect(omitted).toMatchObject([
      { code: "noAnswer", path: "0.locality.Relation_Specificity.0.ground_truth.2" },
    ]);
  });

  test("of one prompt are all that its lists hold, each once", () => {
    const { cases, omitted } = read({
      prompt: "The king of Norway is",
      ground_truth: [
        ["Harald V", " Harald "],
        ["Harald V", "King Harald"],
      ],
    });
    expect(cases[0].locality["relation-specificity"]).toEqual([
      { prompt: "The king of Norway is", target: "Harald V", alternatives: ["Harald", "King Harald"] },
    ]);
    expect(omitted).toEqual([]);
  });

  test("without a prompt of their own are named", () => {
    const { cases, omitted } = read({
      prompt: ["The currency of Norway is", "The king of Norway is"],
      ground_truth: ["krone", "Harald V", "Norwegian"],
    });
    expect(cases[0].locality["relation-specificity"]).toHaveLength(2);
    expect(omitted).toMatchObject([
      { code: "noQuestion", path: "0.locality.Relation_Specificity.0.prompt.2" },
    ]);
  });

  test("of the edit itself are told where only the first is used", () => {
    const record = { ...edit, ground_truth: ["Oslo", "Kristiania"] };
    const { cases, omitted } = readCases(JSON.stringify([record, { ...record, id: "other" }]));
    expect(cases[0].request.targetTrue).toBe("Oslo");
    expect(omitted).toEqual([{ code: "firstOnly", path: "ground_truth", values: { records: 2 } }]);
  });
});

test("an answer that is empty is named as the list names it", () => {
  const locality = { Forgetfulness: [{ prompt: "The king of Norway is", ground_truth: [] }] };
  expect(readCases(JSON.stringify([{ ...edit, locality }])).omitted).toEqual([
    { line: 1, code: "noAnswer", path: "0.locality.Forgetfulness.0.ground_truth" },
  ]);
});

test("an empty rephrasing among others is named", () => {
  const { cases, omitted } = readCases(
    JSON.stringify([{ ...edit, rephrase: ["Norway's capital is", "  "] }]),
  );
  expect(cases[0].rephrases).toEqual(["Norway's capital is"]);
  expect(omitted).toEqual([{ line: 1, code: "noQuestion", path: "0.rephrase.1" }]);
});

describe("limits of the server", () => {
  test.each([
    ["a target that is too long", { ...edit, target_new: "x".repeat(2001) }, "0.target_new"],
    ["a true answer that is too long", { ...edit, ground_truth: "x".repeat(2001) }, "0.ground_truth"],
    ["a prompt that is too long", { ...edit, prompt: `Norway ${"x".repeat(4000)}` }, "0.prompt"],
  ])("%s is a fault of its own field", (_, record, path) => {
    const { cases, faults } = readCases(JSON.stringify([record]));
    expect(cases).toEqual([]);
    expect(faults).toMatchObject([{ line: 1, code: "invalid", path }]);
  });

  test("two edits of one id are a fault of the second", () => {
    const { cases, faults } = readCases(JSON.stringify([{ ...edit, id: "a" }, { ...edit, id: "a" }, edit]));
    expect(cases.map(({ request }) => request.id)).toEqual(["a", "edit-2"]);
    expect(faults).toEqual([{ line: 1, path: "1", code: "sameId", values: { id: "a" } }]);
  });

  test("an id that the list has is not given to another edit", () => {
    const { cases } = readCases(JSON.stringify([{ ...edit, id: "edit-2" }, edit]));
    expect(cases.map(({ request }) => request.id)).toEqual(["edit-2", "edit-3"]);
  });
});

test("records that are values are read as those of a text, and named from the path of their list", () => {
  const { cases, faults } = readCaseValues([edit, { ...edit, target_new: "" }], "input.cases");
  expect(cases.map((item) => item.request)).toEqual([request]);
  expect(faults).toEqual([{ path: "input.cases.1.target_new", code: "noTarget" }]);
});
