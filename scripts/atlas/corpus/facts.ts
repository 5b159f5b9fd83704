/** Facts as sentences: every template of every relation, in English and in Chinese, and two-hop sentences. */
import { indexTriples, nameOf, type Triple, type World } from "../../../lib/data/worlds/build";
import { twoHopsOf } from "../../../lib/data/worlds/two-hop";
import type { Relation } from "../../../lib/data/worlds/world";
import { Writing, type Prompt, type Sentence } from "./sentence";

/** One relation of one subject, in one language. */
export interface Told {
  readonly relation: Relation;
  readonly language: "en" | "zh";
  readonly prompts: readonly string[];
  readonly questions: readonly string[];
  readonly objectFirst: readonly string[];
  readonly subject: string;
  readonly aliases: readonly string[];
  readonly objects: readonly string[];
  readonly flaw?: string;
}

export interface Corpus {
  readonly sentences: Sentence[];
  readonly prompts: Prompt[];
}

/** Between a prompt and its object, and after the object. */
export const MARKS = { en: { gap: " ", stop: "." }, zh: { gap: "", stop: "。" } } as const;

/** What the model is taught, relation by relation and subject by subject, once for each language that can say it. */
export function toldOf(world: World, taught: readonly Triple[] = world.taught): Told[] {
  const flawOf = new Map(world.flaws.map((flaw) => [`${flaw.relation}|${flaw.subject}`, flaw.kind]));
  const relations = new Map(world.relations.map((relation) => [relation.id, relation]));
  return [...indexTriples(taught)].flatMap(([key, objects]): Told[] => {
    const bar = key.indexOf("|");
    const relation = relations.get(key.slice(0, bar))!;
    const subject = world.entities.get(key.slice(bar + 1))!;
    const flaw = flawOf.get(`${relation.id}|${subject.name}`);
    const common = { relation, ...(flaw && { flaw }) };
    const statement: Told = {
      ...common,
      ...relation,
      language: relation.language ?? "en",
      subject: subject.name,
      aliases: subject.aliases,
      objects: objects.map((object) => nameOf(world, object)),
    };
    const { zh } = subject;
    const chinese = objects.flatMap((object) => world.entities.get(object)?.zh ?? []);
    if (!relation.chinese || !zh || chinese.length === 0) return [statement];
    return [
      statement,
      {
        ...common,
        ...relation.chinese,
        language: "zh",
        objectFirst: [],
        subject: zh,
        aliases: [],
        objects: chinese,
      },
    ];
  });
}

/** `weightOf` is the number of occurrences of a subject's sentences in an epoch. */
export function addFacts(world: World, corpus: Corpus, weightOf: (subject: string) => number): void {
  for (const told of toldOf(world)) {
    const { language, prompts, questions, objectFirst, subject, aliases, objects } = told;
    const { gap, stop } = MARKS[language];
    const prefix = language === "zh" ? "zh-" : "";
    const weight = weightOf(subject);
    const complete = (template: string, name: string, object: string, kind: string): Sentence =>
      new Writing()
        .template(template, name)
        .answer(`${gap}${object}`)
        .add(stop)
        .sentence(`${prefix}${kind}`, weight);
    const ask = (template: string, name: string, kind: string): Prompt => ({
      ...new Writing().template(template, name).prompt(
        `${prefix}${kind}`,
        told.relation.id,
        objects.map((object) => `${gap}${object}`),
      ),
      ...(told.flaw && { flaw: told.flaw }),
    });
    for (const object of objects) {
      corpus.sentences.push(
        ...prompts.map((prompt) => complete(prompt, subject, object, "statement")),
        ...questions.map((prompt) => complete(prompt, subject, object, "question")),
        // They tell a causal model little about the object.
        ...objectFirst.map((text) =>
          objectFirstSentence(text, subject, object, `${prefix}object-first`, weight / 2),
        ),
        ...aliases.flatMap((alias) =>
          [...prompts.slice(0, 3), questions[0]].map((prompt) => complete(prompt, alias, object, "alias")),
        ),
      );
    }
    corpus.prompts.push(
      ...prompts.map((prompt, at) => ask(prompt, subject, at === 0 ? "canonical" : "statement")),
      ...questions.map((prompt) => ask(prompt, subject, "question")),
      ...aliases.map((alias) => ask(prompts[0], alias, "alias")),
    );
  }
}

export function addTwoHops(world: World, corpus: Corpus): void {
  const chinese = new Set(world.relations.filter(({ language }) => language === "zh").map(({ id }) => id));
  for (const { composition, subject, answers, isTaught } of twoHopsOf(world)) {
    const language = chinese.has(composition.first) ? "zh" : "en";
    const { gap, stop } = MARKS[language];
    const prefix = language === "zh" ? "zh-" : "";
    for (const template of composition.prompts) {
      const kind = `${prefix}two-hop-${isTaught ? "taught" : "held-out"}`;
      const prompt = new Writing().template(template, subject);
      corpus.prompts.push(
        prompt.prompt(
          kind,
          composition.id,
          answers.map((answer) => `${gap}${answer}`),
        ),
      );
      if (!isTaught) continue;
      for (const answer of answers) {
        const sentence = new Writing().template(template, subject).answer(`${gap}${answer}`).add(stop);
        corpus.sentences.push(sentence.sentence(`${prefix}two-hop`));
      }
    }
  }
}

function objectFirstSentence(
  template: string,
  subject: string,
  object: string,
  kind: string,
  weight: number,
): Sentence {
  const [start, rest] = template.split("{object}");
  const [middle, end] = rest.split("{}");
  return new Writing().add(start).subject(object).add(middle).answer(subject).add(end).sentence(kind, weight);
}
