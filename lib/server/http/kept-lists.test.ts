/** Lists that are kept, over a data folder of their own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listKept } from "../../api";
import { readKeptList } from "../../store";
import { getServices } from "../services";
import { call, json } from "../testing/call-route";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-lists-"));
  vi.stubEnv("PALIMPSEST_DATA", folder);
  vi.stubEnv("PALIMPSEST_LOG_LEVEL", "silent");
});
afterAll(async () => {
  await (await getServices()).close();
  await rm(folder, { recursive: true });
});

const headers = { "content-type": "application/octet-stream" };
const keep = (query: string, text: string) =>
  call("POST", "/api/datasets/kept", { body: new TextEncoder().encode(text), headers, query });

test("lists are kept with their terms, listed, read again, and deleted", async () => {
  const mapping = encodeURIComponent('{"prompt":"{land} prays","ground_truth":"religion"}');
  const kept = await json(
    await keep(`?name=r.csv&licence=MIT&mapping=${mapping}`, "land,religion\nNorway,Lutheran\nChad,\n"),
  );
  expect(kept).toMatchObject({ name: "r.csv", licence: "MIT", source: null, questions: 1, faults: 1 });
  const { lists } = listKept.output.parse(await json(await call("GET", "/api/datasets/kept")));
  expect(lists).toEqual([kept]);
  const params = { artifactId: lists[0].id };
  const file = await call("GET", "/api/artifacts/[artifactId]/file", { params });
  const read = await readKeptList(new Uint8Array(await file.arrayBuffer()));
  expect(read.questions.map(({ prompt, answers }) => [prompt, ...answers])).toEqual([
    ["Norway prays", "Lutheran"],
  ]);
  await call("DELETE", "/api/artifacts/[artifactId]", { params, body: {} });
  expect(await json(await call("GET", "/api/datasets/kept"))).toEqual({ lists: [] });
});

test("lists in which nothing can be used are refused, and so is a mapping that is no JSON", async () => {
  expect(await json(await keep("?name=x.csv", "land,religion\nNorway,Lutheran\n"))).toMatchObject({
    code: "invalid_input",
    details: { field: "file" },
  });
  expect(await json(await keep("?name=x.csv&mapping={", "a,b\n1,2\n"))).toMatchObject({
    details: { field: "mapping" },
  });
});
