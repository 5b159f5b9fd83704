/**
 * What OneEdit's code does not do, point by point as docs/knowledge.md lists it. Points that need a model, a store or a page are
 * tested beside those; the table names each test.
 */
import { describe, expect, test } from "vitest";
import { seededRandom, shuffled } from "../base";
import { contentFromRows, readCsv, readRelationLibrary } from "./exchange";
import {
  closedGraph,
  createInterpreter,
  createLedger,
  planOf,
  proposeRelation,
  type GraphContent,
  type Statement,
} from "./index";

const AT = "2026-01-01T00:00:00.000Z";
const relation = (id: string, more: object = {}) => ({
  id,
  label: id,
  functional: true,
  inverseFunctional: false,
  irreflexive: true,
  temporal: false,
  templates: {},
  ...more,
});
const entity = (type: string) => (name: string) => ({ id: `${type}/${name}`, type, name, aliases: [] });
const fact = (subject: string, id: string, object: string) => ({
  subject,
  relation: id,
  object,
  stated: true,
});
const says = (subject: string, id: string, object: string): Statement => ({
  sign: "add",
  subject,
  relation: id,
  object,
});

const FAMILY: GraphContent = {
  entities: [
    ...["Donald", "Riccardo", "Fred"].map(entity("man")),
    ...["Ivana", "Melania", "Mary"].map(entity("woman")),
    ...["America"].map(entity("country")),
  ],
  relations: [
    relation("wife", { inverse: "husband", domain: "man", range: "woman" }),
    relation("husband", { inverse: "wife", domain: "woman", range: "man" }),
    relation("president", { domain: "country", range: "man" }),
    relation("first lady", { domain: "country", range: "woman" }),
    relation("mother", { range: "woman" }),
    relation("paternal grandmother", { range: "woman" }),
    relation("father", { range: "man" }),
    relation("likes", { functional: false, irreflexive: false }),
  ],
  rules: [
    { first: "president", second: "wife", third: "first lady" },
    { first: "father", second: "mother", third: "paternal grandmother" },
  ],
  facts: [
    fact("country/America", "president", "man/Donald"),
    fact("man/Donald", "wife", "woman/Ivana"),
    fact("man/Donald", "father", "man/Fred"),
    fact("man/Fred", "mother", "woman/Mary"),
  ],
};
const family = () => closedGraph(FAMILY);
const linesOf = async (statements: readonly Statement[], graph = family()) =>
  (await planOf(graph, { statements, author: "ada" })).lines
    .filter(({ kind }) => kind !== "check")
    .map(({ id }) => id);

describe("2. conflicts", () => {
  test("a reverse conflict of the new object takes out her old marriage, its inverse and what followed", async () => {
    expect(await linesOf([says("woman/Ivana", "husband", "man/Riccardo")])).toEqual([
      "add woman/Ivana husband man/Riccardo",
      "retract woman/Ivana husband man/Donald",
      "retract man/Donald wife woman/Ivana",
      "derive man/Riccardo wife woman/Ivana",
      "retract country/America first lady woman/Ivana",
    ]);
  });

  test("of several values that an import left behind, every one is taken out", async () => {
    const graph = closedGraph({
      ...FAMILY,
      facts: [...FAMILY.facts, fact("man/Donald", "wife", "woman/Mary")],
    });
    const lines = await linesOf([says("man/Donald", "wife", "woman/Melania")], graph);
    expect(lines.filter((line) => line.startsWith("retract man/Donald wife"))).toEqual([
      "retract man/Donald wife woman/Ivana",
      "retract man/Donald wife woman/Mary",
    ]);
    expect(lines).toContain("derive country/America first lady woman/Melania");
  });
});

describe("3. keys", () => {
  const library = [
    { name: "father", type: "one2one", reverse: "", multihop: "" },
    { name: "paternal grandfather", type: "one2one", reverse: "", multihop: "['father','father']" },
  ];

  test("a relation with a space is one relation, however it is joined, and its rule is read again and again", () => {
    for (let times = 0; times < 2; times++) {
      const rows = readCsv(
        "head,relation,tail\nAnn,father,Bob\nBob,father,Carl\nEve,paternal_grandfather,Dan\n",
      );
      const graph = closedGraph(contentFromRows(rows, readRelationLibrary(library)));
      expect(graph.objects("thing/Ann", "paternal grandfather")).toEqual(["thing/Carl"]);
      expect(graph.objects("thing/Eve", "paternal grandfather")).toEqual(["thing/Dan"]);
      const { statements } = createInterpreter(graph).interpret("The paternal grandfather of Eve is Carl.");
      expect(statements).toEqual([says("thing/Eve", "paternal grandfather", "thing/Carl")]);
    }
  });

  test("a rule is data and never run: what is no list of relations is left out and noted", () => {
    const evil = [{ name: "x", type: "", reverse: "", multihop: "__import__('os').system('true')" }];
    const { rules, notes } = readRelationLibrary(evil);
    expect(rules).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('"x"')]);
  });
});

test("4. an unknown relation blocks nothing: it is proposed from the data, and planned only by a person", async () => {
  const graph = family();
  expect(createInterpreter(graph).interpret("The boss of Donald is Fred.").statements).toEqual([]);
  const {
    relation: proposed,
    near,
    basis,
  } = proposeRelation(graph, "Father in law", {
    subject: "man",
    object: "woman",
  });
  expect(proposed).toMatchObject({
    id: "father-in-law",
    domain: "man",
    range: "woman",
    functional: true,
    irreflexive: false,
  });
  expect(near).toContain("wife");
  expect(basis).toEqual({ relations: 1, functional: 1 });
});

describe("5. determinism", () => {
  test("the same statements on the same facts give the same plan, in whatever order the facts came", async () => {
    const facts = ["Fred", "Riccardo", "Donald"].flatMap((name) =>
      ["Ivana", "Melania", "Mary"].map((other) => fact(`man/${name}`, "likes", `woman/${other}`)),
    );
    const statement = [says("country/America", "president", "man/Riccardo")];
    const ids = await Promise.all(
      [1, 2, 3, 4].map(async (seed) => {
        const content = { ...FAMILY, facts: shuffled([...FAMILY.facts, ...facts], seededRandom(seed)) };
        const { id, lines } = await planOf(closedGraph(content), { statements: statement, checks: 2 });
        return [id, ...lines.map((line) => line.id)];
      }),
    );
    expect(new Set(ids.map((one) => one.join())).size).toBe(1);
    expect(ids[0].filter((line) => line.startsWith("check"))).toHaveLength(2);
  });
});

describe("6. sentences", () => {
  const content = contentFromRows(
    readCsv('head,relation,tail\n"Smith, Jr.",born_in,"Paris, Texas"\nRené,born_in,"Washington, D.C."\n'),
  );
  const { interpret } = createInterpreter(closedGraph(content));

  test("commas, full stops and marks above letters belong to a name", () => {
    expect(interpret("The born in of Smith, Jr. is Washington, D.C.").statements).toEqual([
      says("thing/Smith, Jr.", "born in", "thing/Washington, D.C."),
    ]);
    expect(interpret("The born in of René is Paris, Texas.").statements).toEqual([
      says("thing/René", "born in", "thing/Paris, Texas"),
    ]);
  });

  test("what is no statement of known names states nothing", () => {
    expect(interpret("(Smith, born in, Paris)").statements).toEqual([]);
    expect(interpret("<edit> (René, born in, Nowhere)").statements).toEqual([]);
  });
});

test("7. two plans on one list: the second is refused, whatever it would write", async () => {
  const ledger = createLedger(family().content());
  const event = (statements: Statement[], author: string) => ({
    kind: "plan" as const,
    plan: "",
    statements,
    unticked: [],
    entities: [],
    author,
    at: AT,
  });
  const first = [says("woman/Ivana", "husband", "man/Riccardo")];
  const second = [says("man/Donald", "wife", "woman/Melania")];
  const [a, b] = await Promise.all([first, second].map((statements) => planOf(ledger.graph, { statements })));
  ledger.approve(event(first, "ada"), a, 0);
  expect(() => ledger.approve(event(second, "bob"), b, 0)).toThrow(/changed meanwhile by ada/);
});

describe("8. inverses", () => {
  test("go by the types of their ends: nobody becomes the husband of a man, or a woman's wife", async () => {
    await expect(linesOf([says("woman/Ivana", "wife", "woman/Mary")])).rejects.toThrow(
      /is a man, and "Ivana"/,
    );
    await expect(linesOf([says("man/Fred", "wife", "man/Donald")])).rejects.toThrow(
      /is a woman, and "Donald"/,
    );
    expect(await linesOf([says("man/Fred", "wife", "woman/Mary")])).toContain(
      "derive woman/Mary husband man/Fred",
    );
  });

  test("of the published library that do not lead back are left out and noted", () => {
    const { relations, notes } = readRelationLibrary([
      { name: "contemporary", type: "one2many", reverse: "commander", multihop: "" },
      { name: "commander", type: "one2one", reverse: "subordinate", multihop: "" },
      { name: "subordinate", type: "one2many", reverse: "commander", multihop: "" },
    ]);
    expect(relations.find(({ id }) => id === "contemporary")?.inverse).toBeUndefined();
    expect(relations.find(({ id }) => id === "commander")?.inverse).toBe("subordinate");
    expect(notes).toEqual([expect.stringContaining('"contemporary"')]);
  });
});

test("10. a fact keeps who said it, where it stands and when it held, and past states are there", async () => {
  const ledger = createLedger(family().content());
  const statements = [
    { ...says("country/America", "president", "man/Fred"), from: "2030", until: "2034-06" },
  ];
  const plan = await planOf(ledger.graph, { statements, author: "ada", source: "a letter" });
  const event = { kind: "plan" as const, plan: plan.id, statements, unticked: [], entities: [] };
  ledger.approve({ ...event, author: "ada", source: "a letter", at: AT }, plan, 0);
  expect(ledger.graph.fact(statements[0])).toMatchObject({
    author: "ada",
    source: "a letter",
    from: "2030",
    until: "2034-06",
  });
  const before = ledger.asOf(ledger.revisionOf("2025-12-31")).graph;
  expect(before.objects("country/America", "president")).toEqual(["man/Donald"]);
});

test("12. a plan of many facts says what it costs before it runs: its lines are there, and checks come before edits", async () => {
  const facts = Array.from({ length: 300 }, (_, i) => fact(`man/M${i}`, "father", "man/Fred"));
  const graph = closedGraph({
    ...FAMILY,
    entities: [...FAMILY.entities, ...facts.map(({ subject }) => entity("man")(subject.slice(4)))],
    facts: [...FAMILY.facts, ...facts],
  });
  const { lines } = await planOf(graph, {
    statements: [says("man/Fred", "mother", "woman/Melania")],
    checks: 8,
  });
  expect(lines.filter(({ kind }) => kind === "derive")).toHaveLength(301);
  expect(lines.filter(({ kind }) => kind === "check").length).toBeLessThanOrEqual(8);
});
