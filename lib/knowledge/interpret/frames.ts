/**
 * The grammar: every way to say a relation, with slots for the subject {s}, the object {o} and a value that is withdrawn
 * {x}. A sentence whose names are replaced by slots is looked up here, whole; nothing is guessed from a part of it.
 */
import type { GraphRelation, Language, Templates } from "../graph/schema";
import { PHRASES, type Phrases } from "./phrases";
import type { Act } from "./reading";
import { normalised, wordsOf } from "./words";

export interface Pattern {
  readonly relation: string;
  readonly act: Act;
}

/** Patterns by the spelling of the sentence with slots. */
export type Grammar = ReadonlyMap<string, readonly Pattern[]>;

export function grammarOf(relations: Iterable<GraphRelation>, language: Language): Grammar {
  const grammar = new Map<string, Pattern[]>();
  for (const relation of relations) {
    const own = PHRASES[language].get(relation.id) ?? {
      nouns: [relation.label],
      verbs: [],
      inverseVerbs: [],
      questions: [],
    };
    const templates = relation.templates[language];
    const wordings = [
      ...(templates ? templateFrames(templates) : []),
      ...(language === "en" ? englishFrames(own) : chineseFrames(own)),
    ];
    for (const [act, wording] of wordings) {
      const key = patternSpelling(wording, language);
      const patterns = grammar.get(key) ?? [];
      if (!patterns.some((other) => other.relation === relation.id && other.act === act))
        patterns.push({ relation: relation.id, act });
      grammar.set(key, patterns);
    }
  }
  return grammar;
}

/** As a sentence is spelled when its names are slots. */
function patternSpelling(wording: string, language: Language): string {
  return normalised(
    wordsOf(wording).map(({ text }) => text),
    language,
  ).text;
}

type Frame = readonly [act: Act, wording: string];

function templateFrames({ prompts, questions, objectFirst }: Templates): Frame[] {
  return [
    ...prompts.map((prompt): Frame => ["add", `${prompt.replace("{}", "{s}")} {o}`]),
    ...objectFirst.map((whole): Frame => ["add", whole.replace("{object}", "{o}").replace("{}", "{s}")]),
    ...questions.map((question): Frame => [
      "query",
      question
        .replace(/^Question: |^问：/, "")
        .replace(/ ?Answer:.*$|答：$/, "")
        .replace("{}", "{s}"),
    ]),
  ];
}

function englishFrames({ nouns, verbs, inverseVerbs, questions }: Phrases): Frame[] {
  const ofNoun = nouns.flatMap((noun): Frame[] => {
    const possessed = [
      `${noun} of {s}`,
      `{s}'s ${noun}`,
      `${noun} for {s}`,
      `${noun} in {s}`,
      `${noun} from {s}`,
    ];
    return [
      ...possessed.flatMap((of): Frame[] => [
        ...STATED.map((is): Frame => ["add", `${of} ${is} {o}`]),
        ["add", `{o} is ${of}`],
        ["add", `set ${of} to {o}`],
        ["add", `change ${of} to {o}`],
        ["add", `make {o} ${of}`],
        ["add", `let ${of} be {o}`],
        ["correct", `change ${of} from {x} to {o}`],
        ["correct", `${of} is changed from {x} to {o}`],
        ["correct", `${of} is moved from {x} to {o}`],
        ["correct", `${of} is not {x} but {o}`],
        ["correct", `${of} is not in {x} but {o}`],
        ["correct", `${of} is {o} not {x}`],
        ["correct", `${of} is in {o} not {x}`],
        ["correct", `{o} not {x} is ${of}`],
        ["correct", `not {x} but {o} is ${of}`],
        ["correct", `{o} replaced {x} as ${of}`],
        ["correct", `{o} has replaced {x} as ${of}`],
        ["correct", `{o} took over from {x} as ${of}`],
        ["correct", `{o} succeeded {x} as ${of}`],
        ["delete", `${of} is not {o}`],
        ["delete", `${of} is not in {o}`],
        ["delete", `{o} is not ${of}`],
        ["query", of],
        ...["what is", "what's", "who is", "who's", "which is", "where is", "tell me", "name", "show me"].map(
          (ask): Frame => ["query", `${ask} ${of}`],
        ),
      ]),
      ...["its", "his", "her", "their"].flatMap((its): Frame[] => [
        ["add", `{s} has {o} as ${its} ${noun}`],
        ["add", `{s} has {o} for ${its} ${noun}`],
        ["add", `{s} chose {o} as ${its} ${noun}`],
        ["add", `{s} has ${its} ${noun} in {o}`],
        ["add", `{s} moved ${its} ${noun} to {o}`],
        ["add", `{s} has moved ${its} ${noun} to {o}`],
        ["add", `{s} changed ${its} ${noun} to {o}`],
        ["correct", `{s} moved ${its} ${noun} from {x} to {o}`],
        ["correct", `{s} changed ${its} ${noun} from {x} to {o}`],
      ]),
      ["add", `{s} has {o} as ${noun}`],
      ["add", `by ${noun} {s} is {o}`],
      ["add", `{s} is {o} by ${noun}`],
      ["query", `what ${noun} does {s} have`],
      ["query", `which ${noun} does {s} have`],
      ["query", `which ${noun} does {s} belong to`],
      ["query", `what ${noun} does {s} belong to`],
    ];
  });
  const ofVerb = verbs.flatMap(bothNumbers).flatMap((verb): Frame[] => [
    ["add", `{s} ${verb} {o}`],
    // "The Colosseum's in Athens" is a short "is".
    ...(verb.startsWith("is ") ? [["add", `{s}'s ${verb.slice(3)} {o}`] as const] : []),
    ...negations(verb).map((not): Frame => ["delete", `{s} ${not} {o}`]),
    ["correct", `{s} ${verb} {o} not {x}`],
    ...(verb.startsWith("is ") ? [["correct", `{s}'s ${verb.slice(3)} {o} not {x}`] as const] : []),
    ...negations(verb).map((not): Frame => ["correct", `{s} ${not} {x} but {o}`]),
  ]);
  const ofInverse = inverseVerbs.flatMap(bothNumbers).flatMap((verb): Frame[] => {
    const tail = verb.includes("{s}") ? verb : `${verb} {s}`;
    return [
      ["add", `{o} ${tail}`],
      ["add", `it is {o} who ${tail}`],
      ["add", `it is {o} that ${tail}`],
      ...negations(tail).map((not): Frame => ["delete", `{o} ${not}`]),
      ["correct", `{o} not {x} ${tail}`],
      ["correct", `{o} ${tail} not {x}`],
      ["correct", `it is {o} that ${tail} not {x}`],
      ["correct", `it is not {x} who ${tail} but {o}`],
      ["correct", `it is not {x} who ${tail} it is {o}`],
      ["query", `who ${tail}`],
    ];
  });
  return [
    ...ofNoun,
    ...ofVerb,
    ...ofInverse,
    ...questions.map((text): Frame => ["query", text.replace("{}", "{s}")]),
  ];
}

/** Between what a noun names and its value. */
const STATED = ["is", "is called", "should be", "is in", "is changed to", "is moved to", "will be"];

/** "lives in" and, of several, "live in". */
function bothNumbers(verb: string): string[] {
  const [first, ...rest] = verb.split(" ");
  const isSingular = first !== "is" && first !== "has" && first.endsWith("s") && !first.endsWith("ss");
  return isSingular ? [verb, [baseOf(first), ...rest].join(" ")] : [verb];
}

/** "is born in" gives "is not born in"; "plays" gives "not plays" and, after "does not", "not play". */
function negations(verb: string): string[] {
  const [first, ...rest] = verb.split(" ");
  if (first === "is") return [`is not ${rest.join(" ")}`];
  const base = [baseOf(first), ...rest].join(" ");
  return base === verb ? [`not ${verb}`] : [`not ${verb}`, `not ${base}`];
}

/** Past forms whose base cannot be told from their letters. */
const BASES: Readonly<Record<string, string>> = {
  wrote: "write",
  founded: "found",
  created: "create",
  has: "have",
  made: "make",
  uses: "use",
  composed: "compose",
  produces: "produce",
  goes: "go",
};

function baseOf(verb: string): string {
  if (BASES[verb] !== undefined) return BASES[verb];
  if (verb.endsWith("ed")) return verb.slice(0, -2);
  if (verb.endsWith("s") && !verb.endsWith("ss")) return verb.slice(0, -1);
  return verb;
}

function chineseFrames({ nouns, verbs, inverseVerbs, questions }: Phrases): Frame[] {
  // Words that change nothing, such as 的 and 现在, are left out on both sides (words.ts), and 为 is 是.
  const ofNoun = nouns.flatMap((noun): Frame[] => {
    const of = `{s}${noun}`;
    return [
      ...["是", "叫", "改为", "在", "位于", "设在", "搬到", "迁到", ""].map((is): Frame => [
        "add",
        `${of}${is}{o}`,
      ]),
      ...["把", "将", "让"].map((take): Frame => ["add", `${take}${of}改为{o}`]),
      ["add", `{s}把${noun}搬到{o}`],
      ["add", `{s}把${noun}改为{o}`],
      ["add", `{o}是${of}`],
      ["add", `{o}改为${of}`],
      ["add", `{o}当上${of}`],
      ["add", `{o}当选${of}`],
      ["add", `{s}以{o}是${noun}`],
      ...["是", "在", "位于"].flatMap((is): Frame[] => [
        ["correct", `${of}不${is}{x}${is}{o}`],
        ["correct", `${of}不${is}{x}是${is}{o}`],
        ["correct", `${of}${is}{o}不${is}{x}`],
        ["correct", `${of}${is}{o}不是{x}`],
        ["delete", `${of}不${is}{o}`],
      ]),
      ...["把", "将", ""].flatMap((take): Frame[] => [
        ["correct", `${take}${of}从{x}改为{o}`],
        ["correct", `${take}${of}由{x}改为{o}`],
      ]),
      ["correct", `{o}取代{x}改为${of}`],
      ["correct", `{o}接替{x}改为${of}`],
      ["delete", `{o}不是${of}`],
      ...[
        "是什么",
        "是谁",
        "是哪里",
        "是哪",
        "是哪个",
        "叫什么",
        "在哪里",
        "位于哪里",
        "在哪",
        "是哪种",
        "是哪城市",
        "怎么写",
      ].map((ask): Frame => ["query", `${of}${ask}`]),
      ...["什么是", "谁是", "哪里是", "告诉我"].map((ask): Frame => ["query", `${ask}${of}`]),
      ["query", `{s}是什么${noun}`],
      ["query", `{s}属于什么${noun}`],
      ["query", `{s}属于哪个${noun}`],
    ];
  });
  const placed = (subject: string, verb: string, object: string): string =>
    verb.includes("{o}") ? `${subject}${verb.replace("{o}", object)}` : `${subject}${verb}${object}`;
  const ofVerb = verbs.flatMap((verb): Frame[] => [
    ["add", placed("{s}", verb, "{o}")],
    ["delete", placed("{s}不", verb, "{o}")],
    ["correct", `${placed("{s}", verb, "{o}")}${placed("不", verb, "{x}")}`],
    ["correct", `${placed("{s}", verb, "{o}")}不是{x}`],
    ["correct", `${placed("{s}不", verb, "{x}")}${placed("", verb, "{o}")}`],
    ["correct", `${placed("{s}不", verb, "{x}")}是${placed("", verb, "{o}")}`],
    ["correct", `${placed("{s}不", verb, "{x}")}改${placed("", verb, "{o}")}`],
    // 演奏的是: what one plays, is.
    ...(verb.includes("{o}")
      ? []
      : ([
          ["add", `{s}${verb}是{o}`],
          ["correct", `{s}${verb}不是{x}是{o}`],
          ["correct", `{s}${verb}是{o}不是{x}`],
        ] as const)),
  ]);
  const ofInverse = inverseVerbs.flatMap((verb): Frame[] => {
    const tail = verb.includes("{s}") ? verb : `${verb}{s}`;
    return [
      ["add", `{o}${tail}`],
      ["delete", `{o}不${tail}`],
      ["correct", `{o}${tail}不是{x}`],
      ["query", `谁${tail}`],
      ["query", `是谁${tail}`],
      ["query", `告诉我是谁${tail}`],
      ["query", `哪里${tail}`],
    ];
  });
  return [
    ...ofNoun,
    ...ofVerb,
    ...ofInverse,
    ...questions.map((text): Frame => ["query", text.replace("{}", "{s}")]),
  ];
}
