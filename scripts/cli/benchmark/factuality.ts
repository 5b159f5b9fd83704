/** factuality: what a model or a kept version says about what is so, with a list of questions or the facts of the world. */
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { invalidField, parseInput } from "../../../lib/base";
import { DECODING_AIDS } from "../../../lib/eval";
import {
  compareFactuality,
  factualityReport,
  MEASURES,
  type FactualityPart,
  type FactualityReport,
} from "../../../lib/eval/results";
import { readFactuality } from "../../../lib/job";
import { FactualityJobInput, listArtifacts, type FactualityRecord } from "../../../lib/store";
import { openFiles } from "../artifacts";
import { modelId, openModelHost, print, table, terminalRun, type CommonOptions } from "../context";
import { readList } from "./datasets";

interface FactualityOptions {
  readonly dataset?: string;
  readonly count: number;
  readonly samples: number;
  readonly contextWeight: number;
  readonly aid: string;
  readonly amateur?: string;
  readonly versionId?: string;
  readonly seed: number;
  readonly out?: string;
}

export function addFactualityCommand(program: Command, common: () => CommonOptions): void {
  const factuality = program
    .command("factuality")
    .description("what a model says about what is so: recall, calibration, agreement, context against memory")
    .option("--dataset <list>", "questions: a file, or a list that is kept; facts of the world when absent")
    .option("--count <n>", "questions", Number, 200)
    .option("--samples <n>", "drawn answers to each question, for agreement with itself", Number, 0)
    .option("--context-weight <a>", "of context-aware decoding; 0 leaves it out", Number, 0.5)
    .option(
      "--aid <ids>",
      `decoding aids beside the plain model: ${DECODING_AIDS.all.map(({ id }) => id).join(", ")}`,
      "",
    )
    .option("--amateur <id>", "the weaker model of contrastive decoding")
    .option("--version-id <id>", "a kept version of --model")
    .option("--seed <n>", "which questions are drawn", Number, 0)
    .option("--out <file>", "write the evidence and the report as JSON")
    .action(async (options: FactualityOptions) => {
      const modelHost = await openModelHost(common());
      const { factuality: record } = await modelHost.factuality(
        terminalRun(common(), options.seed),
        await inputOf(common(), options),
      );
      const report = factualityReport(record.items, MEASURES.all);
      if (options.out !== undefined) await writeFile(options.out, JSON.stringify({ record, report }));
      print(common(), { runId: record.runId, report }, () => [record.runId, ...linesOf(report)]);
    });
  factuality
    .command("list")
    .description("reports that are kept here")
    .action(async () => {
      const records = await keptRecords();
      print(common(), records, () =>
        table(
          ["report", "model", "version", "list", "questions"],
          records.map(({ runId, input, items, total }) => [
            runId.slice(0, 17),
            input.model,
            input.version ?? "–",
            input.list ?? "facts of the world",
            items.length === total ? String(total) : `${items.length} of ${total}`,
          ]),
        ),
      );
    });
  factuality
    .command("compare <from> <to>")
    .description(
      "two reports on the questions that both were asked: what was gained and lost, with McNemar's test",
    )
    .action(async (from: string, to: string) => {
      const [first, second] = [await recordNamed("from", from), await recordNamed("to", to)];
      const { difference, gained, lost } = compareFactuality(first.items, second.items);
      if (!difference)
        throw invalidField(
          "to",
          "The two reports have no question in common.",
          "Ask both with the same list and seed.",
        );
      print(common(), { difference, gained, lost }, () => [
        `${difference.count} questions in common: ${percent(difference.mean)} points, ${difference.higher} gained, ${difference.lower} lost, p = ${difference.pValue.toPrecision(2)}`,
        ...gained.map(({ question, plain }) => `+ ${question.prompt} ${plain.said ?? ""}`),
        ...lost.map(
          ({ question, plain }) => `- ${question.prompt} ${plain.said ?? ""} (${question.answers[0]})`,
        ),
      ]);
    });
}

async function inputOf(common: CommonOptions, options: FactualityOptions): Promise<FactualityJobInput> {
  const { dataset, count, samples, contextWeight, aid, amateur, versionId, seed } = options;
  const list = dataset === undefined ? undefined : await readList(dataset);
  if (list && list.questions.length === 0)
    throw invalidField(
      "--dataset",
      `${dataset} holds no questions.`,
      "Lists of edits are measured by `benchmark run`.",
    );
  return parseInput(FactualityJobInput, {
    model: modelId(common.model),
    ...(versionId !== undefined && { version: versionId }),
    ...(list && { list: list.name, questions: list.questions }),
    count,
    seed,
    samples,
    contextWeight,
    aids: aid === "" ? [] : aid.split(","),
    ...(amateur !== undefined && { amateur }),
  });
}

async function keptRecords(): Promise<FactualityRecord[]> {
  const files = openFiles();
  const found = (await listArtifacts(files)).filter(({ manifest }) => manifest?.kind === "factuality");
  const records = await Promise.all(
    found.map(async ({ id }) => {
      const bytes = await files.get(id);
      return bytes && readFactuality(bytes);
    }),
  );
  return records.filter((record) => record !== null);
}

async function recordNamed(field: string, id: string): Promise<FactualityRecord> {
  const found = (await keptRecords()).filter(
    ({ runId }) => runId.startsWith(id) || runId.startsWith(`fact_${id}`),
  );
  if (found.length === 1) return found[0];
  throw invalidField(
    field,
    found.length === 0
      ? `No report that is kept is called ${id}.`
      : `${found.length} reports begin with ${id}.`,
    "See `factuality list`.",
  );
}

const percent = (share: number): string => (100 * share).toFixed(1);

function linesOf(report: FactualityReport): string[] {
  const { questions, measures, relations, languages, popularity, fits, bins, conflict, aids } = report;
  const parts = (title: string, list: readonly FactualityPart[]) =>
    list.length === 0
      ? []
      : [
          "",
          ...table(
            [title, "questions", "right %", "95 %", "with retrieval %"],
            list
              .slice(0, 20)
              .map(({ name, plain, retrieved }) => [
                name,
                String(plain.count),
                percent(plain.mean),
                plain.interval95.map(percent).join("–"),
                percent(retrieved.mean),
              ]),
          ),
        ];
  return [
    `${questions} questions`,
    ...table(
      ["measure", "protocol", "alone", "with retrieval"],
      measures.map(({ measure, plain, retrieved }) => [
        measure.name.en,
        measure.protocol,
        plain.toPrecision(4),
        retrieved === null ? "–" : retrieved.toPrecision(4),
      ]),
    ),
    ...parts("relation", relations),
    ...parts("language", languages),
    ...parts("popularity from", popularity),
    ...(fits
      ? [
          fits.crossover === null
            ? "Within what was asked, the curves with and without retrieval do not cross."
            : `With and without retrieval are equal at a popularity of ${(10 ** fits.crossover).toPrecision(2)}.`,
        ]
      : []),
    "",
    ...table(
      ["confidence", "answers", "right %", "mean confidence %"],
      bins
        .filter(({ count }) => count > 0)
        .map(({ from, to, count, accuracy, confidence }) => [
          `${from.toFixed(2)}–${to.toFixed(2)}`,
          String(count),
          percent(accuracy ?? 0),
          percent(confidence ?? 0),
        ]),
    ),
    ...(aids.length > 0
      ? [
          "",
          ...table(
            ["decoding", "right %", "95 %", "against plain", "up", "down", "p"],
            aids.map(({ aid, right, difference }) => [
              aid,
              percent(right.mean),
              right.interval95.map(percent).join("–"),
              percent(difference.mean),
              String(difference.higher),
              String(difference.lower),
              difference.pValue.toPrecision(2),
            ]),
          ),
        ]
      : []),
    ...(conflict
      ? [
          "",
          `Contradicted by a sentence before it, in ${conflict.count} questions: keeps its answer in ${percent(conflict.memory)} %, follows the sentence in ${percent(conflict.context)} %` +
            (conflict.contextAware === null
              ? "."
              : `, and in ${percent(conflict.contextAware)} % with context-aware decoding.`),
        ]
      : []),
  ];
}
