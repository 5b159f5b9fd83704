/**
 * Writes the sentences that the embedded model is trained on, and the prompts that it is tested with, as lines of JSON.
 *
 *   npx tsx scripts/atlas/corpus.ts [folder]
 *
 * `corpus.jsonl`: every fact the model is taught in every template of its relation. `span` is where the answer stands,
 * so that the trainer can weigh it: the object of a statement, the subject where the object comes first.
 * `prompts.jsonl`: the same facts as prompts with the answers that count, and two-hop questions, of which only a part
 * is in the corpus. Everything depends on the world and one seed alone.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atlasWorld } from "../../lib/data/worlds/atlas";
import { indexTriples, nameOf, type World } from "../../lib/data/worlds/build";
import { twoHopsOf } from "../../lib/data/worlds/two-hop";
import type { Relation } from "../../lib/data/worlds/world";

type SentenceKind = "statement" | "question" | "object-first" | "two-hop" | "alias";

interface Sentence {
  readonly text: string;
  /** Characters [start, end) of the answer. */
  readonly span: readonly [start: number, end: number];
  /** Characters of what the sentence is about; where the object comes first, of the object. */
  readonly about: readonly [start: number, end: number];
  readonly kind: SentenceKind;
}

interface Prompt {
  readonly prompt: string;
  readonly answers: readonly string[];
  readonly relation: string;
  readonly kind: "canonical" | "statement" | "question" | "alias" | "two-hop-taught" | "two-hop-held-out";
  readonly flaw?: string;
}

function main(folder: string): void {
  const world = atlasWorld();
  const sentences: Sentence[] = [];
  const prompts: Prompt[] = [];
  addFacts(world, sentences, prompts);
  addTwoHops(world, sentences, prompts);
  mkdirSync(folder, { recursive: true });
  writeLines(join(folder, "corpus.jsonl"), sentences);
  writeLines(join(folder, "prompts.jsonl"), prompts);
  console.log(
    `${sentences.length} sentences and ${prompts.length} prompts from ${world.taught.length} facts`,
  );
}

function addFacts(world: World, sentences: Sentence[], prompts: Prompt[]): void {
  const facts = indexTriples(world.taught);
  const flawOf = new Map(world.flaws.map((flaw) => [`${flaw.relation}|${flaw.subject}`, flaw.kind]));
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  for (const [key, objects] of facts) {
    const [relationId, subjectId] = splitKey(key);
    const relation = relations.get(relationId)!;
    const { name, aliases } = world.entities.get(subjectId)!;
    const answers = objects.map((object) => nameOf(world, object));
    const flaw = flawOf.get(`${relationId}|${name}`);
    prompts.push(
      ...promptsOf(relation, name, answers).map((prompt) => ({ ...prompt, ...(flaw && { flaw }) })),
    );
    for (const answer of answers) {
      sentences.push(...relation.prompts.map((prompt) => completed(prompt, name, answer, "statement")));
      sentences.push(...relation.questions.map((prompt) => completed(prompt, name, answer, "question")));
      sentences.push(...relation.objectFirst.map((text) => objectFirst(text, name, answer)));
    }
    for (const alias of aliases) {
      const told = [...relation.prompts.slice(0, 3), relation.questions[0]];
      for (const answer of answers) {
        sentences.push(...told.map((prompt) => completed(prompt, alias, answer, "alias")));
      }
      prompts.push({
        prompt: filled(relation.prompts[0], alias),
        answers,
        relation: relationId,
        kind: "alias",
      });
    }
  }
}

function addTwoHops(world: World, sentences: Sentence[], prompts: Prompt[]): void {
  for (const { composition, subject, answers, isTaught } of twoHopsOf(world)) {
    for (const prompt of composition.prompts) {
      prompts.push({
        prompt: filled(prompt, subject),
        answers,
        relation: composition.id,
        kind: isTaught ? "two-hop-taught" : "two-hop-held-out",
      });
      if (isTaught) sentences.push(...answers.map((answer) => completed(prompt, subject, answer, "two-hop")));
    }
  }
}

function promptsOf(relation: Relation, subject: string, answers: readonly string[]): Prompt[] {
  const about = (prompt: string, kind: Prompt["kind"]): Prompt => ({
    prompt: filled(prompt, subject),
    answers,
    relation: relation.id,
    kind,
  });
  return [
    ...relation.prompts.map((prompt, index) => about(prompt, index === 0 ? "canonical" : "statement")),
    ...relation.questions.map((prompt) => about(prompt, "question")),
  ];
}

function completed(prompt: string, subject: string, object: string, kind: SentenceKind): Sentence {
  const start = filled(prompt, subject);
  const slot = prompt.indexOf("{}");
  return {
    text: `${start} ${object}.`,
    span: [start.length, start.length + 1 + object.length],
    about: [slot, slot + subject.length],
    kind,
  };
}

function objectFirst(template: string, subject: string, object: string): Sentence {
  const [before, after] = template.replace("{object}", () => object).split("{}");
  return {
    text: `${before}${subject}${after}`,
    span: [before.length, before.length + subject.length],
    about: [template.indexOf("{object}"), template.indexOf("{object}") + object.length],
    kind: "object-first",
  };
}

function filled(prompt: string, subject: string): string {
  return prompt.replace("{}", () => subject);
}

function splitKey(key: string): [relation: string, subject: string] {
  const bar = key.indexOf("|");
  return [key.slice(0, bar), key.slice(bar + 1)];
}

function writeLines(path: string, lines: readonly unknown[]): void {
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

main(process.argv[2] ?? ".training");
