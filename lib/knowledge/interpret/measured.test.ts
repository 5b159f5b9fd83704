import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import { closedGraph } from "../graph/close";
import { worldContent } from "../graph/from-world";
import type { Statement } from "../ledger/events";
import { createInterpreter } from "./interpret";
import type { Interpretation, Intent } from "./reading";

interface Labelled {
  readonly sentence: string;
  readonly intent: Intent;
  readonly statements: readonly Statement[];
}

const { interpret } = createInterpreter(closedGraph(worldContent(atlasWorld(), atlas2World())));

const lines = (statements: readonly Statement[]): string =>
  statements
    .map(({ sign, subject, relation, object }) => `${sign} ${subject} ${relation} ${object}`)
    .join("; ");

/** What would run without another question: statements, a query, an undo. */
function runs({ intent, statements, readings, confidence, rollback }: Interpretation): string {
  if (rollback !== undefined) return "rollback";
  if (intent === "query" && confidence >= 0.8)
    return `query ${readings[0].subject.entity} ${readings[0].relation}`;
  return statements.length === 0 ? "" : lines(statements);
}

function wanted({ intent, statements }: Labelled): string {
  if (intent === "rollback") return "rollback";
  if (intent === "query") return `query ${statements[0].subject} ${statements[0].relation}`;
  return lines(statements);
}

function measure(language: "en" | "zh") {
  const labelled = readFileSync(`${import.meta.dirname}/sentences/${language}.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Labelled);
  const results = labelled.map((one) => ({
    sentence: one.sentence,
    want: wanted(one),
    got: runs(interpret(one.sentence)),
  }));
  const ran = results.filter(({ got }) => got !== "");
  return {
    count: results.length,
    askable: results.filter(({ want }) => want !== "").length,
    ran: ran.length,
    wrong: ran.filter(({ got, want }) => got !== want),
  };
}

describe("sentences of other writers", () => {
  test.each(["en", "zh"] as const)("%s: what runs is what was meant", (language) => {
    const { ran, wrong, askable } = measure(language);
    expect(1 - wrong.length / ran).toBeGreaterThanOrEqual(0.98);
    expect((ran - wrong.length) / askable).toBeGreaterThanOrEqual(0.8);
  });
});
