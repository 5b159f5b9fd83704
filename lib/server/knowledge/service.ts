/**
 * Knowledge graphs of this data folder: each is its base and its events, kept in memory as a ledger and read again when another
 * process has written. One plan or undo of a graph is taken at a time. A plan and the version of its edits are written in one
 * transaction, so a failed edit leaves neither. The file is long because all that may write an event stands in it.
 */
import { because, createQueue, PalimpsestError, type Queue } from "../../base";
import { firstClause, givesName } from "../../data";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import {
  closedGraph,
  contradictionsIn,
  factKey,
  createInterpreter,
  createLedger,
  GraphContent,
  guardFindings,
  LAB_POLICY,
  LIFTED_BY_SECOND,
  namesOf,
  OPEN_POLICY,
  planOf,
  questionOf,
  replacedFacts,
  stricter,
  worldContent,
  type GuardFinding,
  type GuardPolicy,
  type GraphFact,
  type Interpreter,
  type KnowledgeGraph,
  type Ledger,
  type LedgerEntry,
  type LedgerEvent,
  type Plan,
  type PlanCall,
  type Proposal,
  type UndoResult,
  type UndoSelection,
} from "../../knowledge";
import { knowledgeEventId, type KnowledgeGraphRecord, type Store, type Version } from "../../store";
import type { VersionGraph } from "../../version";
import { keptOn } from "./kept";

/** The graph that everybody begins with: the world of the embedded model, as it truly is. */
export const WORLD_GRAPH = "atlas";

/** By the setting of the server. */
export const GUARDS: Readonly<Record<"open" | "lab", GuardPolicy>> = { open: OPEN_POLICY, lab: LAB_POLICY };

/** Facts that a model is asked because a plan takes them out; a plan of more is for a person to judge. */
const MOST_ASKED = 20;

/** A graph as it is now. */
export interface OpenGraph {
  readonly record: KnowledgeGraphRecord;
  readonly ledger: Ledger;
  readonly interpreter: Interpreter;
  /** By the sequence of a plan, the version that its edits were kept as. */
  readonly versions: ReadonlyMap<number, string>;
}

/** What a person asks to be planned. */
export interface PlanRequest extends Omit<PlanCall, "author"> {
  readonly author: string;
  /** Who has looked at it besides the author. */
  readonly approvedBy?: string;
}

export interface Planned {
  readonly plan: Plan;
  readonly findings: readonly GuardFinding[];
}

/** A plan that somebody looked at, to be written down. */
export interface Looked extends PlanRequest {
  /** Id of the plan that was looked at. */
  readonly plan: string;
  readonly sentence?: string;
  /**
   * Keeps the plan's edits as a version, and does what it is given in the same transaction. Absent where the graph alone is concerned.
   */
  readonly keep?: (also: (inside: Store, version: Version) => Promise<void>) => Promise<Version>;
}

export interface Approval extends Looked {
  /** The sequence number of a proposal, whose statements and author these are; whoever approves it is another person. */
  readonly proposal?: number;
}

export interface Approved {
  readonly entry: LedgerEntry;
  readonly version?: Version;
}

export interface Undone extends UndoResult {
  /** Made where versions of the undone plans were on the branch. */
  readonly version?: Version;
  /** Later edits that were computed on top of what was taken out. */
  readonly dependents: readonly string[];
}

export interface Knowledge {
  list(): Promise<readonly KnowledgeGraphRecord[]>;
  open(id: string): Promise<OpenGraph>;
  create(input: {
    id: string;
    name: string;
    author: string;
    content: GraphContent;
  }): Promise<KnowledgeGraphRecord>;
  plan(id: string, request: PlanRequest): Promise<Planned>;
  /** The plan of an approval, which throws as `approve` does and changes nothing: before edits are computed for it. */
  check(id: string, approval: Approval): Promise<Plan>;
  /** Throws `conflict` where the graph gives another plan by now, `forbidden` where a guard stops it. */
  approve(id: string, approval: Approval): Promise<Approved>;
  /** Writes a plan down for another person to approve. Every guard stops it but those that a second person lifts. */
  propose(id: string, looked: Looked): Promise<{ readonly proposal: Proposal; readonly version?: Version }>;
  decline(id: string, proposal: number, author: string): Promise<void>;
  /** What the graph asks of plans from now on, besides what the server asks. */
  setPolicy(id: string, policy: GuardPolicy, author: string): Promise<void>;
  /** What plans of the graph must satisfy: what it asks for itself, and what the server asks. */
  policyOf(open: OpenGraph): GuardPolicy;
  /** The graph as it was after so many events, or at the end of a day. */
  openAt(id: string, at: number | string): Promise<OpenGraph>;
  undo(
    id: string,
    selection: UndoSelection,
    call: { readonly author: string; readonly branchId?: string },
  ): Promise<Undone>;
}

export interface KnowledgeOptions {
  readonly store: Store;
  readonly versions: Pick<VersionGraph, "without" | "applied">;
  /** Who may change what; everybody everything when absent. */
  readonly policy?: GuardPolicy;
  /** What the head of a branch writes after prompts. Without it a policy that asks a model holds every overwrite back. */
  readonly says?: (branchId: string, prompts: readonly string[]) => Promise<readonly string[]>;
  readonly now?: () => Date;
}

interface Held {
  readonly record: KnowledgeGraphRecord;
  readonly ledger: Ledger;
  readonly versions: Map<number, string>;
  interpreter?: { readonly words: number; readonly made: Interpreter };
  /** The last past state that somebody looked at. */
  past?: { readonly revision: number; readonly ledger: Ledger };
}

export function createKnowledge({
  store,
  versions,
  policy = OPEN_POLICY,
  says,
  now = () => new Date(),
}: KnowledgeOptions): Knowledge {
  const held = new Map<string, Held>();
  const queues = new Map<string, Queue>();
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const queue = queues.get(id) ?? createQueue();
    queues.set(id, queue);
    return queue.add(work);
  };

  const recordOf = async (id: string): Promise<KnowledgeGraphRecord> => {
    const found = await store.graphs.find(id);
    if (found !== null || id !== WORLD_GRAPH) return found ?? store.graphs.get(id);
    const record = {
      id,
      name: "Atlas",
      base: WORLD_GRAPH,
      author: "",
      createdAt: now().toISOString(),
    } as const;
    await store.graphs.put(record);
    return record;
  };

  /** The graph with every event that is written down, those of other processes too. */
  const upToDate = async (id: string): Promise<Held> => {
    const record = await recordOf(id);
    let graph = held.get(id);
    if (graph === undefined) {
      const base = record.base === WORLD_GRAPH ? worldBase() : await contentOf(store, record.base);
      graph = { record, ledger: createLedger(base), versions: new Map() };
      held.set(id, graph);
    }
    const { ledger } = graph;
    const after = knowledgeEventId(id, ledger.revision);
    for (const { sequence, event, version } of await store.graphEvents.list({
      where: { graph: id },
      after,
    })) {
      if (event.kind === "plan") ledger.approve(event, { reads: [] }, ledger.revision);
      else if (event.kind === "undo") ledger.undo(event);
      else ledger.note(event);
      if (version !== undefined) graph.versions.set(sequence, version);
    }
    return graph;
  };

  const interpreterOf = (graph: Held): Interpreter => {
    const { entities, relations } = graph.ledger.graph;
    const words = entities.size + relations.size;
    if (graph.interpreter?.words !== words)
      graph.interpreter = { words, made: createInterpreter(graph.ledger.graph) };
    return graph.interpreter.made;
  };

  const planned = async ({ ledger }: Held, request: PlanRequest): Promise<Planned> => {
    const { author, approvedBy, source, entities = [] } = request;
    const plan = await planOf(ledger.graph, request);
    const at = now().toISOString();
    const asked = stricter(policy, ledger.policy);
    const agreed = await agreedFacts(ledger.graph, plan, asked);
    const context = { author, source, approvedBy, at, entities, entries: ledger.entries, agreed };
    return { plan, findings: guardFindings(ledger.graph, plan, asked, context) };
  };

  /** Keys of the facts that the plan takes out although the policy's branch says them too. */
  const agreedFacts = async (
    graph: KnowledgeGraph,
    plan: Plan,
    { agreedWith }: GuardPolicy,
  ): Promise<ReadonlySet<string>> => {
    const facts = agreedWith === undefined ? [] : replacedFacts(graph, plan).slice(0, MOST_ASKED);
    if (agreedWith === undefined || facts.length === 0) return new Set();
    const texts = await says?.(
      agreedWith,
      facts.map((fact) => questionOf(graph, fact, "en").prompt),
    );
    const isSaid = ({ object }: GraphFact, i: number) =>
      texts === undefined || givesName(firstClause(texts[i]), namesOf(graph.entity(object)));
    return new Set(facts.filter(isSaid).map(factKey));
  };

  /** The plan as it was looked at. Throws `conflict` where it is another one by now. */
  const lookedAt = async (graph: Held, looked: Looked): Promise<Planned> => {
    const found = await planned(graph, looked);
    if (found.plan.id === looked.plan) return found;
    throw new PalimpsestError(
      "conflict",
      "The graph has changed since this plan was made, and gives another plan now.",
      {
        hint: "Look at the new plan, and approve that.",
        details: { ...because("planOfOldGraph"), field: "plan", expected: looked.plan, found: found.plan.id },
      },
    );
  };

  /** What is approved, and its plan. Throws `forbidden` where a guard stops it. */
  const allowed = async (graph: Held, given: Approval) => {
    const approval = { ...given, ...proposedIn(graph.ledger, given) };
    const found = await lookedAt(graph, approval);
    if (found.findings.length > 0) throw heldBack(found.findings);
    return { approval, found };
  };

  /** What an event keeps of a plan. */
  const writtenOf = ({ plan }: Planned, looked: Looked) => ({
    plan: plan.id,
    statements: [...plan.statements],
    unticked: [...(looked.unticked ?? [])],
    entities: [...(looked.entities ?? [])],
    ...(looked.relations?.length && { relations: [...looked.relations] }),
    ...(looked.sentence !== undefined && { sentence: looked.sentence }),
    ...(looked.source !== undefined && { source: looked.source }),
    author: looked.author,
    at: now().toISOString(),
  });

  /** Writes the event at its place, which must be free: another process may have taken it. */
  const write = async (inside: Store, graph: Held, event: LedgerEvent, version?: string): Promise<void> => {
    const sequence = graph.ledger.revision + 1;
    const id = knowledgeEventId(graph.record.id, sequence);
    if ((await inside.graphEvents.find(id)) !== null)
      throw new PalimpsestError("conflict", "Somebody changed this graph at the same moment.", {
        hint: "Plan again and look at what is different.",
        details: because("graphChanged"),
      });
    await inside.graphEvents.put({
      id,
      graph: graph.record.id,
      sequence,
      event,
      ...(version !== undefined && { version }),
      createdAt: event.at,
    });
  };

  /** Writes the event, and the version of its edits where there are some: both or neither. */
  const writeKept = async (
    graph: Held,
    event: LedgerEvent,
    keep: Looked["keep"],
  ): Promise<Version | undefined> => {
    const sequence = graph.ledger.revision + 1;
    if (keep === undefined) {
      await store.transaction((inside) => write(inside, graph, event));
      return undefined;
    }
    const version = await keep((inside, kept) => write(inside, graph, event, kept.id));
    graph.versions.set(sequence, version.id);
    return version;
  };

  /** Writes an event that changes no fact. */
  const noteEvent = (id: string, event: Parameters<Ledger["note"]>[0]): Promise<void> =>
    inTurn(id, async () => {
      const graph = await upToDate(id);
      // A copy, so that what cannot be noted is not written.
      if (
        event.kind === "decline" &&
        !graph.ledger.proposals.some(({ sequence }) => sequence === event.proposal)
      )
        throw new PalimpsestError("not_found", `Proposal ${event.proposal} does not wait any more.`);
      await writeKept(graph, event, undefined);
      graph.ledger.note(event);
    });

  return {
    list: async () => {
      await recordOf(WORLD_GRAPH);
      return store.graphs.list();
    },

    open: (id) =>
      inTurn(id, async () => {
        const graph = await upToDate(id);
        return { ...graph, interpreter: interpreterOf(graph) };
      }),

    async create({ id, name, author, content }) {
      if ((await store.graphs.find(id)) !== null)
        throw new PalimpsestError("conflict", `There is already a graph "${id}".`, {
          hint: "Choose another name.",
          details: { ...because("graphTaken", { graph: id }), field: "id" },
        });
      // Closed once, so that every reader finds what follows from the facts and pays for it only now.
      const closed = closedGraph(content).content();
      const base = await store.blobs.put(new TextEncoder().encode(JSON.stringify(closed)));
      const record = { id, name, base, author, createdAt: now().toISOString() };
      await store.graphs.put(record);
      return record;
    },

    plan: (id, request) => inTurn(id, async () => planned(await upToDate(id), request)),

    check: (id, given) => inTurn(id, async () => (await allowed(await upToDate(id), given)).found.plan),

    approve: (id, given) =>
      inTurn(id, async () => {
        const graph = await upToDate(id);
        const { approval, found } = await allowed(graph, given);
        const event: LedgerEvent = {
          kind: "plan",
          ...writtenOf(found, approval),
          ...(approval.approvedBy !== undefined && { approvedBy: approval.approvedBy }),
          ...(approval.proposal !== undefined && { proposal: approval.proposal }),
        };
        const version = await writeKept(graph, event, approval.keep);
        const entry = graph.ledger.approve(event, found.plan, graph.ledger.revision);
        return version ? { entry, version } : { entry };
      }),

    propose: (id, looked) =>
      inTurn(id, async () => {
        const graph = await upToDate(id);
        const found = await lookedAt(graph, looked);
        const others = found.findings.filter(({ guard }) => !LIFTED_BY_SECOND.includes(guard));
        if (others.length > 0) throw heldBack(others);
        const event = { kind: "proposal" as const, ...writtenOf(found, looked) };
        const version = await writeKept(graph, event, looked.keep);
        graph.ledger.note(event);
        const proposal = graph.ledger.proposals.at(-1)!;
        return version ? { proposal, version } : { proposal };
      }),

    decline: (id, proposal, author) =>
      noteEvent(id, { kind: "decline", proposal, author, at: now().toISOString() }),

    setPolicy: (id, asked, author) =>
      noteEvent(id, { kind: "policy", policy: asked, author, at: now().toISOString() }),

    policyOf: ({ ledger }) => stricter(policy, ledger.policy),

    openAt: (id, at) =>
      inTurn(id, async () => {
        const graph = await upToDate(id);
        const { ledger } = graph;
        const revision = typeof at === "number" ? at : ledger.revisionOf(at);
        if (revision < ledger.revision && graph.past?.revision !== revision)
          graph.past = { revision, ledger: ledger.asOf(revision) };
        const then = revision < ledger.revision ? graph.past!.ledger : ledger;
        return { ...graph, ledger: then, interpreter: interpreterOf(graph) };
      }),

    undo: (id, selection, { author, branchId }) =>
      inTurn(id, async () => {
        const graph = await upToDate(id);
        const plans = graph.ledger.select(selection);
        const event: LedgerEvent = { kind: "undo", plans, author, at: now().toISOString() };
        const kept = plans.flatMap((sequence) => graph.versions.get(sequence) ?? []);
        const branches = [...(await keptOn(store, versions, kept, branchId))];
        if (branches.length === 0) {
          await store.transaction((inside) => write(inside, graph, event));
          return { ...graph.ledger.undo(event), dependents: [] };
        }
        const reason = `Undo of ${plans.length === 1 ? `plan ${plans[0]}` : `plans ${plans.join(", ")}`}`;
        const dependents: string[] = [];
        let version: Version | undefined;
        // The event is written with the last one: where an earlier branch fails, the plans still hold and can be undone again.
        for (const [i, [branch, removed]] of branches.entries()) {
          const made = await versions.without(
            branch,
            { removed, author, reason },
            i < branches.length - 1 ? undefined : (inside, one) => write(inside, graph, event, one.id),
          );
          dependents.push(...made.dependents);
          version = made.version;
        }
        return { ...graph.ledger.undo(event), version, dependents };
      }),
  };
}

/** What a proposal fixes of its approval. */
function proposedIn(ledger: Ledger, { proposal: sequence }: Approval): Partial<Approval> {
  if (sequence === undefined) return {};
  const proposal = ledger.proposals.find((one) => one.sequence === sequence);
  if (proposal === undefined)
    throw new PalimpsestError("not_found", `Proposal ${sequence} does not wait any more.`, {
      hint: "It was taken up or declined; look at the list of plans.",
    });
  const { statements, unticked, entities, relations, sentence, source, author } = proposal;
  return { statements, unticked, entities, relations, sentence, source, author };
}

/** What lifts a guard. */
const ASKS: Readonly<Record<GuardFinding["guard"], string>> = {
  protected: "Take the tick of the protected line away.",
  evidence: "Name a source.",
  "second-person": "A second person has to approve it.",
  agreement: "A second person has to approve it.",
  mass: "State fewer facts at once.",
  rate: "Wait until tomorrow, or ask for a larger number of plans a day.",
  name: "Give each new entity a name of letters, digits and the marks of names.",
};

function heldBack(findings: readonly GuardFinding[]): PalimpsestError {
  const guards = [...new Set(findings.map(({ guard }) => guard))];
  return new PalimpsestError("forbidden", `The plan is held back: ${guards.join(", ")}.`, {
    hint: [...new Set(guards.map((guard) => ASKS[guard]))].join(" "),
    details: {
      ...because("planHeldBack", { guards: guards.join(", ") }),
      findings: findings.map((finding) => ({ ...finding })),
    },
  });
}

/** The world of the embedded model with what follows from it. */
let world: GraphContent | undefined;
function worldBase(): GraphContent {
  return (world ??= closedGraph(worldContent(atlasWorld(), atlas2World())).content());
}

async function contentOf(store: Store, address: string): Promise<GraphContent> {
  return GraphContent.parse(JSON.parse(new TextDecoder().decode(await store.blobs.get(address))));
}

/** What a list of graphs shows of one. */
export function summaryOf({ record, ledger }: OpenGraph) {
  const { graph, entries } = ledger;
  return {
    ...record,
    // Those that facts are about: a graph may know the names of others.
    entities: [...graph.entities.keys()].filter((id) => graph.factsAbout(id).length > 0).length,
    relations: graph.relations.size,
    facts: graph.size,
    plans: entries.filter(({ isActive }) => isActive).length,
    contradictions: contradictionsIn(graph).length,
  };
}
