import { expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import { closedGraph } from "../graph/close";
import { worldContent } from "../graph/from-world";
import type { Statement } from "../ledger/events";
import { planOf } from "./plan";
import { casesOf, WORDING, type WordingOptions } from "./requests";

const graph = closedGraph(worldContent(atlasWorld(), atlas2World()));
const casesFor = async (
  subject: string,
  relation: string,
  object: string,
  wording: Partial<WordingOptions> = {},
) => {
  const statement: Statement = { sign: "add", subject, relation, object };
  const plan = await planOf(graph, { statements: [statement], author: "ada" });
  return casesOf(graph, plan, { ...WORDING, ...wording });
};
const cases = (object: string) => casesFor("country/France", "capital", object);

test("a fact that replaces another is taught in both directions, with what it replaces", async () => {
  expect((await cases("city/Lyon")).map(({ request }) => request)).toMatchObject([
    { subject: "France", targetNew: "Lyon", targetTrue: "Paris" },
    { subject: "Lyon", targetNew: "France" },
  ]);
});

test("a fact that the graph has already can still be taught to a model", async () => {
  expect((await cases("city/Paris"))[0].request).toMatchObject({ subject: "France", targetNew: "Paris" });
});

test("no request begins with its subject where the fact is taught the other way round", async () => {
  const [, reverse] = await cases("city/Lyon");
  expect(reverse.request.prompt).toBe("We know that {} is the capital of");
  for (const relation of graph.relations.values()) {
    if (!relation.inverseFunctional) continue;
    const fact = [...graph.facts()].find((one) => one.relation === relation.id)!;
    const worded = await casesFor(fact.subject, relation.id, fact.object);
    expect(worded.slice(1).filter(({ request }) => request.prompt.startsWith("{}"))).toEqual([]);
  }
});

test("other names of the subject, and facts of the new object, are asked, or taught where that is chosen", async () => {
  const eiffel = ["landmark/Eiffel Tower", "landmark-country", "country/Italy"] as const;
  const [asked] = await casesFor(...eiffel);
  expect(asked.portability["one-hop"]).toContainEqual({
    prompt: "The official language of the country of the landmark Eiffel Tower is",
    target: "Italian",
  });
  const usa = ["country/United States", "capital", "city/Boston"] as const;
  const { aliases } = graph.entity(usa[0]);
  expect((await casesFor(...usa))[0].portability.alias.map(({ prompt }) => prompt)).toEqual(
    aliases.slice(0, 3).map((name) => `The capital of ${name} is`),
  );
  const taught = await casesFor(...usa, { aliases: 1 });
  expect(taught.map(({ request }) => request.subject)).toEqual(["United States", aliases[0], "Boston"]);
  expect(taught[0].portability.alias?.map(({ prompt }) => prompt) ?? []).toEqual(
    aliases.slice(1, 4).map((name) => `The capital of ${name} is`),
  );
  const hopped = await casesFor(...eiffel, { hops: 2 });
  expect(hopped.filter(({ request }) => request.id.startsWith("one-hop")).length).toBe(2);
});

test("so many derived facts are taught as were chosen", async () => {
  const eiffel = ["landmark/Eiffel Tower", "landmark-city", "city/Rome"] as const;
  const idsOf = (worded: Awaited<ReturnType<typeof cases>>) =>
    worded.map(({ request }) => request.id.split(" ")[0]);
  expect(idsOf(await casesFor(...eiffel))).toEqual(["add", "derive"]);
  expect(idsOf(await casesFor(...eiffel, { rules: 0 }))).toEqual(["add"]);
});
