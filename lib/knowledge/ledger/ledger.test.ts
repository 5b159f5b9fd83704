import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom, shuffled } from "../../base";
import { atlasWorld } from "../../data/worlds";
import { closedGraph } from "../graph/close";
import { worldContent } from "../graph/from-world";
import type { GraphContent } from "../graph/schema";
import { draftOf } from "../plan/plan";
import type { Statement } from "./events";
import { createLedger, type Ledger } from "./ledger";

const AT = "2026-01-01T00:00:00.000Z";

function approve(
  ledger: Ledger,
  statements: readonly Statement[],
  author = "ada",
  unticked: readonly string[] = [],
) {
  const plan = draftOf(ledger.graph, { statements, unticked, author });
  const event = {
    kind: "plan" as const,
    plan: "",
    statements: [...statements],
    unticked: [...unticked],
    entities: [],
    author,
    at: AT,
  };
  return ledger.approve(event, plan, ledger.revision);
}

const says = (
  subject: string,
  relation: string,
  object: string,
  sign: Statement["sign"] = "add",
): Statement => ({
  sign,
  subject,
  relation,
  object,
});

describe("a graph of people", () => {
  const person = (name: string) => ({ id: `person/${name}`, type: "person", name, aliases: [] });
  const relation = (id: string, more: object = {}) => ({
    id,
    label: id,
    domain: "person",
    range: "person",
    functional: true,
    inverseFunctional: false,
    irreflexive: true,
    temporal: false,
    templates: {},
    ...more,
  });
  const base: GraphContent = closedGraph({
    entities: ["Donald", "Ivana", "Melania", "Riccardo", "America", "Joe", "Jill"].map(person),
    relations: [
      relation("wife", { inverse: "husband" }),
      relation("husband", { inverse: "wife" }),
      relation("president"),
      relation("first-lady"),
    ],
    rules: [{ first: "president", second: "wife", third: "first-lady" }],
    facts: [
      { subject: "person/America", relation: "president", object: "person/Donald", stated: true },
      { subject: "person/Donald", relation: "wife", object: "person/Ivana", stated: true },
      { subject: "person/Joe", relation: "wife", object: "person/Jill", stated: true },
    ],
  }).content();
  const p = (name: string) => `person/${name}`;
  const linesOf = (ledger: Ledger, statements: readonly Statement[], unticked: readonly string[] = []) =>
    draftOf(ledger.graph, { statements, unticked }).lines.map(
      ({ id, rule }) => `${id.replaceAll("person/", "")} (${rule.kind})`,
    );

  test("the closed graph has the inverses and what rules give", () => {
    const { graph } = createLedger(base);
    expect(graph.objects(p("Ivana"), "husband")).toEqual([p("Donald")]);
    expect(graph.objects(p("America"), "first-lady")).toEqual([p("Ivana")]);
  });

  test("a reverse conflict of the new object is found: her new husband is not Donald's wife's", () => {
    const ledger = createLedger(base);
    expect(linesOf(ledger, [says(p("Ivana"), "husband", p("Riccardo"))])).toEqual([
      "add Ivana husband Riccardo (stated)",
      "retract Ivana husband Donald (coverage)",
      "retract Donald wife Ivana (inverse)",
      "derive Riccardo wife Ivana (inverse)",
      "retract America first-lady Ivana (composition)",
    ]);
  });

  test("a new president brings the new first lady, and undo brings the old one back", async () => {
    const ledger = createLedger(base);
    const before = await ledger.graph.fingerprint();
    const entry = approve(ledger, [says(p("America"), "president", p("Joe"))]);
    expect(ledger.graph.objects(p("America"), "first-lady")).toEqual([p("Jill")]);
    const { changes, planned } = ledger.undo({
      kind: "undo",
      plans: [entry.sequence],
      author: "ada",
      at: AT,
    });
    expect(planned).toEqual([]);
    expect(changes.length).toBe(4);
    expect(await ledger.graph.fingerprint()).toBe(before);
  });

  test("an unticked line is shown and not done, nor what would follow from it", () => {
    const ledger = createLedger(base);
    const unticked = ["retract person/Ivana husband person/Donald"];
    expect(linesOf(ledger, [says(p("Ivana"), "husband", p("Riccardo"))], unticked)).toEqual([
      "add Ivana husband Riccardo (stated)",
      "retract Ivana husband Donald (coverage)",
      "derive Riccardo wife Ivana (inverse)",
    ]);
  });

  test("a value that somebody stated stays where a rule gives another, and the plan says so", () => {
    const ledger = createLedger(base);
    approve(ledger, [says(p("America"), "first-lady", p("Melania"))]);
    const plan = draftOf(ledger.graph, { statements: [says(p("America"), "president", p("Joe"))] });
    expect(plan.overrides.map(({ stated, derived }) => [stated.object, derived.object])).toEqual([
      [p("Melania"), p("Jill")],
    ]);
  });

  test("an undo in the middle plans again what rested on it", () => {
    const ledger = createLedger(base);
    const first = approve(ledger, [says(p("America"), "president", p("Joe"))], "ada");
    approve(ledger, [says(p("Joe"), "wife", p("Melania"))], "bob");
    expect(ledger.graph.objects(p("America"), "first-lady")).toEqual([p("Melania")]);
    const { planned } = ledger.undo({ kind: "undo", plans: [first.sequence], author: "ada", at: AT });
    expect(planned.map(({ author }) => author)).toEqual(["bob"]);
    expect(ledger.graph.objects(p("America"), "first-lady")).toEqual([p("Ivana")]);
    expect(ledger.graph.objects(p("Joe"), "wife")).toEqual([p("Melania")]);
  });

  test("two plans on one list made at the same time: the second is refused and names the first", () => {
    const ledger = createLedger(base);
    const statements = [says(p("Joe"), "wife", p("Melania"))];
    const plan = draftOf(ledger.graph, { statements });
    approve(ledger, [says(p("Joe"), "wife", p("Ivana"))], "bob");
    const event = {
      kind: "plan" as const,
      plan: "",
      statements,
      unticked: [],
      entities: [],
      author: "ada",
      at: AT,
    };
    expect(() => ledger.approve(event, plan, 0)).toThrow(/changed meanwhile by bob/);
    expect(ledger.graph.objects(p("Joe"), "wife")).toEqual([p("Ivana")]);
  });

  test.each([
    [
      "two values of one relation",
      [says(p("Joe"), "wife", p("Ivana")), says(p("Joe"), "wife", p("Melania"))],
    ],
    [
      "a fact and its opposite",
      [says(p("Joe"), "wife", p("Jill"), "delete"), says(p("Joe"), "wife", p("Jill"))],
    ],
  ])("contradictions inside one sentence are refused: %s", (_, statements) => {
    expect(() => draftOf(createLedger(base).graph, { statements })).toThrow(/contradicts itself/);
  });

  test("what a rule gives cannot be taken out alone", () => {
    const statements = [says(p("America"), "first-lady", p("Ivana"), "delete")];
    expect(() => draftOf(createLedger(base).graph, { statements })).toThrow(/president ∘ wife ⇒ first-lady/);
  });

  test.each([
    [{ ...says(p("Joe"), "wife", p("Joe")) }, /Nothing is its own/],
    [{ ...says(p("Joe"), "wife", p("Jill")), from: "2020", until: "2019" }, /cannot end in 2019/],
    [{ ...says("person/Nobody", "wife", p("Joe")) }, /no entity "person\/Nobody"/],
    [{ ...says(p("Joe"), "aunt", p("Jill")) }, /no relation "aunt"/],
  ])("a statement that does not fit is refused: %j", (statement, message) => {
    expect(() => draftOf(createLedger(base).graph, { statements: [statement] })).toThrow(message);
  });

  test("rules in a circle are refused", () => {
    const rules = [
      { first: "president", second: "wife", third: "first-lady" },
      { first: "first-lady", second: "wife", third: "president" },
    ];
    expect(() => createLedger({ ...base, rules })).toThrow(/in a circle/);
  });
});

describe("plans and undos in any order", () => {
  let base: GraphContent;
  beforeAll(() => {
    base = closedGraph(worldContent(atlasWorld())).content();
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "seed %i: the graph is what the active plans in their order give",
    async (seed) => {
      const random = seededRandom(seed);
      const ledger = createLedger(base);
      const relations = [
        "capital",
        "landmark-city",
        "city-country",
        "landmark-country",
        "neighbour",
        "leader",
      ];
      const facts = base.facts.filter(({ relation }) => relations.includes(relation));
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random.uniform() * items.length)];
      // Few subjects and values, so that plans meet.
      const few = new Map(
        relations.map((id) => {
          const own = facts.filter(({ relation }) => relation === id);
          return [id, shuffled(own, random.fork(id)).slice(0, 6)];
        }),
      );
      for (let step = 0; step < 60; step++) {
        const active = ledger.entries.filter(({ isActive }) => isActive);
        if (active.length > 3 && random.uniform() < 0.35) {
          ledger.undo({ kind: "undo", plans: [pick(active).sequence], author: "ada", at: AT });
          continue;
        }
        const id = pick(relations);
        const { subject } = pick(few.get(id)!);
        const { object } = pick(few.get(id)!);
        const sign = random.uniform() < 0.15 ? "delete" : "add";
        const statement = says(subject, id, object, sign);
        const lines = tryLines(ledger, statement);
        const unticked = lines.length > 1 && random.uniform() < 0.2 ? [pick(lines)] : [];
        try {
          approve(ledger, [statement], pick(["ada", "bob"]), unticked);
        } catch (error) {
          expect(String(error)).toMatch(/Nothing is its own|follows from other facts/);
        }
      }
      const replayed = createLedger(base);
      for (const { isActive, statements, author, unticked, fault } of ledger.entries) {
        if (!isActive) continue;
        if (fault === undefined) approve(replayed, statements, author, unticked);
        else expect(() => approve(replayed, statements, author, unticked)).toThrow(fault);
      }
      expect(await ledger.graph.fingerprint()).toBe(await replayed.graph.fingerprint());
      const active = ledger.entries.filter(({ isActive }) => isActive).map(({ sequence }) => sequence);
      ledger.undo({ kind: "undo", plans: shuffled(active, random), author: "ada", at: AT });
      expect(await ledger.graph.fingerprint()).toBe(await createLedger(base).graph.fingerprint());
    },
  );
});

function tryLines(ledger: Ledger, statement: Statement): string[] {
  try {
    return draftOf(ledger.graph, { statements: [statement] }).lines.map(({ id }) => id);
  } catch {
    return [];
  }
}
