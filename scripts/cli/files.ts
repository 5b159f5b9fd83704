/** Files that commands read: requests, contexts, parameters. Errors name the file and the place in it. */
import { readFile } from "node:fs/promises";
import { Option, type Command } from "commander";
import { z } from "zod";
import {
  invalidField,
  invalidFields,
  PalimpsestError,
  parseJson as parseText,
  type JsonObject,
} from "../../lib/base";
import { clashesOf, clashText, faultText, placeText, type EditCase, type Fault } from "../../lib/data";
import { DATASETS } from "../../lib/data/datasets";
import { readCaseBytes } from "../../lib/data/read-cases";
import { Json } from "../../lib/store";
import { tell } from "./context";

const SHOWN = 8;

export async function readJsonFile(file: string): Promise<unknown> {
  return parseJson(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(file));
}

export async function readBytes(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new PalimpsestError("not_found", `There is no file ${file}.`, { details: { field: file }, cause });
  });
}

export function parseJson(text: string, name: string): unknown {
  try {
    return parseText(text);
  } catch (cause) {
    throw invalidField(
      name,
      `${name} is not JSON: ${cause instanceof Error ? cause.message : ""}`,
      "Check for a missing quote or comma.",
    );
  }
}

/** Options of commands that read a list of edits. */
export interface ListOptions {
  readonly format?: string;
  readonly skipFaults?: boolean;
  readonly form?: string;
}

export function addListOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <id>", "dataset of the list; recognised record by record when absent").choices(
        DATASETS.all.map(({ id }) => id),
      ),
    )
    .addOption(
      new Option("--form <form>", "how the model reads the prompts: plain text, or turns of a chat")
        .choices(["plain", "chat"])
        .default("plain"),
    )
    .option("--skip-faults", "leave out records that cannot be used, instead of refusing the list");
}

/**
 * The cases of a list in any form that a dataset has, the first `most` of them. Standard error names all of the list that is
 * not used, and cases that contradict or repeat each other.
 */
export async function readCaseFile(
  file: string,
  { format, skipFaults = false, form }: ListOptions = {},
  most?: number,
): Promise<EditCase[]> {
  const { cases, faults, omitted } = await readCaseBytes(await readBytes(file), { dataset: format });
  if (faults.length > 0 && !skipFaults) {
    throw invalidFields(
      faults.map((fault) => ({ field: file, message: sentence(fault) })),
      "Correct the list, or leave such edits out with --skip-faults.",
    );
  }
  if (cases.length === 0) throw invalidField(file, `${file} holds no edits.`, "Write at least one.");
  tellFirst([...faults, ...omitted].map(sentence));
  const wanted = cases.slice(0, most).map((one) => (form === "chat" ? inChatForm(one) : one));
  tellFirst(clashesOf(wanted).map((clash) => clashText(clash, wanted)));
  return wanted;
}

function inChatForm(one: EditCase): EditCase {
  return { ...one, request: { ...one.request, form: "chat" } };
}

function tellFirst(notes: readonly string[]): void {
  tell(...notes.slice(0, SHOWN));
  if (notes.length > SHOWN) tell(`and ${notes.length - SHOWN} more`);
}

function sentence(fault: Fault): string {
  return `${placeText(fault)} ${faultText(fault)}`;
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
