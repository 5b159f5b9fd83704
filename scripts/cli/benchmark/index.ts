/** benchmark: methods beside the unedited model and retrieval on a list of cases; tables, comparisons, files, and running again. */
import { writeFile } from "node:fs/promises";
import { Option, type Command } from "commander";
import { hashJson, invalidField, parseInput, seededRandom } from "../../../lib/base";
import type { EditCase, WorldLanguage } from "../../../lib/data";
import { randomCases } from "../../../lib/data/worlds";
import { JUDGES } from "../../../lib/eval";
import {
  answeredAlready,
  BENCHMARK_FORMATS,
  benchmarkFile,
  compareMethods,
  locatedLayers,
  publishedRows,
  recordDifferences,
  rowsOf,
  type BenchmarkRow,
} from "../../../lib/eval/results";
import { readBenchmark } from "../../../lib/job";
import { BenchmarkJobInput, listArtifacts, type BenchmarkRecord } from "../../../lib/store";
import { openFiles } from "../artifacts";
import {
  chosenMethods,
  modelId,
  openModelHost,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "../context";
import { parseParameterText } from "../files";
import { languageOption, worldOfModel } from "../world";
import { readList } from "./datasets";

interface RunOptions {
  readonly method: string;
  readonly dataset?: string;
  readonly count: number;
  readonly seed: number;
  readonly language: WorldLanguage;
  readonly parameters?: string;
  readonly judge: string;
  readonly wild: boolean;
  readonly turns: number;
  readonly again?: boolean;
  readonly out?: string;
}

export function addBenchmarkCommand(program: Command, common: () => CommonOptions): void {
  const benchmark = program.command("benchmark").description("methods and baselines on the cases of a list");
  benchmark
    .command("run")
    .description("measure methods under three protocols; a run that was stopped goes on")
    .option("--method <ids>", "methods, separated by commas", "")
    .option(
      "--dataset <list>",
      "a file in any form that is read, or a list that is kept; facts of the world that the model knows when absent",
    )
    .option("--count <n>", "cases", Number, 20)
    .option("--seed <n>", "which facts are drawn, and the seed of the methods", Number, 0)
    .addOption(languageOption())
    .option("--parameters <json>", "parameters of the methods")
    .addOption(
      new Option("--judge <id>", "who reads free answers")
        .choices(JUDGES.all.map(({ id }) => id))
        .default("entity"),
    )
    .option("--no-wild", "leave out free answers")
    .option("--turns <n>", "turns of doubt after a free answer", Number, 0)
    .option("--again", "run from the beginning, and name every digit that differs")
    .option("--out <file>", "write the record as JSON")
    .action((options: RunOptions) => runBenchmark(common(), options));
  benchmark
    .command("list")
    .description("the runs that are kept here")
    .action(async () => {
      const records = await keptRecords();
      print(common(), records, () =>
        table(
          ["run", "model", "list", "cases", "methods"],
          records.map(({ runId, input, done, total, entries }) => [
            runId.slice(0, 18),
            input.model,
            input.dataset.name,
            done === total ? String(total) : `${done} of ${total}`,
            entries.map(({ method }) => method).join(","),
          ]),
        ),
      );
    });
  benchmark
    .command("compare <run> <from> <to>")
    .description("two methods of a run, case by case, with a paired test and a bootstrap of fixed seed")
    .action(async (id: string, from: string, to: string) => {
      const record = await recordNamed(id);
      const rows = compareMethods(record, from, to);
      if (rows.length === 0)
        throw invalidField(
          "to",
          `The run has no ${from} beside ${to}.`,
          `It has ${record.entries.map(({ method }) => method).join(", ")}.`,
        );
      print(common(), rows, () =>
        table(
          ["protocol", "goal", `${to} − ${from}`, "95 % (bootstrap)", "up", "down", "p"],
          rows.map(({ protocol, group, difference, bootstrap95 }) => [
            protocol,
            group,
            points(difference.mean),
            `${points(bootstrap95[0])} – ${points(bootstrap95[1])}`,
            String(difference.higher),
            String(difference.lower),
            difference.pValue.toPrecision(2),
          ]),
        ),
      );
    });
  benchmark
    .command("report <run>")
    .description("a run as a file")
    .addOption(
      new Option("--format <format>", "form of the file")
        .choices(Object.keys(BENCHMARK_FORMATS))
        .default("html"),
    )
    .requiredOption("--out <file>", "where to write it")
    .action(async (id: string, { format, out }: { format: keyof typeof BENCHMARK_FORMATS; out: string }) => {
      await writeFile(out, benchmarkFile(format, await recordNamed(id)));
      print(common(), { out }, () => [`${out} is written.`]);
    });
}

async function runBenchmark(common: CommonOptions, options: RunOptions): Promise<void> {
  const modelHost = await openModelHost(common);
  const run = terminalRun(common, options.seed);
  const { name, id, cases } = await casesOf(common, options, modelHost);
  const methods =
    options.method === "" ? [] : chosenMethods(options.method, parseParameterText(options.parameters));
  const input = parseInput(BenchmarkJobInput, {
    model: modelId(common.model),
    dataset: { name, ...(id && { id }), content: await hashJson(cases as never) },
    cases,
    methods,
    inTheWild: options.wild,
    judge: options.judge,
    turns: options.turns,
    seed: options.seed,
  });
  const { benchmark: first } = await modelHost.benchmark(run, input);
  const { benchmark: record } = options.again
    ? await modelHost.benchmark(run, { ...input, repetition: input.repetition + 1 })
    : { benchmark: first };
  if (options.out !== undefined) await writeFile(options.out, JSON.stringify(record));
  const differences = options.again ? recordDifferences(first, record) : undefined;
  print(common, differences ? { record, differences } : record, () => [
    ...linesOf(record),
    ...(differences
      ? [
          "",
          differences.length === 0 ? "Run again: every digit is the same." : "Run again, these differ:",
          ...differences.slice(0, 20),
        ]
      : []),
  ]);
}

async function casesOf(
  common: CommonOptions,
  { dataset, count, seed, language }: RunOptions,
  modelHost: Awaited<ReturnType<typeof openModelHost>>,
): Promise<{ name: string; id?: string; cases: readonly EditCase[] }> {
  if (dataset !== undefined) {
    const { name, cases, datasets } = await readList(dataset);
    if (cases.length === 0)
      throw invalidField("--dataset", `${dataset} holds no edits.`, "See `datasets check`.");
    return { name, id: datasets[0], cases: whole(cases, count) };
  }
  const world = await worldOfModel(common, terminalRun(common), modelHost);
  return {
    name: `the world, ${count} facts of seed ${seed}${language === "zh" ? ", in Chinese" : ""}`,
    cases: randomCases(world, seededRandom(seed), count, language),
  };
}

/** The first cases, and all that belong together with the last of them. */
function whole(cases: readonly EditCase[], count: number): readonly EditCase[] {
  const last = cases[count - 1]?.together;
  return cases.filter((one, i) => i < count || (last !== undefined && one.together === last));
}

async function keptRecords(): Promise<BenchmarkRecord[]> {
  const files = openFiles();
  const found = (await listArtifacts(files)).filter(({ manifest }) => manifest?.kind === "benchmark");
  const records = await Promise.all(
    found.map(async ({ id }) => {
      const bytes = await files.get(id);
      return bytes && readBenchmark(bytes);
    }),
  );
  return records.filter((record) => record !== null);
}

async function recordNamed(id: string): Promise<BenchmarkRecord> {
  const records = await keptRecords();
  const found = records.filter(({ runId }) => runId.startsWith(id) || runId.startsWith(`bench_${id}`));
  if (found.length === 1) return found[0];
  throw invalidField(
    "run",
    found.length === 0 ? `No run that is kept is called ${id}.` : `${found.length} runs begin with ${id}.`,
    "See `benchmark list`.",
  );
}

const points = (value: number): string => (100 * value).toFixed(1);

function linesOf(record: BenchmarkRecord): string[] {
  const rows = rowsOf(record);
  const groups = [...new Set(rows.filter(({ kind }) => !kind).map(({ group }) => group))];
  const cell = (row: BenchmarkRow | undefined) =>
    row ? `${points(row.summary.mean)} (${row.summary.interval95.map(points).join("–")})` : "–";
  const protocols = [...new Set(rows.map(({ protocol }) => protocol))];
  const failed = record.entries.map(
    ({ method, cases }) => [method, cases.filter(({ failure }) => failure).length] as const,
  );
  const already = answeredAlready(record);
  return [
    `${record.runId}: ${record.input.dataset.name} on ${record.input.model}, ${record.total} cases, judge ${record.input.judge}`,
    `The model gives the new answer of ${already === null ? "–" : points(already)} % of the records before any edit.`,
    ...protocols.flatMap((protocol) => [
      "",
      protocol,
      ...table(
        ["method", ...groups, "s a case"],
        record.entries.map(({ method, cases }) => [
          method,
          ...groups.map((group) =>
            cell(
              rows.find(
                (row) =>
                  row.method === method && row.protocol === protocol && row.group === group && !row.kind,
              ),
            ),
          ),
          (cases.reduce((sum, { applyMs }) => sum + applyMs, 0) / 1000 / Math.max(1, cases.length)).toFixed(
            2,
          ),
        ]),
      ),
    ]),
    ...publishedLines(record),
    ...record.entries.flatMap((entry) => {
      const found = locatedLayers(entry);
      return found.length === 0
        ? []
        : [
            `${entry.method} located ${found.map(({ layer, cases }) => `layer ${layer} in ${cases}`).join(", ")} cases.`,
          ];
    }),
    ...(record.refused.length > 0
      ? ["", `${record.refused.length} cases cannot be read: ${record.refused[0].message}`]
      : []),
    ...failed
      .filter(([, count]) => count > 0)
      .map(([method, count]) => `${method} changed nothing in ${count} cases.`),
  ];
}

/** What the paper of the list publishes beside the goals. */
function publishedLines(record: BenchmarkRecord): string[] {
  const rows = publishedRows(record);
  const metrics = [...new Map(rows.map(({ metric }) => [metric.id, metric])).values()];
  if (metrics.length === 0) return [];
  return [
    "",
    "published",
    ...table(
      ["metric", "protocol", ...record.entries.map(({ method }) => method)],
      metrics.map(({ id, name, protocol }) => [
        name.en,
        protocol,
        ...record.entries.map(({ method }) => {
          const row = rows.find((one) => one.method === method && one.metric.id === id);
          return row ? row.summary.mean.toFixed(3) : "–";
        }),
      ]),
    ),
  ];
}
