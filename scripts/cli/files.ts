/** Files that commands read: requests, contexts, parameters. Errors name the file and the place in it. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { invalidField, PalimpsestError, type JsonObject } from "../../lib/base";
import { EditCase, EditRequest } from "../../lib/data";
import { Json } from "../../lib/store";

export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new PalimpsestError("not_found", `There is no file ${file}.`, { details: { field: file }, cause });
  });
  return parseJson(text, file);
}

export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidField(
      name,
      `${name} is not JSON: ${cause instanceof Error ? cause.message : ""}`,
      "Check for a missing quote or comma.",
    );
  }
}

/** Cases, or bare requests, one or a list of them. */
export async function readCases(file: string): Promise<EditCase[]> {
  const raw = await readJsonFile(file);
  const list = Array.isArray(raw) ? raw : [raw];
  if (list.length === 0) throw invalidField(file, `${file} holds no edits.`, "Write at least one.");
  return list.map((item: unknown, i) => {
    const isCase = item !== null && typeof item === "object" && "request" in item;
    const parsed = isCase
      ? EditCase.safeParse(item)
      : EditRequest.transform((request) => EditCase.parse({ request })).safeParse(item);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw invalidField(
      `${file}: ${[i, ...issue.path].join(".")}`,
      issue.message,
      "See the form of an edit in the README.",
    );
  });
}

export function parseParameterText(text: string | undefined): JsonObject {
  const parsed = Json.safeParse(parseJson(text ?? "{}", "--parameters"));
  if (parsed.success) return parsed.data;
  throw invalidField("--parameters", "The parameters must be a JSON object.", 'For example: {"layers": [2]}');
}

export async function readContexts(file: string | undefined): Promise<string[] | undefined> {
  if (file === undefined) return undefined;
  const parsed = z
    .array(z.string().refine((text) => text.split("{}").length === 2))
    .min(1)
    .safeParse(await readJsonFile(file));
  if (parsed.success) return parsed.data;
  throw invalidField(file, `${file} must be a JSON list of texts that each hold {} once.`);
}
