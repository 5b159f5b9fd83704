/** A small graph for tests: what the server would say of it. */
import type { EntityNames, GraphSummary, PlanEntry } from "@/lib/api";
import { GraphRelation, GuardPolicy, type GraphTriple, type PlanLine } from "@/lib/knowledge/schemas";

export const RELATIONS = [
  GraphRelation.parse({
    id: "capital",
    label: "capital of a country",
    domain: "country",
    range: "city",
    functional: true,
    inverseFunctional: true,
    templates: {
      en: { prompts: ["The capital of {} is"] },
      zh: { prompts: ["{}的首都是"] },
    },
  }),
];

const entity = (type: string, name: string, zh: string) => ({ type, name, zh, aliases: [] });
export const NAMES: EntityNames = {
  "country/France": entity("country", "France", "法国"),
  "country/Germany": entity("country", "Germany", "德国"),
  "city/Paris": entity("city", "Paris", "巴黎"),
  "city/Berlin": entity("city", "Berlin", "柏林"),
  "city/Lyon": entity("city", "Lyon", "里昂"),
};

export const GRAPH: GraphSummary = {
  id: "atlas",
  name: "Atlas",
  base: "atlas",
  author: "",
  createdAt: "2026-01-01T00:00:00.000Z",
  entities: 5,
  relations: 1,
  facts: 2,
  plans: 0,
  contradictions: 0,
};

export const capital = (country: string, city: string): GraphTriple => ({
  subject: `country/${country}`,
  relation: "capital",
  object: `city/${city}`,
});

/** "Paris is the capital of Germany." */
export const REVERSE_LINES: PlanLine[] = [
  line("add", capital("Germany", "Paris"), "stated"),
  line("retract", capital("Germany", "Berlin"), "coverage"),
  line("retract", capital("France", "Paris"), "reverse"),
];

export function entryOf(change: Partial<PlanEntry> = {}): PlanEntry {
  return {
    sequence: 1,
    sentence: "Paris is the capital of Germany.",
    author: "ada",
    at: "2026-01-02T03:04:05.000Z",
    isActive: true,
    lines: REVERSE_LINES,
    ...change,
  };
}

function line(
  kind: PlanLine["kind"],
  triple: GraphTriple,
  rule: "stated" | "coverage" | "reverse",
): PlanLine {
  const { subject, relation, object } = triple;
  return { id: `${kind} ${subject} ${relation} ${object}`, kind, triple, rule: { kind: rule }, ticked: true };
}

/** What a graph answers in which nobody has done anything. */
export const GRAPH_ANSWER = {
  graph: GRAPH,
  relations: RELATIONS,
  plans: [],
  contradictions: [],
  waiting: [],
  policy: GuardPolicy.parse({}),
  names: NAMES,
};
