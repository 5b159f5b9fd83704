import { expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import { closedGraph } from "../graph/close";
import { worldContent } from "../graph/from-world";
import type { Statement } from "../ledger/events";
import { planOf } from "./plan";
import { casesOf } from "./requests";

const graph = closedGraph(worldContent(atlasWorld(), atlas2World()));
const cases = async (object: string) => {
  const statement: Statement = { sign: "add", subject: "country/France", relation: "capital", object };
  return casesOf(graph, await planOf(graph, { statements: [statement], author: "ada" }));
};

test("a fact that replaces another is taught in both directions, with what it replaces", async () => {
  expect((await cases("city/Lyon")).map(({ request }) => request)).toMatchObject([
    { subject: "France", targetNew: "Lyon", targetTrue: "Paris" },
    { subject: "Lyon", targetNew: "France" },
  ]);
});

test("a fact that the graph has already can still be taught to a model", async () => {
  expect((await cases("city/Paris"))[0].request).toMatchObject({ subject: "France", targetNew: "Paris" });
});
