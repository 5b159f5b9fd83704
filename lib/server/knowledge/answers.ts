/** What requests about knowledge graphs are answered: entities by name, facts as a person reads them. */
import type { z } from "zod";
import type {
  aboutEntity,
  approvePlan,
  askGraph,
  EntityNames,
  getGraph,
  planStatements,
  PlanEntry,
  searchGraph,
  ShownFact,
  undoPlans,
} from "../../api";
import {
  casesOf,
  contradictionsIn,
  nameIn,
  questionOf,
  withEntities,
  WORDING,
  type GraphFact,
  type KnowledgeGraph,
  type LedgerEntry,
  type PlanLine,
  type UndoSelection,
} from "../../knowledge";
import type { Services } from "../services";
import { keepEdit } from "../runs/keep";
import { summaryOf, type OpenGraph } from "./service";

type Input<E extends { readonly input: z.ZodType }> = z.infer<E["input"]>;
type Output<E extends { readonly output: z.ZodType }> = z.infer<E["output"]>;

/** Plans that are listed, from the newest. */
const LISTED_PLANS = 200;
/** Facts about an entity that are shown. */
const SHOWN_FACTS = 500;

export async function graphsAnswer({ knowledge }: Services) {
  const graphs = await Promise.all((await knowledge.list()).map(({ id }) => knowledge.open(id)));
  return { graphs: graphs.map(summaryOf) };
}

export async function graphAnswer({ knowledge }: Services, id: string): Promise<Output<typeof getGraph>> {
  const open = await knowledge.open(id);
  const { graph, entries } = open.ledger;
  const plans = entries
    .slice(-LISTED_PLANS)
    .reverse()
    .map((entry) => shownEntry(open, entry));
  const contradictions = contradictionsIn(graph).map(({ relation, facts }) => ({
    relation,
    facts: [...facts],
  }));
  return {
    graph: summaryOf(open),
    relations: [...graph.relations.values()],
    plans,
    contradictions,
    names: namesIn(graph, [
      ...plans.flatMap(({ lines }) => endsOf(lines)),
      ...contradictions.flatMap(({ facts }) => facts.flatMap(({ subject, object }) => [subject, object])),
    ]),
  };
}

export async function interpretationAnswer({ knowledge }: Services, id: string, sentence: string) {
  const { ledger, interpreter } = await knowledge.open(id);
  const interpretation = interpreter.interpret(sentence);
  const { readings, alternatives } = interpretation;
  const ids = [...readings, ...alternatives].flatMap(({ subject, object, withdrawn }) =>
    [subject, object, withdrawn].flatMap((filler) => [filler?.entity ?? [], filler?.near ?? []].flat()),
  );
  return { interpretation, names: namesIn(ledger.graph, ids) };
}

export async function planAnswer(
  { knowledge }: Services,
  id: string,
  { language, reverse, paraphrases, ...request }: Input<typeof planStatements>,
): Promise<Output<typeof planStatements>> {
  const { plan, findings } = await knowledge.plan(id, request);
  const { ledger } = await knowledge.open(id);
  const graph = withEntities(ledger.graph, request.entities);
  const overridden = plan.overrides.flatMap(({ stated, derived }) => [stated.object, derived.object]);
  return {
    plan: plan.id,
    lines: [...plan.lines],
    overrides: [...plan.overrides],
    findings: findings.map((finding) => ({ ...finding })),
    cases: casesOf(graph, plan, { ...WORDING, language, reverse, paraphrases }),
    names: {
      ...namesIn(ledger.graph, [...endsOf(plan.lines), ...overridden]),
      ...Object.fromEntries(request.entities.map(({ id: entity, ...rest }) => [entity, rest])),
    },
  };
}

export async function approvalAnswer(
  services: Services,
  id: string,
  { keep, ...approval }: Input<typeof approvePlan>,
): Promise<Output<typeof approvePlan>> {
  const { knowledge } = services;
  const { entry, version } = await knowledge.approve(id, {
    ...approval,
    ...(keep && {
      keep: (also) => keepEdit(services, { ...keep, author: approval.author }, also),
    }),
  });
  return { entry: shownEntry(await knowledge.open(id), entry), ...(version && { version }) };
}

export async function undoAnswer(
  { knowledge }: Services,
  id: string,
  { plans, ...call }: { readonly plans: UndoSelection; readonly author: string; readonly branchId?: string },
): Promise<Output<typeof undoPlans>> {
  const { undone, planned, version, dependents } = await knowledge.undo(id, plans, call);
  const open = await knowledge.open(id);
  return {
    undone: undone.map((entry) => shownEntry(open, entry)),
    planned: planned.map((entry) => shownEntry(open, entry)),
    ...(version && { version }),
    dependents: [...dependents],
  };
}

export async function factsAnswer(
  { knowledge }: Services,
  id: string,
  { search, relation, limit }: Input<typeof searchGraph>,
): Promise<Output<typeof searchGraph>> {
  const { graph } = (await knowledge.open(id)).ledger;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...graph.facts()].filter(
    (fact) =>
      (relation === undefined || fact.relation === relation) &&
      (words.length === 0 || words.every((word) => textOf(graph, fact).includes(word))),
  );
  const facts = found.slice(0, limit).map((fact) => shownFact(graph, fact));
  return {
    facts,
    total: found.length,
    names: namesIn(
      graph,
      facts.flatMap(({ subject, object }) => [subject, object]),
    ),
  };
}

export async function entityAnswer(
  { knowledge }: Services,
  id: string,
  entity: string,
): Promise<Output<typeof aboutEntity>> {
  const open = await knowledge.open(id);
  const { graph, entries } = open.ledger;
  graph.entity(entity); // throws when there is none
  const facts = graph
    .factsAbout(entity)
    .slice(0, SHOWN_FACTS)
    .map((fact) => shownFact(graph, fact));
  const plans = entries
    .filter(({ lines }) => lines.some(({ triple }) => triple.subject === entity || triple.object === entity))
    .map((entry) => shownEntry(open, entry))
    .reverse();
  const ends = [...facts.flatMap(({ subject, object }) => [subject, object]), entity];
  return { facts, plans, names: namesIn(graph, [...ends, ...plans.flatMap(({ lines }) => endsOf(lines))]) };
}

export async function answerOf(
  { knowledge }: Services,
  id: string,
  { subject, relation, language }: Input<typeof askGraph>,
): Promise<Output<typeof askGraph>> {
  const { graph } = (await knowledge.open(id)).ledger;
  graph.entity(subject);
  graph.relation(relation);
  const answers = [...graph.objects(subject, relation)];
  const { prompt } = questionOf(graph, { subject, relation, object: answers[0] ?? subject }, language);
  return { answers, prompt, names: namesIn(graph, [subject, ...answers]) };
}

const endsOf = (lines: readonly PlanLine[]): string[] =>
  lines.flatMap(({ triple }) => [triple.subject, triple.object]);

function namesIn(graph: KnowledgeGraph, ids: readonly string[]): EntityNames {
  return Object.fromEntries(
    [...new Set(ids)].flatMap((id) => {
      const found = graph.entities.get(id);
      if (found === undefined) return [];
      const { id: _, ...entity } = found;
      return [[id, entity]];
    }),
  );
}

function shownEntry({ versions }: OpenGraph, entry: LedgerEntry): PlanEntry {
  const { sequence, sentence, source, author, at, isActive, lines, fault } = entry;
  const version = versions.get(sequence);
  return {
    sequence,
    author,
    at,
    isActive,
    lines: [...lines],
    ...(sentence !== undefined && { sentence }),
    ...(source !== undefined && { source }),
    ...(fault !== undefined && { fault }),
    ...(version !== undefined && { version }),
  };
}

function shownFact(graph: KnowledgeGraph, fact: GraphFact): ShownFact {
  return { ...fact, prompt: questionOf(graph, fact, "en").prompt };
}

function textOf(graph: KnowledgeGraph, { subject, relation, object }: GraphFact): string {
  const ends = [subject, object].map((id) => {
    const entity = graph.entity(id);
    return [nameIn(entity, "en"), entity.zh ?? "", ...entity.aliases].join(" ");
  });
  return [...ends, graph.relation(relation).label].join(" ").toLowerCase();
}
