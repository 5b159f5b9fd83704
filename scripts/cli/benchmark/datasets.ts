/** datasets: what can be read, and what a file is: which dataset, why, what its records become, and what is wrong with them. */
import type { Command } from "commander";
import { faultText, placeText, probeCount, type Fault } from "../../../lib/data";
import { DATASETS } from "../../../lib/data/datasets";
import { readCaseBytes, type CaseList } from "../../../lib/data/read-cases";
import { datasetCards } from "../../../lib/server/cards";
import { print, type CommonOptions } from "../context";
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
    .description("datasets whose lists can be read, with licence and source")
    .action(() => {
      const cards = datasetCards();
      print(common(), cards, () =>
        cards.flatMap(({ id, name, holds, licence, source, version, fields }) => [
          `${id}: ${name} (${holds})`,
          ...(source ? [`  ${source.citation}`, `  ${source.url}, ${version}`] : []),
          `  licence: ${licence ?? "your own"}`,
          `  fields: ${fields.join(", ")}`,
        ]),
      );
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

/** A file in any form that a dataset has. */
export async function readList(file: string, { format, map }: CheckOptions = {}): Promise<CaseList> {
  const mapping = map === undefined ? undefined : (parseJson(map, "--map") as Record<string, string>);
  return readCaseBytes(await readBytes(file), { dataset: format, mapping });
}

function linesOf(
  file: string,
  { records, cases, questions, faults, omitted, recognised }: CaseList,
): string[] {
  const probes = cases.reduce((sum, one) => sum + probeCount(one), 0);
  const sentences = (list: readonly Fault[]) => [
    ...list.slice(0, SHOWN).map((fault) => `  ${placeText(fault)} ${faultText(fault)}`),
    ...(list.length > SHOWN ? [`  and ${list.length - SHOWN} more`] : []),
  ];
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
    ...(faults.length > 0 ? [`${faults.length} could not be used:`, ...sentences(faults)] : []),
    ...(omitted.length > 0 ? ["not used:", ...sentences(omitted)] : []),
  ];
}
