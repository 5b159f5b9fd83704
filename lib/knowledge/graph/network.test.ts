import { describe, expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import { planOf } from "../plan/plan";
import { closedGraph } from "./close";
import { findEntities } from "./find";
import { worldContent } from "./from-world";
import { networkOf } from "./network";

const graph = closedGraph(worldContent(atlasWorld(), atlas2World()));
const call = { around: [], depth: 0, limit: 20_000 };

describe("what is drawn", () => {
  test("of the whole graph is every fact, or as many as are wanted", () => {
    const whole = networkOf(graph, call);
    expect([whole.edges.length, whole.total]).toEqual([graph.size, graph.size]);
    const part = networkOf(graph, { ...call, limit: 100 });
    expect([part.edges.length, part.total]).toEqual([100, graph.size]);
    expect(whole.edges.some(({ stated }) => !stated)).toBe(true);
  });

  test("around an entity are its own facts first", () => {
    const { edges, nodes } = networkOf(graph, { around: ["country/France"], depth: 1, limit: 12 });
    expect(nodes[0]).toBe("country/France");
    expect(edges.slice(0, 5).every(({ subject }) => subject === "country/France")).toBe(true);
    expect(edges).toHaveLength(12);
  });

  test("of a plan shows what it takes out and brings, before the facts around", async () => {
    const statements = [
      { sign: "add" as const, subject: "country/Germany", relation: "capital", object: "city/Paris" },
    ];
    const { changes } = await planOf(graph, { statements });
    const { edges } = networkOf(graph, { around: [], depth: 1, limit: 50, changes });
    expect(
      edges
        .flatMap(({ change, subject, object }) => (change ? [`${change} ${subject} ${object}`] : []))
        .sort(),
    ).toEqual([
      "brought country/Germany city/Paris",
      "taken country/France city/Paris",
      "taken country/Germany city/Berlin",
    ]);
    expect(edges.length).toBeGreaterThan(3);
  });

  test("marks facts that cannot be true together", () => {
    const torn = closedGraph({
      ...graph.content(),
      facts: [
        ...graph.content().facts,
        { subject: "country/France", relation: "capital", object: "city/Lyon", stated: true },
      ],
    });
    const { edges } = networkOf(torn, { around: ["country/France"], depth: 1, limit: 200 });
    const marked = edges.filter(({ conflict }) => conflict).map(({ object }) => object);
    expect(marked.sort()).toEqual(["city/Lyon", "city/Paris"]);
  });
});

describe("names", () => {
  const found = (text: string, type?: string) =>
    findEntities(graph, text, { type, limit: 3 }).map(({ id }) => id);

  test("are found exactly, by their beginning, in Chinese, by an alias and when misspelt", () => {
    expect(found("France")[0]).toBe("country/France");
    expect(found("法国")[0]).toBe("country/France");
    expect(found("Holland")[0]).toBe("country/Netherlands");
    expect(found("Frnace")).toContain("country/France");
    expect(found("Eiffel")).toContain("landmark/Eiffel Tower");
    expect(found("France", "city")).not.toContain("country/France");
    expect(found("  ")).toEqual([]);
  });

  test("are found of entities that no fact is about", () => {
    const about = new Set([...graph.facts()].flatMap(({ subject, object }) => [subject, object]));
    const lonely = [...graph.entities.values()].find(({ id }) => !about.has(id))!;
    expect(found(lonely.name, lonely.type)[0]).toBe(lonely.id);
  });
});
