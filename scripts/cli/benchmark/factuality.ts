/** factuality: what a model or a kept version says about what is so, with a list of questions or the facts of the world. */
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { invalidField, seededRandom, shuffled } from "../../../lib/base";
import type { Question } from "../../../lib/data";
import { atlasWorld, nameOf } from "../../../lib/data/worlds";
import { factualityReport, MEASURES, type FactualityReport } from "../../../lib/eval/factuality";
import { loadModel } from "../../../lib/model";
import { openVersion } from "../ask";
import {
  createRuntimeOf,
  filesOfModel,
  modelId,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "../context";
import { readList } from "./datasets";

interface FactualityOptions {
  readonly dataset?: string;
  readonly count: number;
  readonly samples: number;
  readonly contextWeight: number;
  readonly versionId?: string;
  readonly seed: number;
  readonly out?: string;
}

export function addFactualityCommand(program: Command, common: () => CommonOptions): void {
  program
    .command("factuality")
    .description("what a model says about what is so: recall, calibration, agreement, context against memory")
    .option("--dataset <list>", "questions: a file, or a list that is kept; facts of the world when absent")
    .option("--count <n>", "questions", Number, 200)
    .option("--samples <n>", "drawn answers to each question, for agreement with itself", Number, 0)
    .option("--context-weight <a>", "of context-aware decoding; 0 leaves it out", Number, 0.5)
    .option("--version-id <id>", "a kept version of --model")
    .option("--seed <n>", "which questions are drawn", Number, 0)
    .option("--out <file>", "write the report as JSON")
    .action(async (options: FactualityOptions) => {
      const run = terminalRun(common(), options.seed);
      const questions = await questionsOf(options);
      const model =
        options.versionId === undefined
          ? await loadModel(
              modelId(common().model),
              filesOfModel(common().model),
              await createRuntimeOf(common()),
            )
          : await openVersion(common(), options.versionId);
      const { samples, contextWeight } = options;
      const report = await factualityReport(run, model, questions, MEASURES.all, { samples, contextWeight });
      if (options.out !== undefined) await writeFile(options.out, JSON.stringify(report));
      print(common(), report, () => linesOf(report));
    });
}

async function questionsOf({ dataset, count, seed }: FactualityOptions): Promise<readonly Question[]> {
  const all = dataset === undefined ? questionsOfWorld() : (await readList(dataset)).questions;
  if (all.length === 0)
    throw invalidField(
      "--dataset",
      `${dataset} holds no questions.`,
      "Lists of edits are measured by `benchmark run`.",
    );
  return shuffled(all, seededRandom(seed)).slice(0, count);
}

/** Facts with a single answer; how many facts the world has of a thing stands for how well known it is. */
function questionsOfWorld(): Question[] {
  const world = atlasWorld();
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  const mentions = new Map<string, number>();
  const answers = new Map<string, number>();
  for (const { relation, subject, object } of world.truth) {
    for (const id of [subject, object]) mentions.set(id, (mentions.get(id) ?? 0) + 1);
    answers.set(`${relation} ${subject}`, (answers.get(`${relation} ${subject}`) ?? 0) + 1);
  }
  return world.truth
    .filter(({ relation, subject }) => answers.get(`${relation} ${subject}`) === 1)
    .map(({ relation: id, subject, object }) => {
      const name = nameOf(world, subject);
      const [prompt, ...others] = (relations.get(id)?.prompts ?? []).map((text) =>
        text.replace("{}", () => name),
      );
      const { aliases = [] } = world.entities.get(object) ?? {};
      return {
        id: `${id}/${name}`,
        prompt,
        rephrases: others.slice(0, 3),
        answers: [nameOf(world, object), ...aliases],
        subject: name,
        relation: id,
        popularity: mentions.get(subject) ?? 1,
      };
    });
}

const percent = (share: number): string => (100 * share).toFixed(1);

function linesOf({ questions, measures, relations, popularity, bins, conflict }: FactualityReport): string[] {
  const parts = (title: string, list: FactualityReport["relations"]) =>
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
    ...parts("popularity from", popularity),
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
