/**
 * The ledger of a graph: every plan that was approved, every undo, in order, and the graph that they lead to.
 *
 * What holds is a function of the base and of the plans that are active, in their order, whatever was undone and when. An
 * undo takes back the plans that rest on the one undone, takes that one back, and plans the others again on what is left. Plans that
 * rest on nothing of it are not touched, so an undo costs what it concerns and not what the graph holds.
 */
import { because, PalimpsestError, type JsonObject } from "../../base";
import { createKnowledgeGraph, factKey, type FactChange, type KnowledgeGraph } from "../graph/graph";
import type { GraphContent, GraphTriple } from "../graph/schema";
import { keysOf } from "../plan/draft";
import type { PlanLine } from "../plan/lines";
import { draftOf, type Plan } from "../plan/plan";
import type { GuardPolicy } from "../plan/policy";
import type { LedgerEvent, PlanEvent, ProposalEvent, UndoEvent } from "./events";

/** An approved plan. */
export interface LedgerEntry extends Omit<PlanEvent, "kind" | "entities" | "relations"> {
  /** Its place among the events of the graph, from one. */
  readonly sequence: number;
  readonly isActive: boolean;
  /** As last planned: an undo of what it rests on may have changed them. */
  readonly lines: readonly PlanLine[];
  /** Why it does nothing now, where an undo took away what it rests on so that it cannot be planned any more. */
  readonly fault?: string;
}

export interface UndoResult {
  /** What was undone, last first. */
  readonly undone: readonly LedgerEntry[];
  /** Later plans that rested on it, as they are now. The model's edits of these are probed again. */
  readonly planned: readonly LedgerEntry[];
  /** Every fact that is not as it was. */
  readonly changes: readonly FactChange[];
}

/** A plan that waits for another person. */
export interface Proposal extends Omit<ProposalEvent, "kind"> {
  readonly sequence: number;
}

/** Which plans an undo means. */
export type UndoSelection =
  | { readonly plan: number }
  | { readonly author: string }
  /** YYYY-MM-DD. */
  | { readonly day: string }
  /** Those that added the fact, derived it or took it out. */
  | { readonly fact: GraphTriple };

export interface Ledger {
  readonly graph: KnowledgeGraph;
  readonly entries: readonly LedgerEntry[];
  /** Everything that happened, in order. */
  readonly events: readonly LedgerEvent[];
  /** How many events there are. */
  readonly revision: number;
  /** Those that were neither taken up nor declined, in order. */
  readonly proposals: readonly Proposal[];
  /** What the graph itself asks of plans; nothing where nobody has said. */
  readonly policy?: GuardPolicy;
  /** Which plan last wrote any of these lists after `revision`; undefined when they stand as they were read. */
  writtenSince(reads: readonly string[], revision: number): LedgerEntry | undefined;
  /**
   * Takes the plan up. Throws `conflict` where a list that it was made from was written after `revision`, with the plan that wrote it.
   */
  approve(event: PlanEvent, plan: Pick<Plan, "reads">, revision: number): LedgerEntry;
  /** Sequence numbers of active plans that a selection means, last first. Throws `not_found` where there is none. */
  select(selection: UndoSelection): number[];
  undo(event: UndoEvent): UndoResult;
  /** Writes down what changes no fact. Throws `not_found` where a declined proposal does not wait. */
  note(event: Exclude<LedgerEvent, PlanEvent | UndoEvent>): void;
  /** The ledger as it was after so many events. */
  asOf(revision: number): Ledger;
  /** How many events there were at the end of a day (YYYY-MM-DD). */
  revisionOf(day: string): number;
}

interface Kept extends LedgerEntry {
  isActive: boolean;
  lines: readonly PlanLine[];
  fault?: string;
  changes: readonly FactChange[];
  reads: ReadonlySet<string>;
}

/** The ledger that the events lead to from the base, which must be closed (graph/close.ts). */
export function createLedger(base: GraphContent, events: readonly LedgerEvent[] = []): Ledger {
  const graph = createKnowledgeGraph(base);
  const kept: Kept[] = [];
  const log: LedgerEvent[] = [];
  const proposals = new Map<number, Proposal>();
  let policy: GuardPolicy | undefined;
  /** By list: the event that last wrote it and the plan of that event. */
  const written = new Map<string, { readonly revision: number; readonly entry: Kept }>();

  const write = (changes: readonly FactChange[], entry: Kept) => {
    graph.apply(changes);
    for (const key of changes.flatMap(keysOf)) written.set(key, { revision: log.length, entry });
  };
  const plan = (entry: Kept) => {
    const { statements, unticked, author, source } = entry;
    const planned = draftOf(graph, { statements, unticked, author, ...(source && { source }) });
    Object.assign(entry, { lines: planned.lines, changes: planned.changes, reads: new Set(planned.reads) });
    write(entry.changes, entry);
  };
  /** Plans what was approved before once more. Where that cannot be done any more it does nothing, and says why. */
  const planAgain = (entry: Kept) => {
    delete entry.fault;
    try {
      plan(entry);
    } catch (error) {
      if (!(error instanceof PalimpsestError)) throw error;
      Object.assign(entry, { lines: [], changes: [], fault: error.message });
    }
  };
  const takeBack = (entry: Kept) => write(entry.changes.map(swapped).reverse(), entry);

  const waiting = (sequence: number): void => {
    if (proposals.has(sequence)) return;
    throw new PalimpsestError("not_found", `Proposal ${sequence} does not wait any more.`, {
      hint: "Look at the list of plans: it was taken up or declined.",
      details: because("planGone", { plan: sequence }),
    });
  };

  const ledger: Ledger = {
    graph,
    entries: kept,
    events: log,
    get revision() {
      return log.length;
    },
    get proposals() {
      return [...proposals.values()];
    },
    get policy() {
      return policy;
    },
    writtenSince(reads, revision) {
      const latest = reads
        .flatMap((key) => written.get(key) ?? [])
        .reduce<{ revision: number; entry: Kept } | undefined>(
          (best, one) => (best === undefined || one.revision > best.revision ? one : best),
          undefined,
        );
      return latest !== undefined && latest.revision > revision ? latest.entry : undefined;
    },
    approve(event, { reads }, revision) {
      const other = ledger.writtenSince(reads, revision);
      if (other !== undefined)
        throw new PalimpsestError(
          "conflict",
          `What this plan rests on was changed meanwhile by ${other.author} (plan ${other.sequence}, ${other.at}).`,
          {
            hint: "Plan again and look at what is different.",
            details: {
              ...because("planOutdated", { author: other.author, plan: other.sequence }),
              plan: other.sequence,
            },
          },
        );
      if (event.proposal !== undefined) waiting(event.proposal);
      event.entities.forEach((entity) => graph.addEntity(entity));
      graph.addRelations(event.relations ?? []);
      log.push(event);
      const { entities: _, relations: __, kind: ___, ...rest } = event;
      const entry: Kept = {
        ...rest,
        sequence: log.length,
        isActive: true,
        lines: [],
        changes: [],
        reads: new Set(),
      };
      try {
        plan(entry);
      } catch (error) {
        log.pop();
        throw error;
      }
      kept.push(entry);
      if (event.proposal !== undefined) proposals.delete(event.proposal);
      return entry;
    },
    select(selection) {
      const isMeant = (entry: Kept) =>
        "plan" in selection
          ? entry.sequence === selection.plan
          : "author" in selection
            ? entry.author === selection.author
            : "day" in selection
              ? entry.at.startsWith(selection.day)
              : entry.changes.some(
                  ({ before, after }) => factKey((before ?? after)!) === factKey(selection.fact),
                );
      const found = kept.filter((entry) => entry.isActive && isMeant(entry));
      if (found.length === 0)
        throw new PalimpsestError("not_found", "No plan that still holds is meant by this.", {
          hint: "Look at the list of plans.",
          details: selection as JsonObject,
        });
      return found.map(({ sequence }) => sequence).reverse();
    },
    undo(event) {
      const undone = kept.filter(({ sequence, isActive }) => isActive && event.plans.includes(sequence));
      if (undone.length !== event.plans.length)
        throw new PalimpsestError("conflict", "A plan that is to be undone does not hold any more.", {
          hint: "Look at the list of plans.",
          details: because("noPlanHolds"),
        });
      log.push(event);
      const concerned = withDependents(kept, undone);
      const before = new Map<string, FactChange>();
      const remember = (changes: readonly FactChange[]) => {
        for (const change of changes) {
          const { subject, relation, object } = (change.before ?? change.after)!;
          const key = `${subject}\u0001${relation}\u0001${object}`;
          const first = before.get(key);
          before.set(key, { before: first ? first.before : change.before, after: change.after });
        }
      };
      for (const entry of [...concerned].reverse()) {
        remember(entry.changes.map(swapped));
        takeBack(entry);
      }
      for (const entry of undone) Object.assign(entry, { isActive: false, changes: [] });
      const planned = concerned.filter(({ isActive }) => isActive);
      for (const entry of planned) {
        planAgain(entry);
        remember(entry.changes);
      }
      const changes = [...before.values()].filter((change) => !isSame(change));
      return { undone: [...undone].reverse(), planned, changes };
    },
    note(event) {
      if (event.kind === "decline") {
        waiting(event.proposal);
        proposals.delete(event.proposal);
      }
      log.push(event);
      if (event.kind === "policy") policy = event.policy;
      if (event.kind !== "proposal") return;
      const { kind: _, ...proposal } = event;
      proposals.set(log.length, { ...proposal, sequence: log.length });
    },
    asOf: (revision) => createLedger(base, log.slice(0, revision)),
    revisionOf: (day) => log.filter(({ at }) => at.slice(0, 10) <= day).length,
  };

  for (const event of events) {
    if (event.kind === "plan") ledger.approve(event, { reads: [] }, log.length);
    else if (event.kind === "undo") ledger.undo(event);
    else ledger.note(event);
  }
  return ledger;
}

const swapped = ({ before, after }: FactChange): FactChange => ({
  ...(after && { before: after }),
  ...(before && { after: before }),
});

function isSame({ before, after }: FactChange): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/**
 * The plans and all later active ones that looked up or wrote a list that one of them wrote, in order. What a faulty plan
 * would look up is not known, so it is always planned again.
 */
function withDependents(kept: readonly Kept[], roots: readonly Kept[]): Kept[] {
  const touched = new Set<string>();
  return kept.filter((entry) => {
    const writes = entry.changes.flatMap(keysOf);
    const rests =
      entry.isActive &&
      (entry.fault !== undefined || [...entry.reads, ...writes].some((key) => touched.has(key)));
    if (!roots.includes(entry) && !rests) return false;
    writes.forEach((key) => touched.add(key));
    return true;
  });
}
