/**
 * Knowledge graphs of this data folder: each is its base and its events, kept in memory as a ledger and read again when another
 * process has written. One plan or undo of a graph is taken at a time. A plan and the version of its edits are written in one
 * transaction, so a failed edit leaves neither.
 */
import { createQueue, PalimpsestError, type Queue } from "../../base";
import { atlasWorld } from "../../data/worlds";
import { atlas2World } from "../../data/worlds/atlas2";
import {
  closedGraph,
  contradictionsIn,
  createInterpreter,
  createLedger,
  GraphContent,
  guardFindings,
  LAB_POLICY,
  OPEN_POLICY,
  planOf,
  worldContent,
  type GuardFinding,
  type GuardPolicy,
  type Interpreter,
  type Ledger,
  type LedgerEntry,
  type LedgerEvent,
  type Plan,
  type PlanCall,
  type UndoResult,
  type UndoSelection,
} from "../../knowledge";
import { knowledgeEventId, type KnowledgeGraphRecord, type Store, type Version } from "../../store";
import type { VersionGraph } from "../../version";

/** The graph that everybody begins with: the world of the embedded model, as it truly is. */
export const WORLD_GRAPH = "atlas";

/** By the setting of the server. */
export const GUARDS: Readonly<Record<"open" | "lab", GuardPolicy>> = { open: OPEN_POLICY, lab: LAB_POLICY };

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

export interface Approval extends PlanRequest {
  /** Id of the plan that was looked at. */
  readonly plan: string;
  readonly sentence?: string;
  /**
   * Keeps the plan's edits as a version, and does what it is given in the same transaction. Absent where the graph alone is corrected.
   */
  readonly keep?: (also: (inside: Store, version: Version) => Promise<void>) => Promise<Version>;
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
  /** Throws `conflict` where the graph gives another plan by now, `forbidden` where a guard stops it. */
  approve(id: string, approval: Approval): Promise<Approved>;
  undo(
    id: string,
    selection: UndoSelection,
    call: { readonly author: string; readonly branchId?: string },
  ): Promise<Undone>;
}

export interface KnowledgeOptions {
  readonly store: Store;
  readonly versions: Pick<VersionGraph, "without">;
  /** Who may change what; everybody everything when absent. */
  readonly policy?: GuardPolicy;
  readonly now?: () => Date;
}

interface Held {
  readonly record: KnowledgeGraphRecord;
  readonly ledger: Ledger;
  readonly versions: Map<number, string>;
  interpreter?: { readonly entities: number; readonly made: Interpreter };
}

export function createKnowledge({
  store,
  versions,
  policy = OPEN_POLICY,
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
      else ledger.undo(event);
      if (version !== undefined) graph.versions.set(sequence, version);
    }
    return graph;
  };

  const interpreterOf = (graph: Held): Interpreter => {
    const { entities } = graph.ledger.graph;
    if (graph.interpreter?.entities !== entities.size)
      graph.interpreter = { entities: entities.size, made: createInterpreter(graph.ledger.graph) };
    return graph.interpreter.made;
  };

  const planned = async ({ ledger }: Held, request: PlanRequest): Promise<Planned> => {
    const { author, approvedBy, source, entities = [] } = request;
    const plan = await planOf(ledger.graph, request);
    const at = now().toISOString();
    const context = { author, source, approvedBy, at, entities, entries: ledger.entries };
    return { plan, findings: guardFindings(ledger.graph, plan, policy, context) };
  };

  /** Writes the event at its place, which must be free: another process may have taken it. */
  const write = async (inside: Store, graph: Held, event: LedgerEvent, version?: string): Promise<void> => {
    const sequence = graph.ledger.revision + 1;
    const id = knowledgeEventId(graph.record.id, sequence);
    if ((await inside.graphEvents.find(id)) !== null)
      throw new PalimpsestError("conflict", "Somebody changed this graph at the same moment.", {
        hint: "Plan again and look at what is different.",
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
          details: { field: "id" },
        });
      // Closed once, so that every reader finds what follows from the facts and pays for it only now.
      const closed = closedGraph(content).content();
      const base = await store.blobs.put(new TextEncoder().encode(JSON.stringify(closed)));
      const record = { id, name, base, author, createdAt: now().toISOString() };
      await store.graphs.put(record);
      return record;
    },

    plan: (id, request) => inTurn(id, async () => planned(await upToDate(id), request)),

    approve: (id, approval) =>
      inTurn(id, async () => {
        const graph = await upToDate(id);
        const { plan, findings } = await planned(graph, approval);
        if (plan.id !== approval.plan)
          throw new PalimpsestError(
            "conflict",
            "The graph has changed since this plan was made, and gives another plan now.",
            {
              hint: "Look at the new plan, and approve that.",
              details: { field: "plan", expected: approval.plan, found: plan.id },
            },
          );
        if (findings.length > 0)
          throw new PalimpsestError(
            "forbidden",
            `The plan is held back: ${findings.map(({ guard }) => guard).join(", ")}.`,
            {
              hint: "See what each guard asks for.",
              details: { findings: findings.map((finding) => ({ ...finding })) },
            },
          );
        const event: LedgerEvent = {
          kind: "plan",
          plan: plan.id,
          statements: [...plan.statements],
          unticked: [...(approval.unticked ?? [])],
          entities: [...(approval.entities ?? [])],
          ...(approval.sentence !== undefined && { sentence: approval.sentence }),
          ...(approval.source !== undefined && { source: approval.source }),
          author: approval.author,
          at: now().toISOString(),
        };
        const sequence = graph.ledger.revision + 1;
        const version = await (approval.keep === undefined
          ? store.transaction(async (inside) => void (await write(inside, graph, event)))
          : approval.keep((inside, kept) => write(inside, graph, event, kept.id)));
        const entry = graph.ledger.approve(event, plan, graph.ledger.revision);
        if (!version) return { entry };
        graph.versions.set(sequence, version.id);
        return { entry, version };
      }),

    undo: (id, selection, { author, branchId }) =>
      inTurn(id, async () => {
        const graph = await upToDate(id);
        const plans = graph.ledger.select(selection);
        const event: LedgerEvent = { kind: "undo", plans, author, at: now().toISOString() };
        const kept = plans.flatMap((sequence) => graph.versions.get(sequence) ?? []);
        if (kept.length === 0 || branchId === undefined) {
          await store.transaction((inside) => write(inside, graph, event));
          return { ...graph.ledger.undo(event), dependents: [] };
        }
        const reason = `Undo of ${plans.length === 1 ? `plan ${plans[0]}` : `plans ${plans.join(", ")}`}`;
        const { version, dependents } = await versions.without(
          branchId,
          { removed: kept, author, reason },
          (inside, made) => write(inside, graph, event, made.id),
        );
        return { ...graph.ledger.undo(event), version, dependents };
      }),
  };
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
    entities: graph.entities.size,
    relations: graph.relations.size,
    facts: graph.size,
    plans: entries.filter(({ isActive }) => isActive).length,
    contradictions: contradictionsIn(graph).length,
  };
}
