import { describe, expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import { closedGraph } from "../graph/close";
import { worldContent } from "../graph/from-world";
import { createInterpreter } from "./interpret";
import type { Interpretation } from "./reading";

const graph = closedGraph(worldContent(atlasWorld(), atlas2World()));
const { interpret } = createInterpreter(graph);

function short({ intent, statements, readings, rollback }: Interpretation): string {
  if (rollback !== undefined) return `rollback ${Object.values(rollback).join(" ")}`;
  if (intent === "query") return `query ${readings[0].subject.entity} ${readings[0].relation}`;
  const lines = statements.map(
    ({ sign, subject, relation, object, from, until }) =>
      `${sign === "add" ? "+" : "-"} ${subject} ${relation} ${object}${from ? ` from ${from}` : ""}${until ? ` until ${until}` : ""}`,
  );
  return [intent, ...lines].join("; ");
}

describe("sentences", () => {
  test.each([
    ["The capital of France is Rome.", "edit; + country/France capital city/Rome"],
    ["France's capital is Lyon", "edit; + country/France capital city/Lyon"],
    ["Rome is the capital of France.", "edit; + country/France capital city/Rome"],
    ["the eiffel tower is located in Rome", "edit; + landmark/Eiffel Tower landmark-city city/Rome"],
    [
      "The capital of France is no longer Paris but Lyon.",
      "edit; - country/France capital city/Paris; + country/France capital city/Lyon",
    ],
    ["Paris is not the capital of France.", "delete; - country/France capital city/Paris"],
    ["Forget that Paris is the capital of France.", "delete; - country/France capital city/Paris"],
    ["What is the capital of France?", "query country/France capital"],
    ["Where is the Eiffel Tower?", "query landmark/Eiffel Tower landmark-city"],
    [
      "The capital of France is Lyon and its currency is the Yen.",
      "batch; + country/France capital city/Lyon; + country/France currency currency/Yen",
    ],
    [
      "The capital of France is Lyon. The capital of Italy is Milan.",
      "batch; + country/France capital city/Lyon; + country/Italy capital city/Milan",
    ],
    ["Since 2024 the capital of France is Lyon.", "edit; + country/France capital city/Lyon from 2024"],
    ["Holland's capital is Rotterdam.", "edit; + country/Netherlands capital city/Rotterdam"],
    ["undo that", "rollback last"],
    ["Undo everything by Ada", "rollback author Ada"],
    ["roll back plan 12", "rollback plan 12"],
    ["法国的首都是罗马。", "edit; + country/France capital city/Rome"],
    [
      "法国的首都不再是巴黎，而是里昂",
      "edit; - country/France capital city/Paris; + country/France capital city/Lyon",
    ],
    ["法国的首都是哪里？", "query country/France capital"],
    ["罗马是法国的首都", "edit; + country/France capital city/Rome"],
    ["撤销", "rollback last"],
    ["撤销小明的所有修改", "rollback author 小明"],
    ["Mozart was a painter.", "edit; + person/Wolfgang Amadeus Mozart occupation occupation/painter"],
  ])("%s", (sentence, expected) => {
    expect(short(interpret(sentence))).toBe(expected);
  });

  test.each([
    "I think the capital of France may be Rome.",
    "If the capital of France is Rome, what then?",
    "Is Rome the capital of France?",
    "The weather is nice today.",
    "",
    "The capital of France was Bordeaux.",
  ])("nothing is run of: %s", (sentence) => {
    expect(interpret(sentence).statements).toEqual([]);
  });

  test("a misspelt name is offered, and nothing is run", () => {
    const { intent, statements, alternatives } = interpret("The capital of Frnace is Rome.");
    expect([intent, statements]).toEqual(["unknown", []]);
    expect(alternatives[0]).toMatchObject({
      relation: "capital",
      subject: { text: "Frnace", near: ["country/France"] },
    });
  });

  test("a new name is left to a form, with its place in the sentence", () => {
    const sentence = "The capital of France is Villeneuve-sur-Lot.";
    const { statements, alternatives } = interpret(sentence);
    expect(statements).toEqual([]);
    const { span, text } = alternatives[0].object!;
    expect(text).toBe("Villeneuve-sur-Lot");
    expect(sentence.slice(span.start, span.end)).toBe(text);
  });

  test.each(["From 2023-02-29 the capital of France is Rome.", "自2023-13年起，法国的首都是罗马。"])(
    "a day that no calendar has is named: %s",
    (sentence) => expect(() => interpret(sentence)).toThrow(/"2023-\S+" is no day of the calendar/),
  );

  test("a leap day is one", () => {
    expect(interpret("Since 2024-02-29 the capital of France is Rome.").statements).toMatchObject([
      { from: "2024-02-29" },
    ]);
  });
});
