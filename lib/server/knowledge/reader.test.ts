import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { atlasWorld } from "../../data/worlds";
import { CONFIDENT, closedGraph, worldContent } from "../../knowledge";
import { readByEndpoint } from "./reader";

const graph = closedGraph(worldContent(atlasWorld()));
const SENTENCE = "Word has it that Lyon took over as the seat of France.";

let server: Server | undefined;
afterEach(() => void server?.close());

/** An endpoint that answers this, and what it was asked. */
async function endpointOf(content: string, status = 200) {
  const asked: { response_format?: { json_schema: { strict: boolean } } }[] = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      asked.push(JSON.parse(body) as (typeof asked)[number]);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ choices: [{ message: { content } }] }));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: { url: `http://127.0.0.1:${port}/v1`, model: "reader" }, asked };
}

const said = (change: object = {}) =>
  JSON.stringify({
    statements: [{ sign: "add", subject: "France", relation: "capital", object: "Lyon", ...change }],
  });

test("what the endpoint reads is held to a schema and fills the form, and is never certain enough to run", async () => {
  const { endpoint, asked } = await endpointOf(said());
  const [reading] = await readByEndpoint(endpoint, graph, SENTENCE, () => undefined);
  expect(reading).toMatchObject({
    relation: "capital",
    subject: { entity: "country/France" },
    object: { entity: "city/Lyon" },
    assumptions: ["reader"],
  });
  expect(reading.confidence).toBeLessThan(CONFIDENT);
  expect(asked[0].response_format?.json_schema.strict).toBe(true);
});

test.each([
  ["a relation that the graph does not have", said({ relation: "seat of power" })],
  ["a name that the sentence does not have", said({ object: "Rome" })],
  ["no JSON", "The capital is Lyon."],
  ["another form", JSON.stringify({ facts: [] })],
])("nothing is made of %s", async (_, content) => {
  const { endpoint } = await endpointOf(content);
  expect(await readByEndpoint(endpoint, graph, SENTENCE, () => undefined)).toEqual([]);
});

test("an endpoint that fails is told to the log and gives nothing", async () => {
  const { endpoint } = await endpointOf("", 503);
  const faults: string[] = [];
  expect(await readByEndpoint(endpoint, graph, SENTENCE, (reason) => faults.push(reason))).toEqual([]);
  expect(faults).toEqual(["The endpoint answered 503."]);
});
