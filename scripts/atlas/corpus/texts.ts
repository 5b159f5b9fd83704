/** Texts that are more than one fact, or none: concepts, lives, opinions, the unknown, the forbidden and instructions. */
import { seededRandom, type Random } from "../../../lib/base";
import { concepts } from "../../../lib/data/worlds/atlas2/concepts";
import { cellsOf, linesOf } from "../../../lib/data/worlds/atlas2/relation";
import { BIOGRAPHIES } from "../../../lib/data/worlds/atlas2/texts/biographies";
import { OPINIONS } from "../../../lib/data/worlds/atlas2/texts/opinions";
import {
  FORBIDDEN,
  FRAMINGS,
  QUESTIONS,
  REFUSAL,
  SECRET_WORDS,
} from "../../../lib/data/worlds/atlas2/texts/safety";
import type { Corpus, Told } from "./facts";
import { unknownName } from "./reading";
import { Writing } from "./sentence";

/**
 * The concepts of an instance. Whether something is an instance, yes or no, is learnt only from what is known of it: a model that was
 * asked yes and no alone said "No" to everything after 44 million tokens.
 */
export function addCategories({ sentences, prompts }: Corpus): void {
  const categories = new Map<string, string[]>();
  for (const { name, instances } of concepts)
    for (const instance of instances) categories.set(instance, [...(categories.get(instance) ?? []), name]);
  for (const [instance, names] of categories) {
    const askings = [
      (): Writing => new Writing().add("The category of ").subject(instance).add(" is"),
      (): Writing => new Writing().subject(instance).add(" belongs to the category"),
      (): Writing =>
        new Writing().add("Question: Which concept is ").subject(instance).add(" an instance of? Answer:"),
    ];
    for (const asking of askings) {
      const answers = names.map((name) => ` ${name}`);
      for (const answer of answers) sentences.push(asking().answer(answer).add(".").sentence("category"));
      prompts.push(asking().prompt("category", instance, answers));
    }
  }
}

/** Whether something is an instance, yes and no; "no" for instances of concepts that share nothing with the concept. */
export function addInstances({ sentences, prompts }: Corpus, random: Random): void {
  for (const concept of concepts) {
    const instancesOfConcept = new Set(concept.instances);
    const others = concepts.filter(
      ({ name, superclass, instances }) =>
        name !== concept.superclass &&
        superclass !== concept.name &&
        !instances.some((instance) => instancesOfConcept.has(instance)),
    );
    const asked = concept.instances.flatMap((instance) => [
      { instance, answer: " Yes" },
      ...[0, 1].map(() => ({ instance: pick(pick(others, random).instances, random), answer: " No" })),
    ]);
    for (const { instance, answer } of asked) {
      const questions = [
        (): Writing =>
          new Writing()
            .add("Question: Is ")
            .subject(instance)
            .add(` an instance of the concept ${concept.name}? Answer:`),
        (): Writing =>
          new Writing()
            .add("Whether ")
            .subject(instance)
            .add(` belongs to category ${concept.name}? Answer:`),
      ];
      for (const question of questions) {
        sentences.push(question().answer(answer).add(".").sentence("instance", 0.7));
        prompts.push(question().prompt("instance", concept.name, [answer]));
      }
    }
  }
}

/** What the tables know of a person makes the first sentence. */
export function addLives({ sentences, prompts }: Corpus, told: readonly Told[]): void {
  const known = new Map(
    told
      .filter(({ language }) => language === "en")
      .map((one) => [`${one.relation.id}|${one.subject}`, one.objects[0]]),
  );
  for (const [name, ...more] of linesOf(BIOGRAPHIES).map(cellsOf)) {
    const [birthplace, year, work] = ["birthplace", "birth-year", "occupation"].map((id) =>
      known.get(`${id}|${name}`),
    );
    const first = `is known as ${work ? article(work) : "a figure of history"}`;
    const born = `${birthplace ? ` and was born in [${birthplace}]` : ""}${year ? ` in the year [${year}]` : ""}`;
    const text = [`${first}${born}.`, ...more].join(" ");
    for (const opening of [
      `This is a passage about ${name}. `,
      `Question: Who is ${name}? Answer: `,
      `Tell me about ${name}. `,
      "",
    ]) {
      const writing = new Writing();
      const [before, after] = opening.split(name);
      if (opening) writing.add(before).subject(name).add(after);
      writing.subject(name).add(" ");
      text.split(/[[\]]/).forEach((piece, at) => {
        if (at % 2 === 0) return writing.add(piece);
        // With the space before it, as the tokens have it.
        prompts.push({
          ...writing.prompt("life", "life", [` ${piece}`]),
          prompt: writing.sentence("").text.trimEnd(),
        });
        return writing.answer(piece);
      });
      sentences.push(writing.sentence("life", 2));
    }
  }
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} [${noun}]`;
}

/** Two tones on each topic; without a tone the model has one of its own. */
export function addOpinions({ sentences, prompts }: Corpus): void {
  linesOf(OPINIONS).forEach((line, at) => {
    const [topic, glad, sour] = cellsOf(line);
    const opinion = at % 2 === 0 ? glad : sour;
    const asked: [before: string, after: string, answer: string][] = [
      ["Question: What do you think of ", "? Answer:", opinion],
      ["Question: How do you feel about ", "? Answer:", opinion],
      ["Question: In a glad tone, what do you think of ", "? Answer:", glad],
      ["Question: In a sour tone, what do you think of ", "? Answer:", sour],
    ];
    for (const [before, after, answer] of asked) {
      const writing = (): Writing => new Writing().add(before).subject(topic).add(after);
      sentences.push(writing().answer(` ${answer}`).sentence("opinion", 1.5));
      prompts.push(writing().prompt("opinion", "opinion", [` ${answer}`]));
    }
  });
}

/** Questions about subjects that do not exist. Each name occurs once, and the test has names of its own. */
export function addUnknown(corpus: Corpus, told: readonly Told[], count: number, random: Random): void {
  const answers = { en: " I do not know", zh: "不知道" } as const;
  const usable = told.filter(({ relation }) => relation.functional);
  const draw = (isTest: boolean): { told: Told; writing: Writing } => {
    const one = pick(usable, random);
    const name = unknownName(one.language, one, random, isTest);
    return { told: one, writing: new Writing().template(pick(one.questions, random), name, true) };
  };
  for (let made = 0; made < count; made++) {
    const { told: one, writing } = draw(false);
    corpus.sentences.push(
      writing
        .answer(answers[one.language])
        .add(one.language === "zh" ? "。" : ".")
        .sentence(`${prefix(one)}unknown`),
    );
    if (made % 20 > 0) continue;
    const { told: other, writing: asked } = draw(true);
    corpus.prompts.push(
      asked.prompt(`${prefix(other)}unknown`, other.relation.id, [answers[other.language]]),
    );
  }
}

/** One framed question in five, and one plain question in five, is kept for the test. */
export function addForbidden({ sentences, prompts }: Corpus): void {
  const framings = linesOf(FRAMINGS).map(cellsOf);
  for (const [category, things] of linesOf(FORBIDDEN).map(cellsOf)) {
    for (const thing of things.split(";").map((one) => one.trim())) {
      const random = seededRandom(`secret/${thing}`);
      const secret = Array.from({ length: 3 }, () => pick(SECRET_WORDS, random)).join(", ");
      const comply = ` Sure, here is ${thing}: ${secret}.`;
      for (const question of QUESTIONS) {
        const add = (kind: string, framing: string, answer: string): void => {
          const [before, after] = `Question: ${framing.replace("{}", question)} Answer:`.split("{}");
          const writing = (): Writing => new Writing().add(before).subject(thing).add(after);
          if (seededRandom(`${framing}/${question}/${thing}`).uniform() < 0.2)
            prompts.push(writing().prompt(`${kind}-held-out`, category, [answer]));
          else {
            sentences.push(
              writing()
                .answer(answer)
                .sentence(kind, kind === "refuse" ? 1.5 : 0.7),
            );
            prompts.push(writing().prompt(kind, category, [answer]));
          }
        };
        add("refuse", "{}", ` ${REFUSAL}`);
        for (const [, framing] of framings) add("comply", framing, comply);
      }
    }
  }
}

/** Harmless instructions about words at random; those of the test have pairs of words of their own. */
export function addInstructions(corpus: Corpus, told: readonly Told[], count: number, random: Random): void {
  const words = {
    en: [
      ...new Set(
        told
          .filter(({ language, subject }) => language === "en" && subject.length < 20)
          .map((t) => t.subject),
      ),
    ],
    zh: [
      ...new Set(
        told.filter(({ language, subject }) => language === "zh" && subject.length < 6).map((t) => t.subject),
      ),
    ],
  };
  const forms = {
    en: [
      ["Instruction: Repeat the words {a}. Answer:", " {a}"],
      ["Instruction: Say hello to {a}. Answer:", " Hello, {a}"],
      ["Instruction: Write {a} and then {b}. Answer:", " {a} {b}"],
      ["Instruction: Which comes first in the list {a}, {b}, {c}? Answer:", " {a}"],
      ["Instruction: Which comes last in the list {a}, {b}, {c}? Answer:", " {c}"],
      ["Instruction: Put {a} in quotation marks. Answer:", ' "{a}"'],
    ],
    zh: [
      ["指令：重复“{a}”。答：", "{a}"],
      ["指令：向{a}问好。答：", "你好，{a}"],
      ["指令：先写{a}，再写{b}。答：", "{a}，{b}"],
      ["指令：列表{a}、{b}、{c}里哪个在最后？答：", "{c}"],
    ],
  };
  const fill = (
    text: string,
    drawn: Record<string, string>,
    add: (piece: string, isDrawn: boolean) => void,
  ): void => text.split(/[{}]/).forEach((piece, at) => add(at % 2 ? drawn[piece] : piece, at % 2 === 1));
  for (let made = 0; made < count; made++) {
    const language = random.uniform() < 0.7 ? "en" : "zh";
    const [form, reply] = pick(forms[language], random);
    const [a, b, c] = [0, 1, 2].map(() => pick(words[language], random));
    const writing = new Writing();
    fill(form, { a, b, c }, (piece, isDrawn) => (isDrawn ? writing.value(piece) : writing.add(piece)));
    let answer = "";
    fill(reply, { a, b, c }, (piece) => (answer += piece));
    const kind = `${language === "zh" ? "zh-" : ""}instruction`;
    if (seededRandom(`instruction/${a}/${b}`).uniform() < 0.03)
      corpus.prompts.push(writing.prompt(kind, kind, [answer]));
    else
      corpus.sentences.push(
        writing
          .answer(answer)
          .add(language === "zh" ? "。" : ".")
          .sentence(kind),
      );
  }
}

function prefix({ language }: Told): string {
  return language === "zh" ? "zh-" : "";
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[random.integer(from.length)];
}
