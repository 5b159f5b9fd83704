import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../base";
import { atlasWorld } from "../atlas";
import { nameOf } from "../build";
import { probesFor, randomCases } from "../cases";
import { factId, factQuestions, worldKnownTo } from "./known";

const world = atlasWorld();
const questions = factQuestions(world);

describe("the questions of a world", () => {
  test("state every true fact once, and none of the flaws", () => {
    const asked = questions.flatMap(({ triples }) => triples.map(factId));
    expect(asked.sort()).toEqual(world.truth.map(factId).sort());
    const outdated = world.flaws.find(({ kind }) => kind === "outdated");
    expect(asked).not.toContain(
      factId({
        relation: outdated?.relation ?? "",
        subject: `${world.relations.find(({ id }) => id === outdated?.relation)?.domain}/${outdated?.subject}`,
        object: outdated?.taught ?? "",
      }),
    );
  });

  test("ask each subject once, with all of its answers", () => {
    expect(new Set(questions.map(({ prompt }) => prompt)).size).toBe(questions.length);
    const several = questions.filter(({ answers }) => answers.length > 1);
    expect(several.length).toBeGreaterThan(0);
    for (const { answers, triples } of several)
      expect(answers).toEqual(triples.map(({ object }) => nameOf(world, object)));
  });
});

describe("the world as a model knows it", () => {
  const capitals = questions
    .filter(({ triples: [{ relation }] }) => relation === "capital")
    .slice(0, 20)
    .map(({ triples: [triple] }) => triple);
  const continents = questions
    .filter(({ triples: [{ relation }] }) => relation === "continent")
    .slice(0, 20)
    .map(({ triples: [triple] }) => triple);
  const known = worldKnownTo(world, [...capitals, ...continents].map(factId));
  const answers = new Map(
    [...capitals, ...continents].map((triple) => {
      const { prompts } = world.relations.find(({ id }) => id === triple.relation) ?? { prompts: [""] };
      return [prompts[0].replace("{}", nameOf(world, triple.subject)), nameOf(world, triple.object)];
    }),
  );

  test("gives edits of known facts alone, to another answer of the same relation", () => {
    const cases = randomCases(known, seededRandom(1), 1000);
    expect(cases).toHaveLength(40);
    for (const { request } of cases) {
      expect(answers.get(request.prompt.replace("{}", request.subject))).toBe(request.targetTrue);
      expect(request.targetNew).not.toBe(request.targetTrue);
      const [, relation] = request.id.split("/");
      const possible = world.truth.filter((triple) => triple.relation === relation);
      expect(possible.map(({ object }) => nameOf(world, object))).toContain(request.targetNew);
    }
    // Not from the few known answers: any other of the relation is as false.
    const targets = new Set(cases.map(({ request }) => request.targetNew));
    expect([...targets].some((name) => !capitals.some(({ object }) => nameOf(world, object) === name))).toBe(
      true,
    );
  });

  test("puts known facts alone beside an edit, also one that a person writes", () => {
    const cases = randomCases(known, seededRandom(1), 1000);
    const written = probesFor(known, "Portugal", "capital", "Rome");
    const beside = [...cases, written].flatMap((groups) => Object.values(groups?.locality ?? {}).flat());
    expect(beside.length).toBeGreaterThan(100);
    for (const { prompt, target } of beside) expect(answers.get(prompt)).toBe(target);
    expect(Object.values(written?.locality ?? {}).flat().length).toBeGreaterThan(0);
  });
});
