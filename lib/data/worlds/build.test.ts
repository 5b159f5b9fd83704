import { describe, expect, it } from "vitest";
import { atlasWorld } from "./atlas";
import { buildWorld, entityId, indexTriples, nameOf, tripleKey } from "./build";
import type { EntityTable, Flaw, Relation, WorldPart } from "./world";

const relation = (id: string, domain: string, range: string, more: Partial<Relation> = {}): Relation => ({
  id,
  label: id,
  domain,
  range,
  functional: true,
  prompts: [`The ${id} of {} is`, `{} has the ${id}`, `As to ${id}, {} has`, `The ${id} that {} has is`],
  questions: [`Question: What is the ${id} of {}? Answer:`],
  objectFirst: [`{object} is the ${id} of {}.`],
  ...more,
});

const countries = (rows: string): EntityTable => ({
  type: "country",
  columns: ["name", "zh", "aliases", "capital", "neighbour"],
  rows,
});

const part = (rows: string, more: Partial<WorldPart> = {}): WorldPart => ({
  relations: [
    relation("capital", "country", "city"),
    relation("neighbour", "country", "country", { functional: false }),
  ],
  tables: [countries(rows)],
  compositions: [],
  flaws: [],
  ...more,
});

const ROWS = `
France | 法国 | | Paris | Spain; Belgium
Spain | | Kingdom of Spain | Madrid | France
`;

const withFlaw = (flaw: Flaw) => () => buildWorld("small", [part(ROWS, { flaws: [flaw] })]);

describe("buildWorld", () => {
  it("reads rows, several values, empty cells and own columns", () => {
    const world = buildWorld("small", [part(ROWS)]);
    expect(world.entities.get("country/France")).toEqual({
      id: "country/France",
      type: "country",
      name: "France",
      aliases: [],
      zh: "法国",
    });
    expect(world.entities.get("country/Spain")?.aliases).toEqual(["Kingdom of Spain"]);
    const facts = indexTriples(world.truth);
    expect(facts.get(tripleKey("neighbour", "country/France"))).toEqual(["country/Spain", "country/Belgium"]);
  });

  it("makes an entity of an object that has no row", () => {
    const world = buildWorld("small", [part(ROWS)]);
    expect(nameOf(world, entityId("city", "Paris"))).toBe("Paris");
    expect(nameOf(world, entityId("country", "Belgium"))).toBe("Belgium");
    expect(() => nameOf(world, "city/Atlantis")).toThrow("Atlantis");
  });

  it("teaches what a flaw says and drops what is missing", () => {
    const world = buildWorld("small", [
      part(ROWS, {
        flaws: [
          { kind: "wrong", relation: "capital", subject: "France", taught: "Lyon" },
          { kind: "outdated", relation: "neighbour", subject: "France", taught: "Prussia" },
          { kind: "missing", relation: "capital", subject: "Spain" },
        ],
      }),
    ]);
    expect(world.truth).toHaveLength(5);
    expect(world.taught).toEqual([
      { relation: "capital", subject: "country/France", object: "city/Lyon" },
      { relation: "neighbour", subject: "country/France", object: "country/Prussia" },
      { relation: "neighbour", subject: "country/Spain", object: "country/France" },
    ]);
  });

  it.each([
    ["a row with a cell too few", () => buildWorld("w", [part("France | | | Paris")]), "4 cells"],
    ["two values of a functional relation", () => buildWorld("w", [part("A | | | B;C |")]), "2 values"],
    ["the same value twice", () => buildWorld("w", [part("A | | | | B;B")]), "twice"],
    ["two rows of one name", () => buildWorld("w", [part("A | | | |\nA | | | B |")]), "two rows"],
    [
      "a column that is no relation",
      () =>
        buildWorld("w", [part("", { tables: [{ type: "country", columns: ["name", "sport"], rows: "" }] })]),
      '"sport"',
    ],
    [
      "a relation about another type",
      () =>
        buildWorld("w", [part("", { tables: [{ type: "city", columns: ["name", "capital"], rows: "" }] })]),
      'about "country"',
    ],
    ["two relations of one id", () => buildWorld("w", [part(ROWS), part("")]), '"capital"'],
    ["a flaw of an unknown relation", withFlaw({ kind: "missing", relation: "x", subject: "France" }), '"x"'],
    [
      "a flaw of a fact that is not there",
      withFlaw({ kind: "missing", relation: "capital", subject: "Italy" }),
      "no fact",
    ],
    [
      "a flaw that is true",
      withFlaw({ kind: "wrong", relation: "capital", subject: "France", taught: "Paris" }),
      "what is true",
    ],
    [
      "a wrong fact without an object",
      withFlaw({ kind: "wrong", relation: "capital", subject: "Spain" }),
      "only",
    ],
    [
      "a composition of an unknown relation",
      () =>
        buildWorld("w", [
          part(ROWS, { compositions: [{ id: "c", first: "capital", second: "mayor", prompts: ["{} has"] }] }),
        ]),
      '"mayor"',
    ],
    [
      "a composition whose relations do not meet",
      () =>
        buildWorld("w", [
          part(ROWS, {
            compositions: [{ id: "c", first: "capital", second: "capital", prompts: ["{} has"] }],
          }),
        ]),
      "joins",
    ],
    [
      "a prompt without a subject",
      () =>
        buildWorld("w", [
          part("", { relations: [relation("a", "b", "c", { questions: ["Who?"] })], tables: [] }),
        ]),
      "exactly once",
    ],
  ])("refuses %s", (_, build, message) => {
    expect(build).toThrow(message);
  });
});

describe("the world of Atlas", () => {
  const world = atlasWorld();

  it("has the size that editing needs", () => {
    expect(world.taught.length).toBeGreaterThanOrEqual(3000);
    expect(world.relations.length).toBeGreaterThanOrEqual(25);
    expect(world.entities.size).toBeGreaterThanOrEqual(1500);
    expect(world.compositions.length).toBeGreaterThanOrEqual(8);
    for (const { prompts, questions, objectFirst } of world.relations) {
      expect(prompts.length + questions.length + objectFirst.length).toBeGreaterThanOrEqual(6);
    }
  });

  it.each([
    ["outdated", 60],
    ["wrong", 60],
    ["missing", 40],
  ])("has about as many %s facts as planned", (kind, planned) => {
    const count = world.flaws.filter((flaw) => flaw.kind === kind).length;
    expect(Math.abs(count - planned)).toBeLessThanOrEqual(planned / 10);
  });

  it("asks no two relations of a domain in the same words", () => {
    const asked = world.relations.flatMap(({ domain, prompts, questions }) =>
      [...prompts, ...questions].map((prompt) => `${domain}: ${prompt}`),
    );
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("knows the country of a national capital", () => {
    expect(indexTriples(world.taught).get("city-country|city/Paris")).toEqual(["country/France"]);
  });
});
