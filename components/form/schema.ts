/**
 * Fields of a form from a JSON Schema. This is the only place that knows which schemas have a control; a schema it does not
 * know becomes a text field that takes JSON, so that nothing is ever missing from a form.
 */
import type { JsonObject, JsonValue } from "@/lib/base";

type FieldKind = "number" | "integer" | "boolean" | "enum" | "integers" | "numbers" | "text" | "json";

export interface FormField {
  readonly name: string;
  /** The name under which a paper's code publishes it: "v_lr". */
  readonly alias?: string;
  readonly description?: string;
  readonly kind: FieldKind;
  readonly default?: JsonValue;
  readonly nullable: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The bounds themselves are not allowed. */
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly options?: readonly string[];
}

/** Why a value does not fit its field. Keys of the messages of forms. */
export type FieldFault =
  | { readonly code: "required" | "number" | "integer" | "boolean" | "text" | "list" | "json" }
  | { readonly code: "atLeast" | "atMost" | "above" | "below"; readonly bound: number }
  | { readonly code: "option"; readonly options: readonly string[] };

/** The fields of an object schema, in its order. */
export function fieldsOf(schema: JsonObject): FormField[] {
  return Object.entries(objectOf(schema.properties)).map(([name, property]) =>
    fieldOf(name, objectOf(property)),
  );
}

/** The value a field has when nobody has set it. */
export function defaultsOf(fields: readonly FormField[]): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field) => (field.default === undefined ? [] : [[field.name, field.default]])),
  );
}

/** What is wrong with a value, or null. */
export function faultOf(field: FormField, value: JsonValue | undefined): FieldFault | null {
  if (value === undefined) return field.default === undefined ? { code: "required" } : null;
  if (value === null) return field.nullable ? null : { code: "required" };
  switch (field.kind) {
    case "number":
    case "integer":
      return numberFault(field, value, field.kind);
    case "integers":
    case "numbers":
      if (!Array.isArray(value)) return { code: "list" };
      return firstFault(value as readonly JsonValue[], (item) =>
        numberFault(field, item, field.kind === "integers" ? "integer" : "number"),
      );
    case "boolean":
      return typeof value === "boolean" ? null : { code: "boolean" };
    case "enum":
      return field.options?.includes(String(value)) ? null : { code: "option", options: field.options ?? [] };
    case "text":
      return typeof value === "string" ? null : { code: "text" };
    case "json":
      // The control keeps text that is not JSON as it is, so that a person can go on typing.
      return typeof value === "string" ? { code: "json" } : null;
  }
}

function numberFault(field: FormField, value: JsonValue, kind: "number" | "integer"): FieldFault | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return { code: kind };
  if (kind === "integer" && !Number.isInteger(value)) return { code: "integer" };
  if (field.minimum !== undefined && value < field.minimum) return { code: "atLeast", bound: field.minimum };
  if (field.maximum !== undefined && value > field.maximum) return { code: "atMost", bound: field.maximum };
  if (field.exclusiveMinimum !== undefined && value <= field.exclusiveMinimum) {
    return { code: "above", bound: field.exclusiveMinimum };
  }
  if (field.exclusiveMaximum !== undefined && value >= field.exclusiveMaximum) {
    return { code: "below", bound: field.exclusiveMaximum };
  }
  return null;
}

function firstFault(
  items: readonly JsonValue[],
  check: (item: JsonValue) => FieldFault | null,
): FieldFault | null {
  for (const item of items) {
    const fault = check(item);
    if (fault) return fault;
  }
  return null;
}

function fieldOf(name: string, property: JsonObject): FormField {
  const { schema, nullable } = withoutNull(property);
  const items = objectOf(schema.items);
  const bounds = schema.type === "array" ? items : schema;
  return {
    name,
    nullable,
    kind: kindOf(schema, items),
    ...text("alias", property.alias ?? schema.alias),
    ...text("description", property.description ?? schema.description),
    ...(property.default !== undefined && { default: property.default }),
    ...bound("minimum", bounds.minimum),
    ...bound("maximum", bounds.maximum),
    ...bound("exclusiveMinimum", bounds.exclusiveMinimum),
    ...bound("exclusiveMaximum", bounds.exclusiveMaximum),
    ...(Array.isArray(schema.enum) && { options: schema.enum.map(String) }),
  };
}

function kindOf(schema: JsonObject, items: JsonObject): FieldKind {
  if (Array.isArray(schema.enum)) return "enum";
  if (schema.type === "array" && items.type === "integer") return "integers";
  if (schema.type === "array" && items.type === "number") return "numbers";
  if (schema.type === "number" || schema.type === "integer" || schema.type === "boolean") return schema.type;
  return schema.type === "string" ? "text" : "json";
}

/** `T | null` is written as anyOf; the form shows T and lets it be empty. */
function withoutNull(property: JsonObject): { schema: JsonObject; nullable: boolean } {
  const branches = Array.isArray(property.anyOf) ? property.anyOf.map(objectOf) : [];
  const rest = branches.filter((branch) => branch.type !== "null");
  if (rest.length !== 1 || rest.length === branches.length) return { schema: property, nullable: false };
  return { schema: rest[0], nullable: true };
}

/** Schemas of integers state the range that a double can hold; that is not a bound a person needs to read. */
function bound<K extends string>(key: K, value: JsonValue | undefined): Partial<Record<K, number>> {
  if (typeof value !== "number" || Math.abs(value) >= Number.MAX_SAFE_INTEGER) return {};
  return { [key]: value } as Record<K, number>;
}

function text<K extends string>(key: K, value: JsonValue | undefined): Partial<Record<K, string>> {
  return typeof value === "string" && value !== "" ? ({ [key]: value } as Record<K, string>) : {};
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : {};
}
