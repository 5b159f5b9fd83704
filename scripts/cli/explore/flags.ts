/** Options of a command from the schema of an analysis' parameters, and their values back. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { z } from "zod";
import type { JsonObject } from "../../../lib/base";

/** The part of JSON Schema that parameters use. */
const Property = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  items: z.object({ type: z.string().optional(), enum: z.array(z.string()).optional() }).optional(),
  default: z.unknown().optional(),
  description: z.string().default(""),
});

/** One option for each parameter: `--layers-a-pass` for `layersAPass`. Lists are separated by commas. */
export function addParameterFlags(command: Command, parameters: z.ZodObject): void {
  const { properties = {} } = z.toJSONSchema(parameters, { io: "input" });
  for (const [name, schema] of Object.entries(properties)) {
    const { type, enum: choices, items, default: usual, description } = Property.parse(schema);
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const text = usual === undefined ? description : `${description} (default: ${JSON.stringify(usual)})`;
    if (type === "boolean") {
      command.addOption(new Option(`${usual === true ? flag.replace("--", "--no-") : flag}`, text));
      continue;
    }
    const option = new Option(`${flag} <${type === "array" ? "list" : (choices?.join("|") ?? type)}>`, text);
    const one = items ? numberOr(items.type) : numberOr(type);
    if (type === "array") option.argParser((value) => value.split(",").map(one));
    else if (choices) option.choices(choices);
    else option.argParser(one);
    command.addOption(option);
  }
}

/** The parameters among a command's options; those not given are left to their defaults. */
export function parametersOf(options: Record<string, unknown>, parameters: z.ZodObject): JsonObject {
  const given = Object.keys(parameters.shape).filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]])) as JsonObject;
}

function numberOr(type: string | undefined): (value: string) => unknown {
  if (type !== "integer" && type !== "number") return (value) => value;
  return (value) => {
    const number = Number(value);
    if (value.trim() === "" || Number.isNaN(number))
      throw new InvalidArgumentError(`${value} is not a number.`);
    return number;
  };
}
