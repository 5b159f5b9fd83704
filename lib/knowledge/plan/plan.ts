/**
 * From what somebody states to a plan: an ordered difference of the graph in which every line names the rule that caused it
 * (OneEdit's controller, arXiv 2409.07497 §3, with the cases that its code leaves out).
 *
 * Conflicts come from declared properties of relations alone, never from likeness: a functional relation has one object, an
 * inverse-functional one has one subject, an inverse says the same the other way round, and rules are followed both when
 * their premises come and when they go. The same statements on the same graph give the same plan.
 */
import { because, hashJson, invalidField, PalimpsestError } from "../../base";
import { checkInverse, inverseOf, ruleText, type FactChange, type KnowledgeGraph } from "../graph/graph";
import type { GraphEntity, GraphFact, GraphRelation, GraphRule, GraphTriple } from "../graph/schema";
import type { Statement } from "../ledger/events";
import { createDraft, type Draft } from "./draft";
import type { LineRule, Override, PlanLine } from "./lines";

export interface Plan {
  /** Content address of the statements and the lines. */
  readonly id: string;
  readonly statements: readonly Statement[];
  readonly lines: readonly PlanLine[];
  readonly overrides: readonly Override[];
  readonly changes: readonly FactChange[];
  /** Keys of all lists that were looked up. */
  readonly reads: readonly string[];
}

export interface PlanCall {
  readonly statements: readonly Statement[];
  /** Line ids. */
  readonly unticked?: readonly string[];
  /** Written into the facts that are stated. */
  readonly author?: string;
  readonly source?: string;
  /** Entities that the statements name and the graph does not have yet. */
  readonly entities?: readonly GraphEntity[];
  /** Relations of which the same is true. */
  readonly relations?: readonly GraphRelation[];
  /** Facts about each new object that are checked; 8 as published (kg_augment_num). */
  readonly checks?: number;
}

/** Throws `invalid_input` where a statement does not fit its relation, and where the statements contradict each other. */
export async function planOf(graph: KnowledgeGraph, call: PlanCall): Promise<Plan> {
  const planned = draftOf(graph, call);
  const { statements, entities = [], relations = [] } = call;
  const brought = { ...(entities.length > 0 && { entities }), ...(relations.length > 0 && { relations }) };
  const id = await hashJson({ statements, lines: planned.lines, ...brought });
  return { id, statements, ...planned };
}

/** The plan without its name, which alone takes time that is not this thread's. */
export function draftOf(
  known: KnowledgeGraph,
  { statements, unticked = [], author, source, entities = [], relations = [], checks = 8 }: PlanCall,
): Omit<Plan, "id" | "statements"> {
  const graph = withAdded(known, { entities, relations });
  for (const relation of relations) checkInverse(relation, graph.relations);
  const planner = new Planner(graph, new Set(unticked), { author, source });
  statements.forEach((statement, i) => checkStatement(graph, statement, `statements.${i}`));
  for (const statement of statements) planner.take(statement);
  planner.settle();
  planner.addChecks(checks);
  const { draft, lines, overrides } = planner;
  return { lines, overrides, changes: draft.changes(), reads: draft.reads() };
}

/** The graph as it is with these entities and relations, which it does not keep. */
export function withAdded(
  graph: KnowledgeGraph,
  { entities = [], relations = [] }: Pick<PlanCall, "entities" | "relations">,
): KnowledgeGraph {
  const added = new Map(entities.map((entity) => [entity.id, entity]));
  const known = new Map([
    ...relations.map((relation) => [relation.id, relation] as const),
    ...graph.relations,
  ]);
  return {
    ...graph,
    entity: (id) => added.get(id) ?? graph.entity(id),
    relations: known,
    relation: (id) => known.get(id) ?? graph.relation(id),
  };
}

class Planner {
  readonly draft: Draft;
  readonly lines: PlanLine[] = [];
  readonly overrides: Override[] = [];
  /** What changed and by which line, for the rules to follow. */
  readonly #changed: { readonly triple: GraphTriple; readonly line: string }[] = [];
  readonly #said = new Map<string, Statement["sign"]>();

  constructor(
    private readonly graph: KnowledgeGraph,
    private readonly unticked: ReadonlySet<string>,
    private readonly provenance: { readonly author?: string; readonly source?: string },
  ) {
    this.draft = createDraft(graph);
  }

  take({ sign, from, until, ...triple }: Statement): void {
    const text = this.#text(triple);
    const earlier = this.#said.get(text);
    if (earlier !== undefined && earlier !== sign)
      throw contradiction(`it says both that "${text}" holds and that it does not`);
    this.#said.set(text, sign);
    if (sign === "add") this.#state(triple, { ...(from && { from }), ...(until && { until }) });
    else this.#withdraw(triple);
  }

  #state(triple: GraphTriple, dates: Pick<GraphFact, "from" | "until">): void {
    const { subject, relation: id, object } = triple;
    const relation = this.graph.relation(id);
    const existing = this.draft.fact(triple);
    const isSame = existing?.stated && existing.from === dates.from && existing.until === dates.until;
    const line = isSame
      ? this.#line("check", triple, { kind: "known" })
      : this.#line("add", triple, STATED, undefined, dates);
    if (isSame || !line.ticked) return;
    if (relation.functional) {
      for (const other of this.draft.objects(subject, id))
        if (other !== object) this.#retract({ ...triple, object: other }, { kind: "coverage" }, line.id);
    }
    if (isInverseFunctional(this.graph, relation)) {
      for (const other of this.draft.subjects(id, object))
        if (other !== subject) this.#retract({ ...triple, subject: other }, { kind: "reverse" }, line.id);
    }
    this.#set(triple, { ...triple, stated: true, ...this.provenance, ...dates }, line.id);
    const inverse = this.#inverse(triple);
    if (inverse !== undefined && this.draft.fact(inverse) === undefined) {
      const derived = this.#line("derive", inverse, { kind: "inverse" }, line.id);
      if (derived.ticked) this.#set(inverse, { ...inverse, stated: false }, derived.id);
    }
  }

  #withdraw(triple: GraphTriple): void {
    const rule = this.#supports(triple)[0];
    if (this.draft.fact(triple) !== undefined && rule !== undefined)
      throw new PalimpsestError(
        "invalid_input",
        `"${this.#text(triple)}" follows from other facts (${ruleText(rule)}), so it cannot be taken out alone.`,
        {
          hint: "Take out one of the facts that it follows from, or state another value.",
          details: { ...because("factFollows", { fact: this.#text(triple) }), field: "statements" },
        },
      );
    this.#retract(triple, STATED);
  }

  /** Takes a fact out with its other direction, stated or derived. */
  #retract(triple: GraphTriple, rule: LineRule, because?: string): void {
    if (this.draft.fact(triple) === undefined) return;
    if (this.#said.get(this.#text(triple)) === "add")
      throw contradiction(`"${this.#text(triple)}" cannot hold beside the rest of it`);
    const line = this.#line("retract", triple, rule, because);
    if (!line.ticked) return;
    this.#set(triple, undefined, line.id);
    const inverse = this.#inverse(triple);
    if (inverse !== undefined && this.draft.fact(inverse) !== undefined) {
      const other = this.#line("retract", inverse, { kind: "inverse" }, line.id);
      if (other.ticked) this.#set(inverse, undefined, other.id);
    }
  }

  /** Follows the rules until nothing changes. Rules rest on each other in one direction only, so this ends. */
  settle(): void {
    for (let i = 0; i < this.#changed.length; i++) {
      const { triple, line } = this.#changed[i];
      for (const rule of this.graph.rules) {
        for (const candidate of this.#candidates(rule, triple)) this.#follow(rule, candidate, line);
      }
    }
  }

  /** Results of the rule for which the triple is a premise, or its own value. */
  #candidates(
    { first, second, third }: GraphRule,
    { subject, relation, object }: GraphTriple,
  ): GraphTriple[] {
    const { draft } = this;
    if (relation === first)
      return draft.objects(object, second).map((z) => ({ subject, relation: third, object: z }));
    if (relation === second)
      return draft.subjects(first, subject).map((x) => ({ subject: x, relation: third, object }));
    if (relation !== third) return [];
    const results = draft.objects(subject, first).flatMap((y) => draft.objects(y, second));
    return [...new Set(results)].map((z) => ({ subject, relation: third, object: z }));
  }

  #follow(rule: GraphRule, triple: GraphTriple, because: string): void {
    const fact = this.draft.fact(triple);
    const isSupported = this.#supports(triple).length > 0;
    if (fact?.stated || (fact !== undefined) === isSupported) return;
    const cause: LineRule = { kind: "composition", rule };
    if (!isSupported) {
      this.#retract(triple, cause, because);
      return;
    }
    if (this.graph.relation(triple.relation).functional) {
      for (const other of this.draft.objects(triple.subject, triple.relation)) {
        const held = { ...triple, object: other };
        const isStated = this.draft.fact(held)!.stated;
        if (isStated) this.overrides.push({ stated: held, derived: triple, rule });
        if (isStated || this.#supports(held).length > 0) return;
        this.#retract(held, cause, because);
      }
    }
    const line = this.#line("derive", triple, cause, because);
    if (line.ticked) this.#set(triple, { ...triple, stated: false }, line.id);
  }

  /** Rules whose premises hold, once for every middle that joins them. */
  #supports({ subject, relation, object }: GraphTriple): GraphRule[] {
    return this.graph.rules.flatMap((rule) =>
      rule.third !== relation
        ? []
        : this.draft
            .objects(subject, rule.first)
            .filter((middle) => this.draft.objects(middle, rule.second).includes(object))
            .map(() => rule),
    );
  }

  /** Facts about every new object, those with the best-connected values first, then by id. */
  addChecks(count: number): void {
    const added = this.lines.filter(({ kind, ticked }) => kind === "add" && ticked);
    const changed = new Set(this.draft.changes().map(({ before, after }) => this.#text((before ?? after)!)));
    for (const { id, triple } of added) {
      const about = this.graph
        .factsAbout(triple.object)
        .filter((fact) => fact.subject === triple.object && !changed.has(this.#text(fact)))
        .map((fact) => ({ fact, degree: this.graph.factsAbout(fact.object).length }))
        .sort((a, b) => b.degree - a.degree || (this.#text(a.fact) < this.#text(b.fact) ? -1 : 1));
      for (const { fact } of about.slice(0, count))
        this.#line("check", tripleOf(fact), { kind: "neighbourhood" }, id);
    }
  }

  #line(
    kind: PlanLine["kind"],
    triple: GraphTriple,
    rule: LineRule,
    because?: string,
    dates: Pick<GraphFact, "from" | "until"> = {},
  ): PlanLine {
    const id = `${kind} ${this.#text(triple)}`;
    const line = {
      id,
      kind,
      triple,
      rule,
      ...(because && { because }),
      ...dates,
      ticked: !this.unticked.has(id),
    };
    if (!this.lines.some((other) => other.id === id)) this.lines.push(line);
    return line;
  }

  #set(triple: GraphTriple, after: GraphFact | undefined, line: string): void {
    this.draft.set(triple, after);
    this.#changed.push({ triple, line });
  }

  #inverse({ subject, relation, object }: GraphTriple): GraphTriple | undefined {
    const inverse = inverseOf(this.graph, this.graph.relation(relation));
    return inverse && { subject: object, relation: inverse.id, object: subject };
  }

  #text({ subject, relation, object }: GraphTriple): string {
    return `${subject} ${relation} ${object}`;
  }
}

const STATED: LineRule = { kind: "stated" };

const tripleOf = ({ subject, relation, object }: GraphTriple): GraphTriple => ({ subject, relation, object });

function isInverseFunctional(graph: KnowledgeGraph, relation: GraphRelation): boolean {
  return relation.inverseFunctional || inverseOf(graph, relation)?.functional === true;
}

function checkStatement(graph: KnowledgeGraph, statement: Statement, field: string): void {
  const relation = graph.relation(statement.relation);
  const ends = [
    ["subject", relation.domain],
    ["object", relation.range],
  ] as const;
  for (const [end, type] of ends) {
    const entity = graph.entity(statement[end]);
    if (type !== undefined && entity.type !== type)
      throw invalidField(
        `${field}.${end}`,
        `The ${end} of "${relation.label}" is a ${type}, and "${entity.name}" is a ${entity.type}.`,
        `Name a ${type}, or another relation.`,
      );
  }
  if (relation.irreflexive && statement.subject === statement.object)
    throw invalidField(
      `${field}.object`,
      `Nothing is its own "${relation.label}".`,
      undefined,
      because("ownObject", { relation: relation.label }),
    );
  const { from, until } = statement;
  if (from !== undefined && until !== undefined && until < from)
    throw invalidField(
      `${field}.until`,
      `It cannot end in ${until} when it began in ${from}.`,
      undefined,
      because("endsBefore", { from: String(from), until: String(until) }),
    );
}

function contradiction(what: string): PalimpsestError {
  return new PalimpsestError("invalid_input", `What was said contradicts itself: ${what}.`, {
    hint: "Say one of the two.",
    details: { field: "statements" },
  });
}
