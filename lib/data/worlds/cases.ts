/**
 * Edits of a world's facts, and the probes that judge them.
 *
 * A world knows what a dataset has to write down: which prompts ask the same, which facts must change with the
 * edited one, which may and which must stay. So any fact of it can be edited and judged, both for benchmarks
 * (`randomCases`) and for whatever a person types (`probesFor`). Probes say what the model is taught, flaws included,
 * because an edit is judged against what the model said before.
 */
import { seededRandom, shuffled, type Random } from "../../base";
import type { WorldLanguage } from "../embedded";
import { SUBJECT_SLOT, type EditCase, type Probe } from "../request";
import { entityId, nameOf, tripleKey, type Entity, type Triple, type World } from "./build";
import { indexFacts, objectsOf, type FactIndex } from "./ripple/fact-index";
import { recogniseRelation } from "./recognise";
import { rippleOf, type RippleFact } from "./ripple/ripple";
import { worldIn } from "./views/language";
import type { Relation } from "./world";

/** How many probes of a kind a case has, where the world has that many. */
const SAME_RELATION = 3;
const ABOUT_ANSWERS = 2;
const OTHER = 2;
const SAME_SUBJECT = 2;
const CONVERSE = 1;
const CONSEQUENCES = 8;
/** Statements among the rephrases; one question joins them. */
const STATEMENTS = 3;

/** Everything of a case but the request. */
type ProbeGroups = Omit<EditCase, "request">;

/**
 * Counterfactual edits of different known facts with a single answer, each to another answer of the same relation, all in one language. Fewer than
 * `count` when fewer are known.
 */
export function randomCases(
  world: World,
  random: Random,
  count: number,
  language: WorldLanguage = "en",
): EditCase[] {
  const said = worldIn(world, language);
  const index = indexFacts(said);
  const editable = said.known.filter(
    (triple) => objectsOf(index, triple.relation, triple.subject).length === 1,
  );
  const cases: EditCase[] = [];
  for (const triple of shuffled(editable, random.fork("facts"))) {
    if (cases.length === count) break;
    const made = caseOf(index, triple, random.fork(tripleKey(triple.relation, triple.subject)));
    if (made) cases.push(made);
  }
  return cases;
}

/**
 * The probes for an edit that a person is writing, or undefined when the world does not know the subject or cannot tell
 * the relation. `ask` is a relation id or a prompt, with or without the subject filled in. Consequences are included
 * when `targetNew` is given. The same question always gives the same probes.
 */
export function probesFor(
  world: World,
  subject: string,
  ask: string,
  targetNew?: string,
): ProbeGroups | undefined {
  const found = recogniseRelation(world, subject, ask);
  if (!found) return undefined;
  const random = seededRandom(`${world.id}/probes/${found.relation.id}|${found.subject.id}`);
  return groupsOf(indexFacts(world), found.relation, found.subject, targetNew, random);
}

/** The known answer to what a person asks of a subject; undefined where there is none, or several. */
export function trueAnswer(world: World, subject: string, ask: string): string | undefined {
  const found = recogniseRelation(world, subject, ask);
  const answers = world.known.filter(
    (fact) => fact.relation === found?.relation.id && fact.subject === found.subject.id,
  );
  return answers.length === 1 ? nameOf(world, answers[0].object) : undefined;
}

function caseOf(index: FactIndex, triple: Triple, random: Random): EditCase | undefined {
  const relation = index.relations.get(triple.relation);
  const subject = index.world.entities.get(triple.subject);
  // Nothing is its own neighbour, its own capital or its own parent.
  const others = (index.objects.get(triple.relation) ?? []).filter(
    (object) => object !== triple.object && object !== triple.subject,
  );
  if (!relation || !subject || others.length === 0) return undefined;
  const targetNew = nameOf(index.world, others[random.integer(others.length)]);
  return {
    request: {
      id: `${index.world.id}/${relation.id}/${subject.name}`,
      subject: subject.name,
      prompt: relation.prompts[0],
      targetNew,
      targetTrue: nameOf(index.world, triple.object),
    },
    ...groupsOf(index, relation, subject, targetNew, random),
  };
}

function groupsOf(
  index: FactIndex,
  relation: Relation,
  subject: Entity,
  targetNew: string | undefined,
  random: Random,
): ProbeGroups {
  const statements = shuffled(relation.prompts.slice(1), random.fork("statements")).slice(0, STATEMENTS);
  const question = relation.questions[random.integer(relation.questions.length)];
  const ripple = rippleOf(index, relation, subject, targetNew);
  const { touched } = ripple;
  const isNeighbour = (triple: Triple) =>
    triple.subject !== subject.id && !touched.has(tripleKey(triple.relation, triple.subject));
  const open = (isAboutSubject: boolean) =>
    ripple.may.filter((fact) => (fact.subject === subject.id) === isAboutSubject);
  const left = (kind: string, facts: readonly Triple[], count: number) =>
    probesOf(index, shuffled(oneEach(facts), random.fork(kind)).slice(0, count));
  const mayChange = withoutEmpty({
    "same-subject": left("same-subject", open(true), SAME_SUBJECT),
    converse: left("converse", open(false), CONVERSE),
  });
  return {
    rephrases: [...statements, question].map((prompt) => filled(prompt, subject.name)),
    locality: withoutEmpty({
      "same-relation": left(
        "same-relation",
        sameRelation(index, relation, subject, targetNew).filter(isNeighbour),
        SAME_RELATION,
      ),
      answer: left(
        "answer",
        aboutAnswers(index, relation, subject, targetNew).filter(isNeighbour),
        ABOUT_ANSWERS,
      ),
      other: other(index, relation, subject, isNeighbour, random.fork("other")),
    }),
    portability: withoutEmpty({
      ...consequences(index, ripple.must),
      alias: byAlias(relation, subject, targetNew),
    }),
    ...(Object.keys(mayChange).length > 0 && { mayChange }),
  };
}
/** Subjects with the old or the new answer are left out: there one could not tell whether the edit leaked. */
function sameRelation(
  index: FactIndex,
  relation: Relation,
  subject: Entity,
  targetNew: string | undefined,
): Triple[] {
  const avoided = new Set(
    objectsOf(index, relation.id, subject.id).map((object) => nameOf(index.world, object)),
  );
  if (targetNew !== undefined) avoided.add(targetNew);
  return index.world.known.filter(
    (triple) => triple.relation === relation.id && !avoided.has(nameOf(index.world, triple.object)),
  );
}

/** What else is known of the old and the new answer: that a landmark moves there says nothing new about a city. */
function aboutAnswers(
  index: FactIndex,
  relation: Relation,
  subject: Entity,
  targetNew: string | undefined,
): Triple[] {
  const answers = [
    ...objectsOf(index, relation.id, subject.id),
    ...(targetNew === undefined ? [] : [entityId(relation.range, targetNew)]),
  ];
  return answers
    .flatMap((answer) => index.knownOf.get(answer) ?? [])
    .filter((triple) => triple.relation !== relation.id);
}

function other(
  index: FactIndex,
  relation: Relation,
  subject: Entity,
  isNeighbour: (triple: Triple) => boolean,
  random: Random,
): Probe[] {
  const far = index.world.known.filter(
    (triple) => isNeighbour(triple) && triple.object !== subject.id && triple.relation !== relation.id,
  );
  const chosen = Array.from({ length: Math.min(OTHER, far.length) }, () => far[random.integer(far.length)]);
  return probesOf(index, oneEach(chosen));
}

/** The nearest consequences, by kind. */
function consequences(index: FactIndex, must: readonly RippleFact[]): Record<string, Probe[]> {
  const kinds: Record<string, Probe[]> = {};
  for (const { kind, prompt, subject, answer } of must.slice(0, CONSEQUENCES)) {
    const probe = { prompt: filled(prompt, nameOf(index.world, subject)), target: targetOf(index, answer) };
    (kinds[kind] ??= []).push(probe);
  }
  return kinds;
}

function byAlias(relation: Relation, { aliases }: Entity, targetNew: string | undefined): Probe[] {
  if (targetNew === undefined) return [];
  return aliases.map((alias) => ({ prompt: filled(relation.prompts[0], alias), target: targetNew }));
}

/** The name of an entity that a person may have made up. */
function targetOf({ world }: FactIndex, id: string): string {
  return world.entities.get(id)?.name ?? id.slice(id.indexOf("/") + 1);
}

function probesOf(index: FactIndex, triples: readonly Triple[]): Probe[] {
  return triples.map(({ relation, subject, object }) => ({
    prompt: filled(index.relations.get(relation)!.prompts[0], nameOf(index.world, subject)),
    target: nameOf(index.world, object),
  }));
}

/** The first of the triples that share relation and subject, so that no prompt is asked twice. */
function oneEach(triples: readonly Triple[]): Triple[] {
  const seen = new Set<string>();
  return triples.filter((triple) => {
    const key = tripleKey(triple.relation, triple.subject);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function withoutEmpty(groups: Readonly<Record<string, Probe[]>>): Record<string, Probe[]> {
  return Object.fromEntries(Object.entries(groups).filter(([, probes]) => probes.length > 0));
}

function filled(prompt: string, subject: string): string {
  return prompt.replace(SUBJECT_SLOT, () => subject);
}
