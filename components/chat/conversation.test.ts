import { expect, test } from "vitest";
import { firstDifference, messagesFor, segmentsOf, textOf, type Answer, type Turn } from "./conversation";

const answer = (text: string, change: Partial<Answer> = {}): Answer => ({
  status: "done",
  tokens: [{ text }],
  ...change,
});
const turn = (question: string, answers: Turn["answers"], form: Turn["form"] = "chat"): Turn => ({
  id: 1,
  question,
  form,
  columns: [],
  answers,
});

test("each column is asked with its own turns before the question, and the system message first", () => {
  const turns = [
    turn("Hi", { base: answer(" Hello!"), edited: answer("Ciao!") }),
    turn("Once upon a time", { base: answer(" there was") }, "plain"),
    turn("Failed", { base: answer("", { status: "failed" }), edited: answer("Sì") }),
  ];
  expect(messagesFor(turns, { key: "base" }, { system: "Be brief.", question: "Where?" })).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello!" },
    { role: "user", content: "Where?" },
  ]);
  expect(messagesFor(turns, { key: "edited" }, { system: " ", question: "Where?" })).toHaveLength(5);
  expect(messagesFor(turns, { key: "another" }, { system: "", question: "Where?" })).toHaveLength(1);
});

const differing = (left: string, right: string, isOver?: boolean) => {
  const found = firstDifference(left, right, isOver);
  return found && [left.slice(...found[0]), right.slice(...found[1])];
};

test.each([
  ["The capital of France is Paris.", "The capital of Italy is Rome.", "France", "Italy"],
  [" Paris is", "Paris was", "is", "was"],
  ["Parish", "Paris", "Parish", "Paris"],
  ["It is 东京。", "It is 北京。", "东", "北"],
  ["Yes.", "Yes. And more", "", "And"],
  ["a", "b", "a", "b"],
])("the first difference of %j and %j is %j and %j", (left, right, one, other) => {
  expect(differing(left, right)).toEqual([one, other]);
});

test("equal texts do not differ, and one that is still written may yet be equal", () => {
  expect(differing(" The same", "The same")).toBeNull();
  expect(differing("The ca", "The capital", false)).toBeNull();
  expect(differing("The ca", "The capital")).toEqual(["ca", "capital"]);
  expect(differing("The cat", "The dog", false)).toEqual(["cat", "dog"]);
});

test("tokens are cut where the mark begins and ends, and together they are the text", () => {
  const tokens = [
    { text: " The", probability: 0.5 },
    { text: " capi", probability: 0.25 },
    { text: "tal is", probability: 1 },
  ];
  const segments = segmentsOf(tokens, [5, 12]);
  expect(segments.map(({ text }) => text).join("")).toBe("The capital is");
  expect(segments.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(["capi", "tal"]);
  expect(segments.map(({ probability }) => probability)).toEqual([0.5, 0.25, 0.25, 1, 1]);
  expect(segmentsOf(tokens, null).some(({ isMarked }) => isMarked)).toBe(false);
  expect(segmentsOf([], null)).toEqual([]);
  expect(textOf({ status: "done", tokens })).toBe(" The capital is");
});
