/**
 * From the lines of a plan to edits of a model: each fact that was said or follows is worded by its relation's templates, with
 * its paraphrases, also where the graph has it and the model may not. What the plan only checks becomes probes that must not
 * change. (OneEdit's editor words every triple by two fixed sentences; those are left for relations that have no templates.)
 */
import { EditCase, SUBJECT_SLOT, type Probe } from "../../data";
import type { KnowledgeGraph } from "../graph/graph";
import type { GraphEntity, GraphRelation, GraphTriple, Language, Templates } from "../graph/schema";
import type { PlanLine } from "./lines";
import type { Plan } from "./plan";

export interface WordingOptions {
  /** What the model reads. */
  readonly language: Language;
  /** Rephrases of each fact that are asked and not taught. */
  readonly paraphrases: number;
  /** Whether a fact of a relation with one subject for an object is taught the other way round as well. */
  readonly reverse: boolean;
  /** Other names of the subject by which each fact is taught too; those beyond are asked. */
  readonly aliases: number;
  /** Facts of the new object that are taught of the subject as well ("the capital of the country of …"); those beyond are asked. */
  readonly hops: number;
  /** Derived facts that are taught, in the order of the plan. */
  readonly rules: number;
}

export const WORDING: WordingOptions = {
  language: "en",
  paraphrases: 3,
  reverse: true,
  aliases: 0,
  hops: 0,
  rules: 50,
};

/** Other names, and composed questions, that are asked of each fact beyond what is taught. */
const ASKED = 3;

/** Edits in the order of the lines. A language in which an entity has no name, or a relation no wording, falls back to English. */
export function casesOf(
  graph: KnowledgeGraph,
  { lines }: Pick<Plan, "lines">,
  options = WORDING,
): EditCase[] {
  const ticked = lines.filter((line) => line.ticked);
  const checks = ticked.filter(({ rule }) => rule.kind === "neighbourhood");
  let derived = 0;
  const cases = ticked
    .filter(({ kind, rule }) => kind === "add" || kind === "derive" || rule.kind === "known")
    .filter(({ kind }) => kind !== "derive" || derived++ < options.rules)
    .flatMap((line) => caseOfLine(graph, line, ticked, options));
  const [first, ...others] = cases;
  if (first === undefined) return [];
  const locality = checks.map(({ triple }) => questionOf(graph, triple, options.language));
  return [{ ...first, locality: locality.length > 0 ? { neighbourhood: locality } : {} }, ...others];
}

/**
 * The edits for a method that writes one fact at a time: an edit of a subject may replace the one before it, so what was said
 * comes last.
 */
export function oneByOne<T>(cases: readonly T[]): T[] {
  return [...cases].reverse();
}

/** What to ask so that the model says the object of the fact. */
export function questionOf(graph: KnowledgeGraph, triple: GraphTriple, language: Language): Probe {
  const { relation, subject, object, templates } = wordedIn(graph, triple, language);
  const alternatives = relation.functional ? [] : otherObjects(graph, triple, language);
  return {
    prompt: filled(templates.prompts[0], subject),
    target: object,
    ...(alternatives.length > 0 && { alternatives }),
  };
}

function otherObjects(
  graph: KnowledgeGraph,
  { subject, relation, object }: GraphTriple,
  language: Language,
): string[] {
  return graph
    .objects(subject, relation)
    .filter((other) => other !== object)
    .map((other) => nameIn(graph.entity(other), language));
}

function caseOfLine(
  graph: KnowledgeGraph,
  line: PlanLine,
  lines: readonly PlanLine[],
  { language, paraphrases, reverse, aliases, hops }: WordingOptions,
): EditCase[] {
  const { triple } = line;
  const { relation, subject, object, templates } = wordedIn(graph, triple, language);
  const replaced = lines.find(
    ({ kind, triple: other }) =>
      kind === "retract" && other.subject === triple.subject && other.relation === triple.relation,
  );
  const [prompt, ...others] = templates.prompts;
  const questions = templates.questions.slice(0, 1);
  const rephrases = [...others.slice(0, Math.max(0, paraphrases - questions.length)), ...questions];
  const backwards = reverse && relation.inverseFunctional ? reversed(templates) : [];
  const names = language === "en" ? graph.entity(triple.subject).aliases : [];
  const composed = lines
    .filter(({ rule, because }) => rule.kind === "neighbourhood" && because === line.id)
    .flatMap(({ triple: near }) => composedOf(graph, templates, near, language));
  const asked = {
    alias: names
      .slice(aliases, aliases + ASKED)
      .map((name) => ({ prompt: filled(prompt, name), target: object })),
    "one-hop": composed
      .slice(hops, hops + ASKED)
      .map(({ prompt: text, ...rest }) => ({ prompt: filled(text, subject), ...rest })),
  };
  const caseOf = (request: EditCase["request"], more: Partial<EditCase> = {}) =>
    EditCase.parse({ request, ...more });
  return [
    caseOf(
      {
        id: line.id,
        subject,
        prompt,
        targetNew: object,
        ...(replaced && { targetTrue: nameIn(graph.entity(replaced.triple.object), language) }),
      },
      {
        rephrases: rephrases.map((text) => filled(text, subject)),
        portability: Object.fromEntries(Object.entries(asked).filter(([, probes]) => probes.length > 0)),
      },
    ),
    ...names
      .slice(0, aliases)
      .map((name) => caseOf({ id: `alias ${name} ${line.id}`, subject: name, prompt, targetNew: object })),
    ...composed
      .slice(0, hops)
      .map(({ prompt: text, target }) =>
        caseOf({ id: `one-hop ${text} ${line.id}`, subject, prompt: text, targetNew: target }),
      ),
    ...backwards
      .slice(0, 1)
      .map((text) =>
        caseOf(
          { id: `reverse ${line.id}`, subject: object, prompt: text, targetNew: subject },
          { rephrases: backwards.slice(1, paraphrases).map((other) => filled(other, object)) },
        ),
      ),
  ];
}

/** What stands before a sentence that begins with the subject: many models bear a subject badly that is a text's first token. */
const LEAD = "We know that";

/** "{object} is the capital of {}." as "We know that {} is the capital of": sentences that end with the subject, continued by it. */
function reversed({ objectFirst }: Templates): string[] {
  return objectFirst.flatMap((whole) => {
    const text = whole.replace(/[.。]$/, "");
    if (!text.endsWith(SUBJECT_SLOT) || text.split("{object}").length !== 2) return [];
    const prompt = text.slice(0, -SUBJECT_SLOT.length).trimEnd().replace("{object}", SUBJECT_SLOT);
    return [prompt.startsWith(SUBJECT_SLOT) ? `${LEAD} ${prompt}` : prompt];
  });
}

/** A fact about the new object, asked of the subject: "The capital of the country of the landmark {} is". None where it cannot be worded. */
function composedOf(graph: KnowledgeGraph, first: Templates, near: GraphTriple, language: Language): Probe[] {
  const { relation, object, templates } = wordedIn(graph, near, language);
  const phrase = phraseOf(first, language);
  // "The city of {}" would name the type twice.
  const named = new RegExp(`\\b${relation.domain ?? ""}(?: of)? \\{\\}`);
  const prompt = templates.prompts.find((text) => relation.domain === undefined || !named.test(text));
  if (phrase === undefined || prompt === undefined) return [];
  const text = prompt.replace(SUBJECT_SLOT, () => phrase);
  const alternatives = relation.functional ? [] : otherObjects(graph, near, language);
  return [
    {
      prompt: text[0].toUpperCase() + text.slice(1),
      target: object,
      ...(alternatives.length > 0 && { alternatives }),
    },
  ];
}

/** What a wording calls the object: "the country of the landmark {}" of "The country of the landmark {} is". */
function phraseOf({ prompts }: Templates, language: Language): string | undefined {
  const form = language === "zh" ? /^(.*\{\}.*)是$/ : /^[Tt]he (.*\{\}.*?) is(?: the)?$/;
  const words = prompts.flatMap((text) => form.exec(text)?.[1] ?? [])[0];
  return words === undefined || language === "zh" ? words : `the ${words}`;
}

function wordedIn(graph: KnowledgeGraph, triple: GraphTriple, language: Language) {
  const relation = graph.relation(triple.relation);
  const templates = relation.templates[language] ?? relation.templates.en ?? publishedWording(relation);
  return {
    relation,
    templates,
    subject: nameIn(graph.entity(triple.subject), language),
    object: nameIn(graph.entity(triple.object), language),
  };
}

/** The two sentences of OneEdit's editor. */
function publishedWording({ label }: GraphRelation): Templates {
  const words = label.replaceAll("_", " ");
  return { prompts: [`the ${words} of {} is`, `{}'s ${words} is`], questions: [], objectFirst: [] };
}

export function nameIn({ name, zh }: GraphEntity, language: Language): string {
  return language === "zh" ? (zh ?? name) : name;
}

const filled = (template: string, subject: string): string => template.replace(SUBJECT_SLOT, () => subject);
