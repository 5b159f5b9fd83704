/** recall: what the embedded model knows of what it was taught, by relation and by kind of prompt: the model card's table. */
import type { Command } from "commander";
import { seededRandom, shuffled } from "../../lib/base";
import { SUBJECT_SLOT, worldIdOf } from "../../lib/data";
import { entityId, indexTriples, nameOf, tripleKey, worldNamed, type World } from "../../lib/data/worlds";
import { loadModel, scoreTargets } from "../../lib/model";
import {
  createRuntimeOf,
  filesOfModel,
  modelId,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "./context";

type PromptKind = "canonical" | "statement" | "question";
const KINDS: readonly PromptKind[] = ["canonical", "statement", "question"];

interface Question {
  readonly relation: string;
  readonly kind: PromptKind;
  readonly prompt: string;
  /** Any of these counts. */
  readonly answers: readonly string[];
  readonly flaw?: string;
}

export function addRecallCommand(program: Command, common: () => CommonOptions): void {
  program
    .command("recall")
    .description("greedy recall of the facts the embedded model was taught, by relation and kind of prompt")
    .option("--sample <n>", "ask only so many questions, drawn at random", Number)
    .action(async ({ sample }: { sample?: number }) => {
      const { model: name } = common();
      const model = await loadModel(modelId(name), filesOfModel(name), await createRuntimeOf(common()));
      const all = questionsOf(await worldNamed(worldIdOf(modelId(name))));
      const questions = sample === undefined ? all : shuffled(all, seededRandom("recall")).slice(0, sample);
      const pairs = questions.flatMap(({ prompt, answers }) => answers.map((target) => ({ prompt, target })));
      // An answer is recalled greedily exactly when each of its tokens is the likeliest after those before it.
      const scores = await scoreTargets(terminalRun(common()), model, pairs);
      let at = 0;
      const known = questions.map(({ answers }) => {
        const answerScores = scores.slice(at, (at += answers.length));
        return answerScores.some(({ isGreedy }) => isGreedy);
      });
      const rows = summarize(questions, known);
      print(common(), rows, () =>
        table(
          ["what", "n", ...KINDS, "all"],
          rows.map(({ what, count, shares, share }) => [
            what,
            String(count),
            ...shares.map(percent),
            percent(share),
          ]),
        ),
      );
    });
}

function questionsOf(world: World): Question[] {
  const facts = indexTriples(world.taught);
  const domains = new Map(world.relations.map(({ id, domain }) => [id, domain]));
  const flaws = new Map(
    world.flaws.map(({ kind, relation, subject }) => [
      tripleKey(relation, entityId(domains.get(relation) ?? "", subject)),
      kind,
    ]),
  );
  return world.relations.flatMap((relation) =>
    [...facts]
      .filter(([key]) => key.startsWith(`${relation.id}|`))
      .flatMap(([key, objects]) => {
        const subject = key.slice(relation.id.length + 1);
        const filled = (prompt: string) => prompt.replace(SUBJECT_SLOT, () => nameOf(world, subject));
        const question = (kind: PromptKind, prompt: string): Question => ({
          relation: relation.id,
          kind,
          prompt: filled(prompt),
          answers: objects.map((object) => nameOf(world, object)),
          flaw: flaws.get(key),
        });
        const [canonical, ...statements] = relation.prompts;
        return [
          question("canonical", canonical),
          ...statements.map((prompt) => question("statement", prompt)),
          ...relation.questions.map((prompt) => question("question", prompt)),
        ];
      }),
  );
}

interface Line {
  readonly what: string;
  readonly count: number;
  /** By kind of prompt; null where none was asked. */
  readonly shares: readonly (number | null)[];
  readonly share: number | null;
}

function summarize(questions: readonly Question[], known: readonly boolean[]): Line[] {
  const line = (what: string, belongs: (question: Question) => boolean): Line => {
    const share = (kind?: PromptKind): number | null => {
      const chosen = known.filter(
        (_, i) => belongs(questions[i]) && (kind === undefined || questions[i].kind === kind),
      );
      return chosen.length === 0 ? null : chosen.filter(Boolean).length / chosen.length;
    };
    return { what, count: questions.filter(belongs).length, shares: KINDS.map(share), share: share() };
  };
  return [
    ...[...new Set(questions.map(({ relation }) => relation))].map((id) =>
      line(id, ({ relation }) => relation === id),
    ),
    ...["outdated", "wrong"].map((kind) => line(`taught ${kind}`, ({ flaw }) => flaw === kind)),
    line("all taught facts", () => true),
  ];
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}
