/** merge: recipes run and checked, kinship, evolution, branches of edits, and adapters of PEFT in and out. Models are folders, or versions by name. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Option, type Command } from "commander";
import { z } from "zod";
import { PalimpsestError } from "../../../lib/base";
import {
  checkBase,
  checkRecipe,
  EvolutionSettings,
  type EvolutionRecord,
  EvolutionStrategy,
  kinshipOf,
  modelsOf,
  readRecipe,
  type MergeSource,
  type MergeSources,
  type RecipeCheck,
  type RecipeProblem,
} from "../../../lib/merge";
import { openCheckpoint, readOverlay, writeAdapter } from "../../../lib/model";
import { openFolders, type FolderSource } from "../../../lib/server/files/merge-sources";
import { writeMerge } from "../../../lib/server/files/write-merge";
import { importAdapter } from "../../../lib/server/import-adapter";
import { keepRecord } from "../../../lib/server/merge/evolution";
import { PoolTask } from "../../../lib/data";
import type { ModelHost } from "../../../lib/job";
import { Branch, EvolveJobInput } from "../../../lib/store";
import { branchId } from "../../../lib/version";
import {
  durationText,
  filesOfModel,
  modelId,
  openHistory,
  openModelHost,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "../context";
import { readJsonFile } from "../files";
import { addBranches } from "./branches";

export function addMergeCommands(program: Command, common: () => CommonOptions): void {
  const merge = program.command("merge").description("merge models, and see how related they are");
  addRun(merge, common);
  addCheck(merge, common);
  addKinship(merge, common);
  addEvolve(merge, common);
  addBranches(merge, common);
  addLora(merge, common);
}

interface RecipeOptions {
  readonly root?: string;
}

const ROOT = [
  "--root <folder>",
  "where the paths of a recipe start; the recipe's folder when absent",
] as const;

/** A recipe, what is wrong with it, and its models. */
async function openRecipe(file: string, { root }: RecipeOptions) {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new PalimpsestError("not_found", `There is no file ${file}.`, {
      details: { field: "recipe" },
      cause,
    });
  });
  const read = readRecipe(text);
  const names = read.recipe ? modelsOf(read.recipe) : [];
  const found = await openFolders(names, path.resolve(root ?? path.dirname(file)));
  return { found, read, checked: checkRecipe(read, found) };
}

/** With what the weights say, when all else is right: whether the models were trained from the base. */
async function withBase(
  options: CommonOptions,
  { found, read, checked }: Awaited<ReturnType<typeof openRecipe>>,
): Promise<RecipeCheck> {
  if (checked.problems.some(isError)) return checked;
  const more = await checkBase(terminalRun(options), read, found as MergeSources);
  return { ...checked, problems: [...checked.problems, ...more] };
}

const isError = ({ severity }: RecipeProblem): boolean => severity === "error";

function addCheck(merge: Command, common: () => CommonOptions): void {
  merge
    .command("check <recipe>")
    .description("what is wrong with a recipe, by line; exits 1 when it cannot be merged")
    .option(...ROOT)
    .action(async (file: string, options: RecipeOptions) => {
      const checked = await withBase(common(), await openRecipe(file, options));
      print(common(), checked, () =>
        checked.problems.length === 0
          ? [`${file} can be merged.`]
          : checked.problems.flatMap((one) => linesOf(file, one)),
      );
      if (checked.problems.some(isError)) process.exitCode = 1;
    });
}

function linesOf(file: string, { severity, line, what, remedy }: RecipeProblem): string[] {
  return [`${file}:${line ?? 1}: ${severity}: ${what}`, `  ${remedy}`];
}

function addRun(merge: Command, common: () => CommonOptions): void {
  merge
    .command("run <recipe>")
    .description(
      "merge by a recipe into a checkpoint folder; begun again, a stopped merge goes on where it was",
    )
    .requiredOption("--out <folder>", "folder to write")
    .option("--seed <n>", "seed of operators that drop entries at random", Number, 0)
    .option("--shard-gb <n>", "largest weight file", Number, 5)
    .option(...ROOT)
    .action(async (file: string, { out, seed, shardGb, ...options }: RunOptions) => {
      const opened = await openRecipe(file, options);
      const { found } = opened;
      const checked = await withBase(common(), opened);
      const recipe = checkedRecipe(file, checked);
      const started = performance.now();
      const sources = found as ReadonlyMap<string, FolderSource>;
      const run = terminalRun(common(), seed);
      const done = await writeMerge(run, { recipe, sources, seed, out, largestShardBytes: shardGb * 1e9 });
      const warnings = checked.problems.flatMap((one) => linesOf(file, one));
      print(common(), { out, seed, ...done, problems: checked.problems }, () => [
        ...warnings,
        `Wrote ${out}: ${done.tensors} tensors, ${done.sizeBytes} bytes, in ${durationText(performance.now() - started)}.`,
        ...(done.resumedAt > 0 ? [`${done.resumedAt} tensors were there from before.`] : []),
      ]);
    });
}

interface RunOptions extends RecipeOptions {
  readonly out: string;
  readonly seed: number;
  readonly shardGb: number;
}

function checkedRecipe(file: string, { recipe, problems }: RecipeCheck) {
  const errors = problems.filter(isError);
  if (recipe && errors.length === 0) return recipe;
  const [first] = errors;
  throw new PalimpsestError("invalid_input", `${file}, line ${first.line ?? 1}: ${first.what}`, {
    hint: first.remedy,
    details: { field: "recipe", issues: errors.map(({ field, what }) => ({ field, message: what })) },
  });
}

function addKinship(merge: Command, common: () => CommonOptions): void {
  merge
    .command("kinship <models...>")
    .description(
      "how related models are: the correlation and more of their differences from a base, for all pairs",
    )
    .requiredOption("--base <folder>", "the model that all were trained from")
    .option("--top <share>", "also the overlap of this share of the largest changes", Number, 0)
    .option("--tied", "count a head that is the embedding a second time, as the published code does")
    .action(async (models: string[], { base, top, tied }: { base: string; top: number; tied?: boolean }) => {
      const found = await openFolders([base, ...models], process.cwd());
      const source = (name: string): MergeSource => {
        const one = found.get(name) as NonNullable<ReturnType<typeof found.get>>;
        if (!("fault" in one)) return one;
        throw new PalimpsestError("invalid_input", one.fault.what, { hint: one.fault.remedy });
      };
      const named = models.map((name) => ({ name, source: source(name) }));
      const options = { topShare: top, countsTied: tied === true };
      const report = await kinshipOf(
        terminalRun(common()),
        { name: base, source: source(base) },
        named,
        options,
      );
      const number = (value: number | null | undefined) => (value == null ? "–" : value.toFixed(4));
      print(common(), report, () => [
        ...table(
          ["model", "model", "PCC", "cosine", "distance", "same sign", ...(top > 0 ? ["overlap"] : [])],
          report.pairs.map(({ left, right, global }) => [
            report.models[left],
            report.models[right],
            number(global.pcc),
            number(global.cosine),
            number(global.distance),
            number(global.signAgreement),
            ...(top > 0 ? [number(global.overlap)] : []),
          ]),
        ),
        `Mean PCC ${number(report.mean.pcc)}, cosine ${number(report.mean.cosine)}, in ${durationText(report.durationMs)}.`,
      ]);
    });
}

const Tasks = z.array(PoolTask).min(1);

function addEvolve(merge: Command, common: () => CommonOptions): void {
  merge
    .command("evolve <founders...>")
    .description(
      "merge the best pairs, generation by generation; founders are versions of --model, or folders",
    )
    .requiredOption(
      "--tasks <file>",
      "questions: a JSON list of tasks with an id and questions of a prompt and its answers",
    )
    .addOption(
      new Option("--strategy <name>", "which pairs")
        .choices(EvolutionStrategy.options)
        .default("greedy-kinship"),
    )
    .option("--generations <n>", "most generations", Number, 5)
    .option("--best <n>", "models that are parents of the next generation", Number, 3)
    .option("--budget <n>", "most merges", Number)
    .option("--stop-at <kinship>", "ends when the best are related more than this", Number, 0.9)
    .option("--seed <n>", "seed of the random strategy", Number, 0)
    .option(
      "--recipe <file>",
      "how two models named first and second are merged; SLERP by halves when absent",
    )
    .option("--out <file>", "write the record as JSON")
    .option("--keep <branch>", "keep every child as a version, and begin this branch at the best model")
    .option("--author <name>", "author of the versions", "")
    .action(async (founders: string[], options: EvolveOptions) => {
      const { model } = common();
      const host = await openModelHost(common());
      const refOf = (name: string) =>
        name.startsWith("ver_") ? { model: modelId(model), version: name } : { model: name };
      const input = EvolveJobInput.parse({
        model: modelId(model),
        base: { model: modelId(model) },
        founders: Object.fromEntries(founders.map((name) => [name, refOf(name)])),
        tasks: Tasks.parse(await readJsonFile(options.tasks)),
        settings: EvolutionSettings.parse({
          strategy: options.strategy,
          top: options.best,
          generations: options.generations,
          budget: options.budget,
          stopAt: options.stopAt,
          seed: options.seed,
        }),
        ...(options.recipe && { recipe: await readFile(options.recipe, "utf8") }),
      });
      const { evolution } = await host.evolve(terminalRun(common(), options.seed), input);
      if (options.out) await writeFile(options.out, `${JSON.stringify(evolution, null, 2)}\n`);
      const kept =
        options.keep === undefined ? undefined : await keepChildren(host, input, evolution, options);
      print(common(), { ...evolution, ...(kept && { kept: kept.versions }) }, () => [
        ...table(
          ["model", "parents", "kinship", "score", "±", "gain"],
          evolution.models.map(({ name, parents, kinship, score, gain }) => [
            name,
            parents.join(" + "),
            kinship === null ? "–" : kinship.toFixed(3),
            score.mean.toFixed(4),
            score.standardError.toFixed(4),
            gain === null ? "–" : gain.toFixed(4),
          ]),
        ),
        `Ended: ${evolution.end}.`,
        ...(kept ? [`${options.keep} begins at ${kept.best.reason || kept.best.id}, ${kept.best.id}.`] : []),
      ]);
    });
}

async function keepChildren(
  modelHost: ModelHost,
  input: EvolveJobInput,
  record: EvolutionRecord,
  { keep, author }: EvolveOptions,
) {
  const history = await openHistory(modelHost);
  try {
    const where = { branch: Branch.shape.name.parse(keep), author, at: new Date().toISOString() };
    return await keepRecord({ ...history, modelHost }, input, record, where);
  } finally {
    await history.close();
  }
}

interface EvolveOptions {
  readonly tasks: string;
  readonly strategy: EvolutionStrategy;
  readonly generations: number;
  readonly best: number;
  readonly budget?: number;
  readonly stopAt: number;
  readonly seed: number;
  readonly recipe?: string;
  readonly out?: string;
  readonly keep?: string;
  readonly author: string;
}

function addLora(merge: Command, common: () => CommonOptions): void {
  merge
    .command("import-lora <folder>")
    .description("keep an adapter of PEFT as a version of --model")
    .option("--branch <name>", "branch", "main")
    .option("--author <name>", "author", "")
    .action(async (folder: string, { branch, author }: { branch: string; author: string }) => {
      const modelHost = await openModelHost(common());
      const history = await openHistory(modelHost);
      try {
        const model = modelId(common().model);
        await history.models.prepare(model);
        const services = { ...history, modelHost };
        const checkpoint = await openCheckpoint(model, filesOfModel(model));
        const version = await importAdapter(services, {
          folder,
          checkpoint,
          branchId: branchId(model, branch),
          author,
        });
        print(common(), version, () => [`Imported as ${version.id.slice(0, 12)} on ${branch}.`]);
      } finally {
        await history.close();
      }
    });

  merge
    .command("export-lora <version>")
    .description("write the low-rank changes of a version as an adapter of PEFT")
    .requiredOption("--out <folder>", "folder to write")
    .action(async (id: string, { out }: { out: string }) => {
      const history = await openHistory(await openModelHost(common()));
      try {
        const found = (await history.store.versions.list()).filter((version) => version.id.startsWith(id));
        if (found.length !== 1) {
          throw new PalimpsestError("not_found", `${found.length} versions begin with "${id}".`, {
            details: { field: "version" },
          });
        }
        const [version] = found;
        const addresses = await history.versions.overlays(version.id);
        const overlays = await Promise.all(
          addresses.map(async (address) => readOverlay(await history.store.blobs.get(address))),
        );
        const files = await writeAdapter(
          overlays,
          await openCheckpoint(version.model, filesOfModel(version.model)),
        );
        await mkdir(out, { recursive: false }).catch((cause: unknown) => {
          throw new PalimpsestError("conflict", `${out} already exists, or its folder does not.`, {
            details: { field: "out" },
            cause,
          });
        });
        for (const [name, bytes] of Object.entries(files)) await writeFile(path.join(out, name), bytes);
        print(common(), { out, files: Object.keys(files) }, () => [
          `Wrote ${Object.keys(files).join(" and ")} to ${out}.`,
        ]);
      } finally {
        await history.close();
      }
    });
}
