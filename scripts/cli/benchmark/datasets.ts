/** datasets: what can be read, what a file is and why, what its records become and what is wrong with them, and lists that are kept. */
import { access } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { invalidField, PalimpsestError } from "../../../lib/base";
import { faultText, placeText, probeCount, type Fault } from "../../../lib/data";
import { DATASETS, termsOf } from "../../../lib/data/datasets";
import { readCaseBytes, type CaseList } from "../../../lib/data/read-cases";
import { datasetCards } from "../../../lib/server/cards";
import { keepList, keptLists, readKeptList, type KeptList } from "../../../lib/store";
import { openFiles } from "../artifacts";
import { print, table, type CommonOptions } from "../context";
import { parseJson, readBytes } from "../files";

const SHOWN = 5;

interface CheckOptions {
  readonly format?: string;
  readonly map?: string;
}

export function addDatasetCommands(program: Command, common: () => CommonOptions): void {
  const datasets = program.command("datasets").description("datasets that can be read, and files of them");
  datasets
    .command("list", { isDefault: true })
    .description("datasets whose lists can be read, and lists that are kept, with licence and source")
    .action(async () => {
      const cards = datasetCards();
      const kept = await keptLists(openFiles());
      print(common(), { datasets: cards, kept }, () => [
        ...cards.flatMap(({ id, name, holds, licence, source, version, fields }) => [
          `${id}: ${name} (${holds})`,
          ...(source ? [`  ${source.citation}`, `  ${source.url}, ${version}`] : []),
          `  licence: ${licence ?? "your own"}`,
          `  fields: ${fields.join(", ")}`,
        ]),
        "",
        ...(kept.length === 0 ? ["No list is kept. `datasets import FILE` keeps one."] : linesOfKept(kept)),
      ]);
    });
  datasets
    .command("import <file>")
    .description("keep a list by the hash of its content; `--dataset` of other commands takes its name or id")
    .option("--map <json>", "where the parts stand, as for `check`")
    .option("--name <name>", "what it is called; the name of the file when absent")
    .option("--licence <text>", "its terms; those that its publishers state when absent")
    .option("--source <text>", "where it comes from; its publication when absent")
    .action(async (file: string, options: ImportOptions) => {
      const { kept, list } = await importList(file, options);
      print(common(), { kept, faults: list.faults }, () => [
        ...linesOfKept([kept]),
        ...(list.faults.length > 0
          ? [`${list.faults.length} records cannot be used:`, ...sentencesOf(list.faults)]
          : []),
      ]);
    });
  datasets
    .command("check <files...>")
    .description(
      "what files hold: recognised by which fields, five records, and every record that cannot be used",
    )
    .option("--format <id>", "dataset of the records; recognised record by record when absent")
    .option(
      "--map <json>",
      'where the parts stand, for other lists: {"subject":"country","prompt":"The religion of {country} is","answer":"religion"}',
    )
    .action(async (files: readonly string[], options: CheckOptions) => {
      const found = [];
      for (const file of files) {
        const list = await readList(file, options);
        found.push({ file, ...list });
        if (!common().json) print(common(), list, () => [...linesOf(file, list), ""]);
      }
      if (common().json) print(common(), found, () => []);
      if (found.some(({ cases, questions }) => cases.length + questions.length === 0)) process.exitCode = 1;
    });
}

interface ImportOptions {
  readonly map?: string;
  readonly name?: string;
  readonly licence?: string;
  readonly source?: string;
}

/** Of a list in a published form the terms are known; of any other its importer says them. */
async function importList(file: string, { map, name = path.basename(file), licence, source }: ImportOptions) {
  const mapping = mappingOf(map);
  const bytes = await readBytes(file);
  const { datasets } = await readCaseBytes(bytes, { mapping });
  const terms = termsOf(datasets);
  return keepList(openFiles(), {
    name,
    bytes,
    mapping,
    licence: licence ?? terms.licence,
    source: source ?? terms.source,
  });
}

function mappingOf(map: string | undefined): Record<string, string> | undefined {
  return map === undefined ? undefined : (parseJson(map, "--map") as Record<string, string>);
}

/** A file in any form that a dataset has, or a list that is kept: by its name, or the beginning of its id. */
export async function readList(
  file: string,
  { format, map }: CheckOptions = {},
): Promise<CaseList & { readonly name: string }> {
  const isFile = await access(file).then(
    () => true,
    () => false,
  );
  const kept = isFile ? undefined : await keptNamed(file);
  if (kept) return kept;
  const list = await readCaseBytes(await readBytes(file), { dataset: format, mapping: mappingOf(map) });
  return { ...list, name: path.basename(file) };
}

async function keptNamed(name: string) {
  const files = openFiles();
  const found = (await keptLists(files)).filter((list) => list.name === name || list.id.startsWith(name));
  if (found.length === 0) return undefined;
  if (found.length > 1)
    throw invalidField(
      "--dataset",
      `${found.length} kept lists are called ${name}.`,
      `Give one of their ids: ${found.map(({ id }) => id.slice(0, 12)).join(", ")}.`,
    );
  const bytes = await files.get(found[0].id);
  if (!bytes) throw new PalimpsestError("not_found", "The list was deleted meanwhile.");
  return readKeptList(bytes);
}

function linesOfKept(lists: readonly KeptList[]): string[] {
  return table(
    ["kept", "name", "edits", "probes", "questions", "unusable", "licence", "source"],
    lists.map(({ id, name, edits, probes, questions, faults, licence, source }) => [
      id.slice(0, 12),
      name,
      String(edits),
      String(probes),
      String(questions),
      String(faults),
      licence ?? "not stated",
      source ?? "not stated",
    ]),
  );
}

function sentencesOf(list: readonly Fault[]): string[] {
  return [
    ...list.slice(0, SHOWN).map((fault) => `  ${placeText(fault)} ${faultText(fault)}`),
    ...(list.length > SHOWN ? [`  and ${list.length - SHOWN} more`] : []),
  ];
}

function linesOf(
  file: string,
  { records, cases, questions, faults, omitted, recognised }: CaseList,
): string[] {
  const probes = cases.reduce((sum, one) => sum + probeCount(one), 0);
  return [
    `${file}: ${records} records, ${cases.length} edits with ${probes} probes, ${questions.length} questions`,
    ...recognised.map(
      (one) => `recognised as ${DATASETS.get(one.dataset).name}, ${one.records} by ${one.by.join(", ")}`,
    ),
    ...cases.slice(0, SHOWN).flatMap((one) => [
      `- ${one.request.prompt.replace("{}", () => one.request.subject)} → ${one.request.targetNew}`,
      ...Object.entries({ generality: one.generality, locality: one.locality, portability: one.portability })
        .flatMap(([goal, kinds = {}]) => Object.entries(kinds).map(([kind, list]) => ({ goal, kind, list })))
        .map(
          ({ goal, kind, list: [first, ...more] }) =>
            `    ${goal}, ${kind} (${more.length + 1}): ${first.prompt} → ${first.target}`,
        ),
    ]),
    ...questions
      .slice(0, SHOWN)
      .map(
        ({ prompt, answers, choices }) =>
          `- ${prompt} → ${answers.join(" / ")}${choices ? ` of ${choices.length}` : ""}`,
      ),
    ...(faults.length > 0 ? [`${faults.length} could not be used:`, ...sentencesOf(faults)] : []),
    ...(omitted.length > 0 ? ["not used:", ...sentencesOf(omitted)] : []),
  ];
}
