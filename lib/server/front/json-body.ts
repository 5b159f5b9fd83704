/** Bodies of requests as values that were checked. */
import type { z } from "zod";
import { PalimpsestError, parseInput, parseJson } from "../../base";

/** Parses input. Throws `invalid_input` with a hint for the client. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  return parseInput(
    schema,
    value,
    "Correct the field and send it again. The form of every request is at /api/openapi.json.",
  );
}

/** The value that a body says; an empty one says an object without members. */
export function readJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? ` ${cause.message}` : "";
    throw new PalimpsestError("invalid_input", `The body is not JSON in UTF-8 that can be read.${reason}`, {
      details: { field: "body" },
      cause,
    });
  }
}
