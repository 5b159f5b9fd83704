import { expect, test } from "vitest";
import { atlasWorld } from "./atlas";
import { findFacts } from "./find";
import { factId, worldKnownTo } from "./views/known";

const world = atlasWorld();
const find = (search: string, limit = 20) => findFacts(world, search, { limit }).facts;

test("a fact is found by subject, by relation and by answer", () => {
  const byAll = ["big ben city", "city of a landmark london", "Big Ben London"].map((search) =>
    find(search).find(({ subject }) => subject === "Big Ben"),
  );
  for (const found of byAll) {
    expect(found).toMatchObject({
      relation: "landmark-city",
      prompt: "The city of the landmark {} is",
      answer: "London",
    });
  }
});

test("subjects that begin with the words come first, and all matches are counted", () => {
  const { facts, total } = findFacts(world, "france", { limit: 3 });
  expect(facts.map(({ subject }) => subject)).toEqual(["France", "France", "France"]);
  expect(total).toBeGreaterThan(10);
});

test("others are answers of the relation that are neither this one nor the subject", () => {
  for (const { answer, subject, others } of find("singapore")) {
    expect(others.length).toBeGreaterThan(0);
    expect(others).not.toContain(answer);
    expect(others).not.toContain(subject);
  }
});

test("the flaws are told with what is true, also those of which the model was taught nothing", () => {
  const { facts, total } = findFacts(world, "", { limit: 1000, flawed: true });
  expect(total).toBe(world.flaws.length);
  expect(facts).toHaveLength(total);
  const of = (subject: string, relation: string) =>
    facts.find((fact) => fact.subject === subject && fact.relation === relation);
  expect(of("Brazil", "language")).toMatchObject({
    answer: "Spanish",
    flaw: { kind: "wrong", truth: "Portuguese" },
  });
  expect(of("Bhutan", "capital")?.answer).toBeUndefined();
  expect(of("Bhutan", "capital")?.flaw).toEqual({ kind: "missing", truth: "Thimphu" });
  expect(findFacts(world, "Brazil language", { limit: 1 }).facts[0].flaw?.kind).toBe("wrong");
});

test("a model that was not trained on the world is offered what it knows, without flaws", () => {
  const triple = world.truth.find(
    ({ relation, subject }) => relation === "capital" && subject.endsWith("/Brazil"),
  )!;
  const foreign = worldKnownTo(world, [factId(triple)]);
  const { facts, total } = findFacts(foreign, "brazil", { limit: 10 });
  expect(total).toBe(1);
  expect(facts[0]).toMatchObject({ answer: "Brasilia" });
  expect(facts[0].flaw).toBeUndefined();
  expect(findFacts(foreign, "", { limit: 10, flawed: true }).total).toBe(0);
});
