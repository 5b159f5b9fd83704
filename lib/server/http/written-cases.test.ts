import { expect, test } from "vitest";
import { PalimpsestError } from "../../base";
import { readWrittenCases } from "./written-cases";

const published = {
  case_id: 7,
  subject: "Eiffel Tower",
  prompt: "The city of the landmark {} is",
  target_new: "Rome",
  ground_truth: "Paris",
  rephrase_prompt: "In which city is the Eiffel Tower? In",
  locality: {
    neighborhood: { prompt: "The city of the landmark Colosseum is", ground_truth: ["Rome", "Roma"] },
  },
  pred: "Paris",
};
const editCase = {
  request: {
    id: "7",
    subject: "Eiffel Tower",
    prompt: "The city of the landmark {} is",
    targetNew: "Rome",
    targetTrue: "Paris",
  },
  rephrases: ["In which city is the Eiffel Tower? In"],
  locality: {
    neighborhood: [
      { prompt: "The city of the landmark Colosseum is", target: "Rome", alternatives: ["Roma"] },
    ],
  },
  portability: {},
};
const AT = ["input", "cases"];

test("published names are read as our own, and what is not used is named", () => {
  const second = { ...editCase, request: { ...editCase.request, id: "8" } };
  const sent = { kind: "edit", input: { mode: "single", cases: [published, second] } };
  expect(readWrittenCases(sent, AT)).toEqual({
    body: { kind: "edit", input: { mode: "single", cases: [editCase, second] } },
    omitted: [{ code: "unread", path: "pred", values: { records: 1 } }],
  });
});

test("records that cannot be used are refused together, each by its path in the body", () => {
  const cases = [published, { ...published, target_new: "" }, { colour: "red" }];
  const error = (() => {
    try {
      return readWrittenCases({ input: { cases } }, AT);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(PalimpsestError);
  expect(error).toMatchObject({
    code: "invalid_input",
    message: "input.cases.1.target_new: Write the new answer. (2 faults in all)",
    details: { issues: [{ field: "input.cases.1.target_new" }, { field: "input.cases.2" }], count: 2 },
  });
});

test.each([
  ["cases in our own form", { input: { cases: [editCase, { request: {} }] } }],
  ["a body without cases", { input: { draw: { count: 3 } } }],
  ["cases that are no list", { input: { cases: "all" } }],
  ["no object", null],
])("%s are left to the schema", (_, body) =>
  expect(readWrittenCases(body, AT)).toEqual({ body, omitted: [] }),
);
