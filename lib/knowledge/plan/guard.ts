/**
 * Who may change what: what a plan needs before it runs, and what is not run at all. OneEdit takes every sentence from everybody;
 * here a lab says what is protected, and each guard that stops a plan is named.
 */
import { factKey, type KnowledgeGraph } from "../graph/graph";
import { namesOf, type GraphEntity, type GraphFact } from "../graph/schema";
import type { LedgerEntry } from "../ledger/ledger";
import type { PlanLine } from "./lines";
import type { Guard, GuardPolicy } from "./policy";
import type { Plan } from "./plan";

export interface GuardFinding {
  readonly guard: Guard;
  /** "review": it waits for what is named. "reject": it is not run. */
  readonly verdict: "review" | "reject";
  /** The line that caused it. */
  readonly line?: string;
}

export interface GuardContext {
  readonly author: string;
  readonly source?: string;
  /** A second person who has looked at the plan. */
  readonly approvedBy?: string;
  /** ISO 8601. */
  readonly at: string;
  /** Entities that the plan brings. */
  readonly entities: readonly GraphEntity[];
  readonly entries: readonly LedgerEntry[];
  /** Keys of the replaced facts that the model says as well. */
  readonly agreed?: ReadonlySet<string>;
}

/** Every guard that the plan meets, in the order of its lines; none where it may run. */
export function guardFindings(
  graph: KnowledgeGraph,
  plan: Pick<Plan, "lines" | "statements">,
  policy: GuardPolicy,
  context: GuardContext,
): GuardFinding[] {
  const { author, source, approvedBy, at, entities, entries, agreed } = context;
  const findings: GuardFinding[] = entities
    .filter((entity) => !isSoundName(entity))
    .map(() => ({ guard: "name", verdict: "reject" }));
  if (plan.statements.length > policy.mostStatements) findings.push({ guard: "mass", verdict: "reject" });
  const today = entries.filter(
    (entry) => entry.isActive && entry.author === author && entry.at.slice(0, 10) === at.slice(0, 10),
  );
  if (today.length >= policy.plansADay) findings.push({ guard: "rate", verdict: "reject" });
  const facts = new Set(policy.protectedFacts.map(factKey));
  const isSecond = !!approvedBy && sameName(approvedBy) !== sameName(author);
  for (const line of plan.lines.filter(({ ticked, kind }) => ticked && kind !== "check")) {
    if (policy.protectedRelations.includes(line.triple.relation) || facts.has(factKey(line.triple)))
      findings.push({ guard: "protected", verdict: "reject", line: line.id });
    const replaced = replacedFact(graph, line);
    const needsSource =
      policy.evidence === "everything"
        ? replaced !== undefined || line.rule.kind === "stated"
        : policy.evidence === "overwrite" && replaced !== undefined;
    if (needsSource && source === undefined)
      findings.push({ guard: "evidence", verdict: "review", line: line.id });
    if (replaced !== undefined && agreed?.has(factKey(replaced)) && !isSecond)
      findings.push({ guard: "agreement", verdict: "review", line: line.id });
    if (policy.twoPersonsForCurated && replaced !== undefined && replaced.author === undefined && !isSecond)
      findings.push({ guard: "second-person", verdict: "review", line: line.id });
  }
  return findings;
}

/** Names are what people say they are: a capital or a space makes nobody another person. */
const sameName = (name: string): string => name.trim().toLowerCase();

/** The stated facts that a plan takes out. */
export function replacedFacts(graph: KnowledgeGraph, { lines }: Pick<Plan, "lines">): GraphFact[] {
  return lines.filter(({ ticked }) => ticked).flatMap((line) => replacedFact(graph, line) ?? []);
}

function replacedFact(graph: KnowledgeGraph, { kind, triple }: PlanLine): GraphFact | undefined {
  const fact = kind === "retract" ? graph.fact(triple) : undefined;
  return fact?.stated ? fact : undefined;
}

/** Letters, digits and the marks that stand in names. Anything else may be an instruction or markup rather than a name. */
const SOUND_NAME = /^[\p{L}\p{M}\p{N} .,'’&()/:!?+\-–·]{1,120}$/u;

export function isSoundName(entity: Pick<GraphEntity, "name" | "zh" | "aliases">): boolean {
  return namesOf(entity).every((text) => SOUND_NAME.test(text));
}
