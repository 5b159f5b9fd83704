/** The HTTP contract in OpenAPI 3.1, generated from the endpoints, so that both agree. */
import { z } from "zod";
import { ERROR_CODES, type JsonObject, type JsonValue } from "../base";
import { WireErrorRecord } from "../store";
import type { AnyEndpoint } from "./endpoint";
import { ENDPOINTS } from "./endpoints";

const JSON_TYPE = "application/json";

/** The whole document. */
export function openApi(endpoints: readonly AnyEndpoint[] = ENDPOINTS): JsonObject {
  const components = new Components();
  const error = components.add("Error", WireErrorRecord, "output");
  const paths: Record<string, Record<string, JsonValue>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/\[(\w+)\]/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, components, error) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Palimpsest",
      version: "1",
      description:
        "Edit what a language model knows. Besides these operations, jobs stream their events at " +
        "/api/jobs/{jobId}/events (server-sent events), and blobs, model files and exports are bytes.",
    },
    paths,
    components: { schemas: components.schemas },
  };
}

function operation(endpoint: AnyEndpoint, components: Components, error: JsonObject): JsonObject {
  const name = endpoint.id.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const isQuery = endpoint.method === "GET";
  const hasInput = !(endpoint.input instanceof z.ZodObject) || Object.keys(endpoint.input.shape).length > 0;
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    parameters: [
      ...parameters(endpoint.params, "path", components, `${title}Path`),
      ...(isQuery ? parameters(endpoint.input, "query", components, `${title}Query`) : []),
    ],
    ...(!isQuery &&
      hasInput && {
        requestBody: {
          required: true,
          content: { [JSON_TYPE]: { schema: components.add(`${title}Input`, endpoint.input, "input") } },
        },
      }),
    responses: {
      200: {
        description: "Done.",
        content: { [JSON_TYPE]: { schema: components.add(`${title}Output`, endpoint.output, "output") } },
      },
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
