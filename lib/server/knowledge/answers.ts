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
  proposePlan,
  searchGraph,
  ShownFact,
  undoPlans,
  WaitingPlan,
} from "../../api";
import {
  casesOf,
  contradictionsIn,
  factKey,
  nameIn,
  questionOf,
  withAdded,
  WORDING,
  type GraphFact,
  type KnowledgeGraph,
  type Ledger,
  type LedgerEntry,
  type PlanLine,
  type Proposal,
  type UndoSelection,
} from "../../knowledge";
import type { Services } from "../services";
import { EditJobInput } from "../../store";
import { payloadOf } from "../runs/jobs";
import { keepEdit } from "../runs/keep";
import { readByEndpoint } from "./reader";
import { computedBefore, keepAgain, quarantine } from "./kept";
import { summaryOf, type OpenGraph } from "./service";

export type Input<E extends { readonly input: z.ZodType }> = z.infer<E["input"]>;
export type Output<E extends { readonly output: z.ZodType }> = z.infer<E["output"]>;

/** Plans that are listed, from the newest. */
const LISTED_PLANS = 200;
/** Facts about an entity that are shown. */
const SHOWN_FACTS = 500;

export async function graphsAnswer({ knowledge }: Services) {
  const graphs = await Promise.all((await knowledge.list()).map(({ id }) => knowledge.open(id)));
  return { graphs: graphs.map(summaryOf) };
}

/** The graph now, or as it was. */
export async function openedAt(
  { knowledge }: Pick<Services, "knowledge">,
  id: string,
  asOf?: string,
): Promise<OpenGraph> {
  if (asOf === undefined) return knowledge.open(id);
  return knowledge.openAt(id, asOf.includes("-") ? asOf : Number(asOf));
}

export async function graphAnswer({ knowledge }: Services, id: string): Promise<Output<typeof getGraph>> {
  const open = await knowledge.open(id);
  const { graph, entries, proposals } = open.ledger;
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
    waiting: proposals.map((proposal) => shownProposal(open, proposal)),
    policy: knowledge.policyOf(open),
    names: namesIn(graph, [
      ...knowledge.policyOf(open).protectedFacts.flatMap(({ subject, object }) => [subject, object]),
      ...proposals.flatMap(({ statements }) =>
        statements.flatMap(({ subject, object }) => [subject, object]),
      ),
      ...plans.flatMap(({ lines }) => endsOf(lines)),
      ...contradictions.flatMap(({ facts }) => facts.flatMap(({ subject, object }) => [subject, object])),
    ]),
  };
}

export async function interpretationAnswer({ knowledge, env, log }: Services, id: string, sentence: string) {
  const { ledger, interpreter } = await knowledge.open(id);
  const read = interpreter.interpret(sentence);
  const isAsked = env.reader !== undefined && read.intent === "unknown";
  const others = isAsked
    ? await readByEndpoint(env.reader!, ledger.graph, sentence, (reason) =>
        log.warn("The reader's answer is not used", { reason }),
      )
    : [];
  const interpretation = { ...read, alternatives: [...others, ...read.alternatives] };
  const { readings, alternatives } = interpretation;
  const ids = [...readings, ...alternatives].flatMap(({ subject, object, withdrawn }) =>
    [subject, object, withdrawn].flatMap((filler) => [filler?.entity ?? [], filler?.near ?? []].flat()),
  );
  return { interpretation, names: namesIn(ledger.graph, ids) };
}

export async function planAnswer(
  { knowledge, store }: Services,
  id: string,
  {
    language,
    reverse,
    paraphrases,
    aliases,
    hops,
    rules,
    branchId,
    ...request
  }: Input<typeof planStatements>,
): Promise<Output<typeof planStatements>> {
  const { plan, findings } = await knowledge.plan(id, request);
  const { ledger } = await knowledge.open(id);
  const graph = withAdded(ledger.graph, request);
  const overridden = plan.overrides.flatMap(({ stated, derived }) => [stated.object, derived.object]);
  const wording = { ...WORDING, language, reverse, paraphrases, aliases, hops, rules };
  const cases = casesOf(graph, plan, wording);
  const requests = cases.map((one) => one.request);
  return {
    plan: plan.id,
    lines: [...plan.lines],
    overrides: [...plan.overrides],
    findings: findings.map((finding) => ({ ...finding })),
    cases,
    computed: branchId === undefined ? [] : await computedBefore(store, branchId, requests),
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
    ...(keep && { keep: keeping(services, keep, approval.author) }),
  });
  return { entry: shownEntry(await knowledge.open(id), entry), ...(version && { version }) };
}

/** The edits of a run, or of a version that was computed on the same weights. */
function keeping(
  services: Services,
  { branchId, reason, run, version }: NonNullable<Input<typeof approvePlan>["keep"]>,
  author: string,
): NonNullable<Parameters<Services["knowledge"]["approve"]>[1]["keep"]> {
  return (also) =>
    version !== undefined
      ? keepAgain(services, { version, branchId, author, reason }, also)
      : keepEdit(services, { run: run!, branchId, author, reason }, also);
}

/** The version that a run edited. */
async function baseOf(
  { store }: Services,
  { run, branchId }: NonNullable<Input<typeof proposePlan>["keep"]>,
): Promise<string> {
  const { version } = EditJobInput.parse((await payloadOf(store, run.jobId)).input);
  return version ?? (await store.branches.get(branchId)).head;
}

export async function proposalAnswer(
  services: Services,
  id: string,
  { keep, ...looked }: Input<typeof proposePlan>,
): Promise<Output<typeof proposePlan>> {
  const { knowledge } = services;
  const { author, sentence = "" } = looked;
  if (keep === undefined) {
    const { proposal } = await knowledge.propose(id, looked);
    return { proposal: shownProposal(await knowledge.open(id), proposal) };
  }
  let branchId: string | undefined;
  const { proposal } = await knowledge.propose(id, {
    ...looked,
    // The branch is made after the guards have passed, so that a plan that is refused leaves none.
    keep: async (also) => {
      branchId = (await quarantine(services, await baseOf(services, keep), looked.plan)).id;
      return keeping(services, { ...keep, branchId, reason: sentence }, author)(also);
    },
  });
  return { proposal: shownProposal(await knowledge.open(id), proposal), branchId };
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
  services: Services,
  id: string,
  { search, relation, limit, asOf }: Input<typeof searchGraph>,
): Promise<Output<typeof searchGraph>> {
  const { ledger } = await openedAt(services, id, asOf);
  const { graph } = ledger;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...graph.facts()].filter(
    (fact) =>
      (relation === undefined || fact.relation === relation) &&
      (words.length === 0 || words.every((word) => textOf(graph, fact).includes(word))),
  );
  const shown = shownFacts(ledger);
  const facts = found.slice(0, limit).map(shown);
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
  services: Services,
  id: string,
  { entity, asOf }: Input<typeof aboutEntity>,
): Promise<Output<typeof aboutEntity>> {
  const open = await openedAt(services, id, asOf);
  const { graph, entries } = open.ledger;
  graph.entity(entity); // throws when there is none
  const facts = graph.factsAbout(entity).slice(0, SHOWN_FACTS).map(shownFacts(open.ledger));
  const plans = entries
    .filter(({ lines }) => lines.some(({ triple }) => triple.subject === entity || triple.object === entity))
    .map((entry) => shownEntry(open, entry))
    .reverse();
  const ends = [...facts.flatMap(({ subject, object }) => [subject, object]), entity];
  return { facts, plans, names: namesIn(graph, [...ends, ...plans.flatMap(({ lines }) => endsOf(lines))]) };
}

export async function answerOf(
  services: Services,
  id: string,
  { subject, relation, language, asOf, branchId }: Input<typeof askGraph>,
): Promise<Output<typeof askGraph>> {
  const { graph } = (await openedAt(services, id, asOf)).ledger;
  graph.entity(subject);
  graph.relation(relation);
  const answers = [...graph.objects(subject, relation)];
  const { prompt } = questionOf(graph, { subject, relation, object: answers[0] ?? subject }, language);
  const version = branchId === undefined ? undefined : await headAt(services, id, branchId, asOf);
  return { answers, prompt, ...(version && { version }), names: namesIn(graph, [subject, ...answers]) };
}

/** What the branch had come to then: before the next event of the graph, or at the end of the day. */
export async function headAt(
  { knowledge, store, versions }: Pick<Services, "knowledge" | "store" | "versions">,
  id: string,
  branchId: string,
  asOf?: string,
): Promise<string> {
  const next = asOf?.includes("-")
    ? `${asOf}T24:00:00`
    : (await knowledge.open(id)).ledger.events[Number(asOf ?? Number.NaN)]?.at;
  return next === undefined ? (await store.branches.get(branchId)).head : versions.headBefore(branchId, next);
}

const endsOf = (lines: readonly PlanLine[]): string[] =>
  lines.flatMap(({ triple }) => [triple.subject, triple.object]);

export function namesIn(graph: KnowledgeGraph, ids: readonly string[]): EntityNames {
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
  const { sequence, sentence, source, author, approvedBy, at, isActive, lines, fault } = entry;
  const version = versions.get(sequence);
  return {
    sequence,
    author,
    at,
    isActive,
    lines: [...lines],
    ...(sentence !== undefined && { sentence }),
    ...(source !== undefined && { source }),
    ...(approvedBy !== undefined && { approvedBy }),
    ...(fault !== undefined && { fault }),
    ...(version !== undefined && { version }),
  };
}

function shownProposal({ versions }: OpenGraph, proposal: Proposal): WaitingPlan {
  const { relations, ...rest } = proposal;
  const version = versions.get(proposal.sequence);
  return { ...rest, ...(relations && { relations }), ...(version !== undefined && { version }) };
}

/** Facts as they are shown, each with the plan that last brought it. */
function shownFacts({ graph, entries }: Pick<Ledger, "graph" | "entries">): (fact: GraphFact) => ShownFact {
  const plans = new Map<string, { readonly sequence: number; readonly at: string }>();
  for (const { sequence, at, isActive, lines } of entries) {
    if (!isActive) continue;
    for (const { kind, ticked, triple } of lines)
      if (ticked && (kind === "add" || kind === "derive")) plans.set(factKey(triple), { sequence, at });
  }
  return (fact) => {
    const plan = plans.get(factKey(fact));
    return { ...fact, prompt: questionOf(graph, fact, "en").prompt, ...(plan && { plan }) };
  };
}

function textOf(graph: KnowledgeGraph, { subject, relation, object }: GraphFact): string {
  const ends = [subject, object].map((id) => {
    const entity = graph.entity(id);
    return [nameIn(entity, "en"), entity.zh ?? "", ...entity.aliases].join(" ");
  });
  return [...ends, graph.relation(relation).label].join(" ").toLowerCase();
}
