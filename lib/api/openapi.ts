/** The HTTP contract in OpenAPI 3.1, generated from the endpoints, so that both agree. */
import { z } from "zod";
import { ERROR_CODES, type JsonObject, type JsonValue } from "../base";
import { WireErrorRecord } from "../store";
import { NO_INPUT, type AnyEndpoint } from "./endpoint";
import { ENDPOINTS } from "./endpoints";
import { FILE_OPERATIONS, type FileOperation } from "./files";

const JSON_TYPE = "application/json";

/** The whole document: operations in JSON, then those with files and streams. */
export function openApi(): JsonObject {
  const components = new Components();
  const error = components.add("Error", WireErrorRecord, "output");
  const paths: Record<string, Record<string, JsonValue>> = {};
  for (const one of [...ENDPOINTS.map(inJson), ...FILE_OPERATIONS]) {
    const path = one.path.replace(/\[(\w+)\]/g, "{$1}");
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operation(one, components, error) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Palimpsest",
      version: "1",
      description: "Edit what a language model knows.",
    },
    paths,
    components: { schemas: components.schemas },
  };
}

type Operation = Omit<FileOperation, "method"> & { readonly method: string };

/** An endpoint as the operation that it is: its input is the query of a GET, and the body otherwise. */
function inJson({ input, output, ...endpoint }: AnyEndpoint): Operation {
  const isQuery = endpoint.method === "GET";
  const hasInput = !(input instanceof z.ZodObject) || Object.keys(input.shape).length > 0;
  return {
    ...endpoint,
    query: isQuery ? input : NO_INPUT,
    ...(!isQuery && hasInput && { request: { type: JSON_TYPE, schema: input } }),
    response: { type: JSON_TYPE, schema: output },
  };
}

function operation(one: Operation, components: Components, error: JsonObject): JsonObject {
  const { id, summary, params, query, request, response } = one;
  const name = id.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const content = (
    { type, schema }: NonNullable<Operation["request"]>,
    side: "input" | "output",
  ): JsonObject => ({
    [type]: {
      schema: schema
        ? components.add(`${title}${side === "input" ? "Input" : "Output"}`, schema, side)
        : type === JSON_TYPE
          ? { type: "object" }
          : { type: "string", format: "binary" },
    },
  });
  return {
    operationId: id,
    summary,
    parameters: [
      ...parameters(params, "path", components, `${title}Path`),
      ...parameters(query, "query", components, `${title}Query`),
    ],
    ...(request && { requestBody: { required: true, content: content(request, "input") } }),
    responses: {
      200: { description: "Done.", content: content(response, "output") },
      default: {
        description: `Refused or failed. Codes: ${Object.keys(ERROR_CODES).join(", ")}.`,
        content: { [JSON_TYPE]: { schema: error } },
      },
    },
  };
}

function parameters(
  schema: z.ZodType,
  location: "path" | "query",
  components: Components,
  name: string,
): JsonObject[] {
  if (Object.keys(shapeOf(schema)).length === 0) return [];
  const { properties, required } = components.inline(name, schema, "input");
  const needed = (required ?? []) as readonly string[];
  return Object.entries(properties as JsonObject).map(([field, fieldSchema]) => ({
    name: field,
    in: location,
    required: location === "path" || needed.includes(field),
    schema: fieldSchema,
  }));
}

function shapeOf(schema: z.ZodType): Record<string, unknown> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}

/**
 * Named schemas. zod writes definitions that a schema uses twice, or inside itself, under "#/$defs", which in an OpenAPI
 * document means another place; they move beside the named schemas, and references follow.
 */
class Components {
  readonly schemas: Record<string, JsonValue> = {};

  add(name: string, schema: z.ZodType, side: "input" | "output"): JsonObject {
    this.schemas[name] = this.inline(name, schema, side);
    return { $ref: `#/components/schemas/${name}` };
  }

  inline(name: string, schema: z.ZodType, side: "input" | "output"): JsonObject {
    const {
      $schema: _,
      $defs = {},
      ...jsonSchema
    } = z.toJSONSchema(schema, { io: side, unrepresentable: "any" });
    const moved = (value: unknown): JsonValue => relink(JSON.parse(JSON.stringify(value)) as JsonValue, name);
    for (const [key, definition] of Object.entries($defs)) this.schemas[`${name}.${key}`] = moved(definition);
    return moved(jsonSchema) as JsonObject;
  }
}

function relink(value: JsonValue, name: string): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => relink(item, name));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key !== "$ref" || typeof member !== "string") return [key, relink(member as JsonValue, name)];
      if (member === "#") return [key, `#/components/schemas/${name}`];
      return [key, member.replace("#/$defs/", `#/components/schemas/${name}.`)];
    }),
  );
}
