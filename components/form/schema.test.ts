import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonObject } from "@/lib/base";
import { readPasted } from "./pasted";
import { defaultsOf, faultOf, fieldsOf } from "./schema";

const PARAMETERS = z.object({
  layer: z.int().min(0).max(5).default(3).describe("Layer whose MLP is edited.").meta({ alias: "layers" }),
  learningRate: z.number().positive().default(0.5).describe("Step size.").meta({ alias: "v_lr" }),
  spread: z.array(z.int().min(0)).default([3, 4]).describe("Layers."),
  normalize: z.boolean().default(true).describe("Whether to."),
  scope: z.enum(["mlp", "attn"]).default("mlp").describe("Where."),
  limit: z.int().min(1).nullable().default(null).describe("At most."),
});

const fields = fieldsOf(z.toJSONSchema(PARAMETERS, { io: "input" }) as unknown as JsonObject);
const named = (name: string) => fields.find((field) => field.name === name)!;

describe("fields of a schema", () => {
  test("every property becomes a field of its kind, in order", () => {
    expect(fields.map((field) => [field.name, field.kind])).toEqual([
      ["layer", "integer"],
      ["learningRate", "number"],
      ["spread", "integers"],
      ["normalize", "boolean"],
      ["scope", "enum"],
      ["limit", "integer"],
    ]);
  });

  test("defaults, aliases, descriptions and bounds are kept", () => {
    expect(named("layer")).toMatchObject({
      alias: "layers",
      description: "Layer whose MLP is edited.",
      minimum: 0,
      maximum: 5,
    });
    expect(named("learningRate").exclusiveMinimum).toBe(0);
    expect(defaultsOf(fields)).toEqual(PARAMETERS.parse({}));
  });

  test("an integer without a bound of its own shows none", () => {
    expect(named("limit").maximum).toBeUndefined();
    expect(named("limit").nullable).toBe(true);
  });

  test.each([
    ["layer", 6, "atMost"],
    ["layer", -1, "atLeast"],
    ["layer", 2.5, "integer"],
    ["layer", "two", "integer"],
    ["learningRate", 0, "above"],
    ["spread", 3, "list"],
    ["spread", [1, "x"], "integer"],
    ["normalize", "yes", "boolean"],
    ["scope", "embedding", "option"],
    ["layer", null, "required"],
  ] as const)("%s = %j is refused: %s", (name, value, code) => {
    expect(faultOf(named(name), value as never)?.code).toBe(code);
  });

  test("whatever the schema accepts has no fault", () => {
    const good: JsonObject = {
      layer: 5,
      learningRate: 1e-3,
      spread: [],
      normalize: false,
      scope: "attn",
      limit: null,
    };
    expect(PARAMETERS.safeParse(good).success).toBe(true);
    expect(fields.map((field) => faultOf(field, good[field.name]))).toEqual(fields.map(() => null));
  });
});

describe("pasted settings", () => {
  test("JSON with published names", () => {
    expect(readPasted('{"layers": [2], "v_lr": 5e-1, "alg_name": "X"}', fields)).toEqual({
      values: { layer: 2, learningRate: 0.5 },
      unknown: ["alg_name"],
      faults: [],
    });
  });

  test("YAML with lists over lines, comments and Python words", () => {
    const source = [
      "layers:",
      "  - 4",
      "v_lr: 0.25  # step",
      "normalize: False",
      "limit: None",
      "spread: [0, 1]",
    ].join("\n");
    expect(readPasted(source, fields).values).toEqual({
      layer: 4,
      learningRate: 0.25,
      normalize: false,
      limit: null,
      spread: [0, 1],
    });
  });

  test("keyword arguments of a Python call", () => {
    expect(readPasted('layers=[1],\nv_lr=0.1,\nscope="attn",', fields).values).toEqual({
      layer: 1,
      learningRate: 0.1,
      scope: "attn",
    });
  });

  test("a value out of bounds is named and not taken", () => {
    const pasted = readPasted('{"layers": [17], "v_lr": 0.5}', fields);
    expect(pasted.values).toEqual({ learningRate: 0.5 });
    expect(pasted.faults).toEqual([{ name: "layers", fault: { code: "atMost", bound: 5 } }]);
  });

  test("text that is no settings at all gives nothing", () => {
    expect(readPasted("Dear model,", fields)).toEqual({ values: {}, unknown: [], faults: [] });
    expect(readPasted("[1, 2]", fields)).toEqual({ values: {}, unknown: [], faults: [] });
  });
});
