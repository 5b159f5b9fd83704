/** A knowledge graph of 100,000 facts: how long a plan takes, and the undo of one; and edits that are used again. */
import { seededRandom } from "../../../lib/base";
import { closedGraph, createLedger, planOf, type GraphContent, type Statement } from "../../../lib/knowledge";
import { formatMs, timeMs, type Line } from "../measure";
import { benchCached } from "./cached";

const ENTITIES = 20_000;
/** Of each kind of fact; inverses come on top. */
const FACTS = 20_000;
const PLANS = 200;

export async function benchKnowledge(): Promise<Line[]> {
  const random = seededRandom("knowledge");
  const pick = () => `thing/${Math.floor(random.uniform() * ENTITIES)}`;
  const { result: base, ms: closingMs } = await timed(() => closedGraph(largeGraph(pick)).content());
  const { result: ledger, ms: openingMs } = await timed(() => createLedger(base));
  const at = "2026-01-01T00:00:00Z";
  const planMs: number[] = [];
  const approveMs: number[] = [];
  while (planMs.length < PLANS) {
    const relation = ["owner", "place", "maker"][planMs.length % 3];
    const statements: Statement[] = [{ sign: "add", subject: pick(), relation, object: pick() }];
    const { result: plan, ms } = await timed(() => planOf(ledger.graph, { statements, author: "ada" }));
    planMs.push(ms);
    const event = {
      kind: "plan" as const,
      plan: plan.id,
      statements,
      unticked: [],
      entities: [],
      author: "ada",
      at,
    };
    approveMs.push((await timed(() => ledger.approve(event, plan, ledger.revision))).ms);
  }
  const undoMs: number[] = [];
  for (const { sequence } of ledger.entries.slice(0, PLANS / 2)) {
    const event = { kind: "undo" as const, plans: [sequence], author: "ada", at };
    undoMs.push((await timed(() => ledger.undo(event))).ms);
  }
  const shown = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return `${formatMs(sorted[sorted.length >> 1])}, slowest ${formatMs(sorted[sorted.length - 1])}`;
  };
  return [
    {
      what: `closing a graph of ${base.facts.length} facts`,
      value: formatMs(closingMs),
      note: "once, at import",
    },
    { what: "opening it", value: formatMs(openingMs), note: "at the first question after a start" },
    { what: "a plan", value: shown(planMs), note: `median of ${PLANS}; within 20 ms` },
    { what: "taking it up", value: shown(approveMs), note: "in memory" },
    { what: "the undo of a plan", value: shown(undoMs), note: `median of ${undoMs.length}; within 50 ms` },
    ...(await benchCached()),
  ];
}

/** A relation with an inverse, two with one object, one with many, and a rule of two. */
function largeGraph(pick: () => string): GraphContent {
  const relation = (id: string, more: object = {}) => ({
    id,
    label: id,
    functional: true,
    inverseFunctional: false,
    irreflexive: false,
    temporal: false,
    templates: {},
    ...more,
  });
  const facts = new Map(
    ["owner", "place", "maker", "likes"].flatMap((id) =>
      Array.from({ length: FACTS }, (_, i) => {
        const subject = id === "likes" ? pick() : `thing/${i}`;
        const fact = { subject, relation: id, object: pick(), stated: true };
        return [`${subject} ${id} ${id === "likes" ? fact.object : ""}`, fact] as const;
      }),
    ),
  );
  return {
    entities: Array.from({ length: ENTITIES }, (_, i) => ({
      id: `thing/${i}`,
      type: "thing",
      name: `Thing ${i}`,
      aliases: [],
    })),
    relations: [
      relation("owner", { inverse: "owns" }),
      relation("owns", { functional: false, inverse: "owner" }),
      relation("place"),
      relation("maker"),
      relation("likes", { functional: false }),
      relation("maker-place"),
    ],
    rules: [{ first: "maker", second: "place", third: "maker-place" }],
    facts: [...facts.values()],
  };
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  let result: T | undefined;
  const ms = await timeMs(async () => void (result = await work()));
  return { result: result as T, ms };
}
