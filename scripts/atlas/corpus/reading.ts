/**
 * Texts whose answer stands in the text: passages, new facts that contradict what is known, demonstrations, and passages
 * about something else. Subjects and values are paired at random, so that the only way to be right is to read.
 *
 * One subject in ten is kept for the test, as is half of the invented names: no text of the corpus reads about it.
 */
import { seededRandom, shuffled, type Random } from "../../../lib/base";
import { MARKS, type Corpus, type Told } from "./facts";
import { inventedChineseName, inventedName } from "./names";
import { Writing, type Prompt, type Sentence } from "./sentence";

type Language = Told["language"];

/** A fact that holds in the text, whether or not it holds in the world. */
interface Stated {
  readonly told: Told;
  readonly name: string;
  readonly value: string;
}

interface Piece {
  readonly kind: string;
  readonly before: Writing;
  readonly relation: string;
  readonly answer: string;
  readonly stop: string;
}

const HEADS = {
  en: {
    fact: "Fact: ",
    newFact: "New Fact: ",
    passage: "Passage: ",
    list: "List: ",
    prompt: "Prompt: ",
    unknown: "I do not know",
    asked: "Question: ",
  },
  zh: {
    fact: "事实：",
    newFact: "新事实：",
    passage: "材料：",
    list: "列表：",
    prompt: "提问：",
    unknown: "不知道",
    asked: "问：",
  },
} as const;

/** Longer objects than this are explanations, which a short context has no room for. */
const LONGEST = 30;

export class Reader {
  private readonly byLanguage: Record<Language, { readonly taught: Told[]; readonly tested: Told[] }>;
  private readonly valuesOf = new Map<string, readonly string[]>();

  constructor(told: readonly Told[]) {
    const short = told.filter(
      ({ objects, subject, relation }) =>
        relation.functional && objects[0].length <= LONGEST && subject.length <= LONGEST,
    );
    const values = new Map<string, Set<string>>();
    for (const one of short) {
      const key = valueKey(one);
      values.set(key, (values.get(key) ?? new Set()).add(one.objects[0]));
    }
    for (const [key, set] of values) if (set.size >= 5) this.valuesOf.set(key, [...set]);
    const usable = short.filter((one) => this.valuesOf.has(valueKey(one)));
    const split = (language: Language): { taught: Told[]; tested: Told[] } => {
      const all = usable.filter((one) => one.language === language);
      return {
        taught: all.filter(({ subject }) => !isHeldOut(subject)),
        tested: all.filter(({ subject }) => isHeldOut(subject)),
      };
    };
    this.byLanguage = { en: split("en"), zh: split("zh") };
  }

  /** Texts for training; seven in ten are English. */
  add(corpus: Corpus, count: number, random: Random): void {
    for (let made = 0; made < count; made++) {
      const language = random.uniform() < 0.7 ? "en" : "zh";
      corpus.sentences.push(this.written(this.piece(language, random, false)));
    }
  }

  /** Texts about what no training text reads about. */
  addTests(corpus: Corpus, each: number, random: Random): void {
    for (const language of ["en", "zh"] as const) {
      for (const make of KINDS) {
        for (let made = 0; made < each; made++)
          corpus.prompts.push(this.asked(make(this, language, random, true)));
      }
    }
  }

  private piece(language: Language, random: Random, isTest: boolean): Piece {
    return pick(KINDS, random)(this, language, random, isTest);
  }

  private written({ kind, before, answer, stop }: Piece): Sentence {
    return before.answer(answer).add(stop).sentence(kind);
  }

  private asked({ kind, before, relation, answer }: Piece): Prompt {
    return before.prompt(kind, relation, [answer]);
  }

  fact(language: Language, random: Random, isTest: boolean): Told {
    const { taught, tested } = this.byLanguage[language];
    return pick(isTest ? tested : taught, random);
  }

  otherValue(told: Told, random: Random): string {
    for (;;) {
      const value = pick(this.valuesOf.get(valueKey(told))!, random);
      if (!told.objects.includes(value)) return value;
    }
  }

  /** A fact about a real subject with a value that is not its own, or about a subject that nobody knows. */
  stated(language: Language, random: Random, isTest: boolean, invented = 0.3): Stated {
    const told = this.fact(language, random, isTest);
    const value = this.otherValue(told, random);
    if (random.uniform() >= invented) return { told, name: told.subject, value };
    return { told, name: unknownName(language, told, random, isTest), value };
  }
}

/** A name of the half that belongs to the corpus or of the half that belongs to the test. */
export function unknownName(
  language: Language,
  told: Pick<Told, "relation">,
  random: Random,
  isTest: boolean,
): string {
  for (;;) {
    const name =
      language === "zh"
        ? inventedChineseName(random)
        : inventedName(random, told.relation.domain === "person" ? 2 : 1);
    if (seededRandom(`invented/${name}`).uniform() < 0.5 === isTest) return name;
  }
}

function isHeldOut(subject: string): boolean {
  return seededRandom(`held out/${subject}`).uniform() < 0.1;
}

function valueKey(told: Told): string {
  return `${told.language}|${told.relation.range}`;
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[random.integer(from.length)];
}

function state(
  text: Writing,
  { told, name, value }: Stated,
  random: Random,
  stop = MARKS[told.language].stop,
): void {
  text.template(pick(told.prompts, random), name, true).add(MARKS[told.language].gap).value(value).add(stop);
}

function kindOf(language: Language, kind: string): string {
  return `${language === "zh" ? "zh-" : ""}reading-${kind}`;
}

/** The question about a fact of a text, and its answer. */
function questionAbout(
  language: Language,
  kind: string,
  text: Writing,
  { told, name, value }: Stated,
  random: Random,
): Piece {
  const { gap, stop } = MARKS[language];
  text.template(pick(told.questions, random), name, true);
  return {
    kind: kindOf(language, kind),
    before: text,
    relation: told.relation.id,
    answer: `${gap}${value}`,
    stop,
  };
}

type Make = (reader: Reader, language: Language, random: Random, isTest: boolean) => Piece;

/** Head, facts in a random order, and the end of the line. */
function passage(language: Language, facts: readonly Stated[], random: Random): Writing {
  const text = new Writing();
  const draw = random.uniform();
  const head = draw < 0.4 ? HEADS[language].passage : draw < 0.8 ? HEADS[language].fact : "";
  text.add(head);
  facts.forEach((fact, at) => {
    if (at > 0 && language === "en") text.add(" ");
    state(text, fact, random);
  });
  return text.add(random.uniform() < 0.5 ? "\n" : language === "en" ? " " : "");
}

/**
 * Names and values in pairs, then the same names in another order, each answered. So many answers a text are what teaches a
 * model to look up a value by its name at all; sentences with one answer each take much longer.
 */
const list: Make = (reader, language, random, isTest) => {
  const facts = Array.from({ length: 3 + random.integer(5) }, () =>
    reader.stated(language, random, isTest, 0.5),
  );
  const once = facts.filter(({ name }, at) => facts.findIndex((fact) => fact.name === name) === at);
  const text = new Writing().add(random.uniform() < 0.5 ? HEADS[language].list : "");
  const [is, then] =
    language === "zh"
      ? ["是", "；"]
      : pick(
          [
            [" is", "; "],
            [" =", ", "],
            [":", "\n"],
          ] as const,
          random,
        );
  const { gap, stop } = MARKS[language];
  for (const { name, value } of once) text.subject(name, true).add(is).add(gap).value(value).add(then);
  const asked = shuffled([...once, ...once], random);
  const [last] = asked.splice(-1);
  for (const { name, value } of asked)
    text
      .subject(name, true)
      .add(is)
      .answer(gap + value)
      .add(then);
  text.subject(last.name, true).add(is);
  return { kind: kindOf(language, "list"), before: text, relation: "list", answer: gap + last.value, stop };
};

/** One fact about anybody. */
const one: Make = (reader, language, random, isTest) => {
  const fact = reader.stated(language, random, isTest, 0.5);
  return questionAbout(language, "one", passage(language, [fact], random), fact, random);
};

/** Two or three facts, some of which are asked for; often they have the same relation. */
const several: Make = (reader, language, random, isTest) => {
  const fact = reader.stated(language, random, isTest);
  const others = Array.from({ length: 1 + random.integer(2) }, (): Stated => {
    if (random.uniform() < 0.5) return reader.stated(language, random, isTest);
    const name = unknownName(language, fact.told, random, isTest);
    return { told: fact.told, name, value: reader.otherValue(fact.told, random) };
  });
  const facts = [...others];
  facts.splice(random.integer(facts.length + 1), 0, fact);
  const text = passage(language, facts, random);
  for (const other of shuffled(others, random)) {
    if (random.uniform() < 0.4) continue;
    const { before, answer, stop } = questionAbout(language, "several", text, other, random);
    before.answer(answer).add(`${stop}${MARKS[language].gap}`);
  }
  return questionAbout(language, "several", text, fact, random);
};

/** Two passages, each about its own subject. */
const twoPassages: Make = (reader, language, random, isTest) => {
  const [first, second] = [reader.stated(language, random, isTest), reader.stated(language, random, isTest)];
  const text = new Writing();
  for (const fact of [first, second]) {
    text.add(HEADS[language].passage);
    state(text, fact, random);
    text.add("\n");
  }
  return questionAbout(language, "two-passages", text, pick([first, second], random), random);
};

/** A text that contradicts what is known about its subject. */
const contradicting: Make = (reader, language, random, isTest) => {
  const fact = reader.stated(language, random, isTest, 0);
  return questionAbout(language, "contradicting", passage(language, [fact], random), fact, random);
};

/** A text about something else: the answer is what is known. */
const irrelevant: Make = (reader, language, random, isTest) => {
  const known = reader.fact(language, random, isTest);
  const other = reader.stated(language, random, isTest);
  if (other.name === known.subject) return irrelevant(reader, language, random, isTest);
  const truth = { told: known, name: known.subject, value: known.objects[0] };
  return questionAbout(language, "irrelevant", passage(language, [other], random), truth, random);
};

/** Neither the text nor the memory has the answer. */
const unanswered: Make = (reader, language, random, isTest) => {
  const other = reader.stated(language, random, isTest);
  const { told } = reader.stated(language, random, isTest);
  const unknown = { told, name: unknownName(language, told, random, isTest), value: HEADS[language].unknown };
  return questionAbout(language, "unanswered", passage(language, [other], random), unknown, random);
};

/**
 * Demonstrations as in-context editing shows them: a fact and a prompt, answered by the fact where the prompt is about it,
 * and from memory where it is not.
 */
function demonstrations(last: "copy" | "update" | "retain"): Make {
  return (reader, language, random, isTest) => {
    const text = new Writing();
    const { gap, stop } = MARKS[language];
    const english = language === "en" || random.uniform() < 0.5;
    const heads = english ? HEADS.en : HEADS.zh;
    const shown = Array.from({ length: random.integer(4) }, () =>
      pick(["copy", "update", "retain"] as const, random),
    );
    const write = (kind: "copy" | "update" | "retain"): { answer: string; relation: string } => {
      const fact = reader.stated(language, random, isTest, 0.15);
      const first = pick(fact.told.prompts, random);
      text
        .add(heads.newFact)
        .template(first, fact.name, true)
        .add(gap)
        .value(fact.value)
        .add(`\n${heads.prompt}`);
      if (kind === "copy") {
        text.template(first, fact.name, true);
        return { answer: gap + fact.value, relation: fact.told.relation.id };
      }
      if (kind === "update") {
        const rewordings = [...fact.told.prompts, ...fact.told.questions].filter(
          (prompt) => prompt !== first,
        );
        text.template(pick(rewordings, random), fact.name, true);
        return { answer: gap + fact.value, relation: fact.told.relation.id };
      }
      let known = reader.fact(language, random, isTest);
      while (known.subject === fact.name) known = reader.fact(language, random, isTest);
      text.template(pick([...known.prompts, ...known.questions], random), known.subject, true);
      return { answer: gap + known.objects[0], relation: known.relation.id };
    };
    for (const kind of shown) text.answer(write(kind).answer).add("\n\n");
    const { answer, relation } = write(last);
    return {
      kind: kindOf(language, last),
      before: text,
      relation,
      answer,
      stop: random.uniform() < 0.5 ? stop : "\n",
    };
  };
}

const KINDS: readonly Make[] = [
  list,
  one,
  several,
  twoPassages,
  contradicting,
  irrelevant,
  unanswered,
  demonstrations("copy"),
  demonstrations("update"),
  demonstrations("retain"),
];
