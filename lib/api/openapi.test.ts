import { expect, test } from "vitest";
import type { JsonValue } from "../base";
import { ENDPOINTS } from "./endpoints";
import { FILE_OPERATIONS } from "./files";
import { openApi } from "./openapi";

const document = openApi() as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonValue> };
};
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; required: boolean }[];
  readonly requestBody?: { readonly content: Record<string, object> };
  readonly responses: Readonly<Record<200, { readonly content: Record<string, object> }>>;
}

interface Start {
  readonly properties: { readonly kind: { const: string }; readonly input: { required: readonly string[] } };
}

function references(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => references(item));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === "$ref" ? [String(member)] : references(member as JsonValue),
  );
}

test("describes every endpoint once, with the parameters of its path", () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
    [...ENDPOINTS, ...FILE_OPERATIONS].map(({ id }) => id).sort(),
  );
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(
      operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name),
    ).toEqual(named);
  }
});

test("files and streams are said to be what they are", () => {
  const { get, put } = document.paths["/api/models/{modelId}/files/{name}"];
  expect(Object.keys(put.requestBody!.content)).toEqual(["application/octet-stream"]);
  expect(get.responses[200].content).toEqual({
    "application/octet-stream": { schema: { type: "string", format: "binary" } },
  });
  expect(Object.keys(document.paths["/api/jobs/{jobId}/events"].get.responses[200].content)).toEqual([
    "text/event-stream",
  ]);
  const query = document.paths["/api/versions/{versionId}/export"].get.parameters;
  expect(query.filter((one) => one.in === "query").map(({ name }) => name)).toEqual(["as", "dtype", "type"]);
});

test("every reference in it leads somewhere", () => {
  const targets = references(document as unknown as JsonValue);
  expect(targets.length).toBeGreaterThan(50);
  for (const target of targets) {
    expect(target).toMatch(/^#\/components\/schemas\//);
    expect(document.components.schemas).toHaveProperty([target.slice("#/components/schemas/".length)]);
  }
});

test("what may be left out of a request is not required", () => {
  const limit = document.paths["/api/jobs"].get.parameters.find(({ name }) => name === "limit");
  expect(limit?.required).toBe(false);
  const { oneOf } = document.components.schemas.JobsStartInput as unknown as { oneOf: readonly Start[] };
  expect(oneOf.map(({ properties }) => properties.kind.const)).toEqual([
    "edit",
    "prepare",
    "propose",
    "lifelong",
    "benchmark",
    "factuality",
    "merge",
    "kinship",
    "evolve",
  ]);
  expect(oneOf[0].properties.input.required).toEqual(
    expect.arrayContaining(["model", "cases", "methods", "mode"]),
  );
  expect(oneOf[0].properties.input.required).not.toContain("seed");
  expect(document.paths["/api/jobs"].post.requestBody).toBeDefined();
  expect(document.paths["/api/jobs/{jobId}/cancel"].post.requestBody).toBeUndefined();
});

test("is plain JSON", () => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});
