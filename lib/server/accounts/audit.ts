/**
 * The audit log. Each row's hash covers the row and the hash of the row before, so that a row that is changed, taken out or put
 * in later no longer fits. The database's own triggers refuse changes; the hashes show those that went past the database.
 */
import { createHash } from "node:crypto";
import { ulid } from "ulid";
import type { z } from "zod";
import { AuditEntry, type listAudit, type verifyAudit } from "../../api";
import { createQueue, type JsonObject } from "../../base";
import type { PrismaClient } from "../generated/client";

type Event = Pick<AuditEntry, "person" | "name" | "via" | "action" | "details">;
/** As a row has it. */
type Written = Omit<Event, "person" | "via"> & { readonly person?: string | null; readonly via: string };
type Row = NonNullable<Awaited<ReturnType<PrismaClient["auditRow"]["findFirst"]>>>;

export interface AuditLog {
  append(event: Event): Promise<void>;
  /**
   * Notes what somebody is about to do. What is returned puts the row with its outcome in the place of the note, in one transaction;
   * null where nothing was done.
   */
  intend(event: Event): Promise<(details: JsonObject | null) => Promise<void>>;
  /** As a server starts: rows for notes of changes that the one before did not outlive. Returns how many. */
  recover(): Promise<number>;
  list(query: z.infer<typeof listAudit.input>): Promise<z.infer<typeof listAudit.output>>;
  verify(): Promise<z.infer<typeof verifyAudit.output>>;
  /** From the oldest. */
  all(): AsyncGenerator<AuditEntry>;
}

/** What the first row follows. */
const BEFORE_ALL = "0".repeat(64);
const ROWS_AT_ONCE = 500;

export function createAuditLog(database: PrismaClient, now: () => Date = () => new Date()): AuditLog {
  const rows = database.auditRow;
  // One after another: each needs the hash of the one before.
  const queue = createQueue();

  async function* inOrder(): AsyncGenerator<Row> {
    for (let after = 0; ;) {
      const found = await rows.findMany({
        where: { sequence: { gt: after } },
        orderBy: { sequence: "asc" },
        take: ROWS_AT_ONCE,
      });
      yield* found;
      if (found.length < ROWS_AT_ONCE) return;
      after = found[found.length - 1].sequence;
    }
  }

  const add = async (
    inside: Pick<PrismaClient, "auditRow">,
    { person = null, name, via, action, details }: Written,
  ): Promise<void> => {
    const last = await inside.auditRow.findFirst({ orderBy: { sequence: "desc" } });
    const row = {
      sequence: (last?.sequence ?? 0) + 1,
      at: now().toISOString(),
      person,
      name,
      via,
      action,
      details: JSON.stringify(details),
      previous: last?.hash ?? BEFORE_ALL,
    };
    await inside.auditRow.create({ data: { ...row, hash: hashOfRow(row) } });
  };
  /** The row in the place of the note. */
  const settle = (id: string, event: Written): Promise<void> =>
    queue.add(() =>
      database.$transaction(async (inside) => {
        await add(inside, event);
        await inside.auditIntent.delete({ where: { id } });
      }),
    );

  return {
    append: (event) => queue.add(() => add(database, event)),

    async intend(event) {
      const { person = null, name, via, action, details } = event;
      const id = `int_${ulid()}`;
      const note = {
        id,
        at: now().toISOString(),
        person,
        name,
        via,
        action,
        details: JSON.stringify(details),
      };
      await database.auditIntent.create({ data: note });
      return async (outcome) => {
        if (outcome !== null) await settle(id, { ...event, details: outcome });
        else await database.auditIntent.delete({ where: { id } });
      };
    },

    async recover() {
      const left = await database.auditIntent.findMany({ orderBy: { id: "asc" } });
      for (const { id, at, details, ...event } of left) {
        const known = JSON.parse(details) as JsonObject;
        await settle(id, { ...event, details: { ...known, begun: at, outcome: "interrupted" } });
      }
      return left.length;
    },

    async list({ person, before, limit }) {
      const where = person === undefined ? {} : { person };
      const older = before === undefined ? where : { ...where, sequence: { lt: before } };
      const found = await rows.findMany({ where: older, orderBy: { sequence: "desc" }, take: limit });
      return { entries: found.map(entryOf), total: await rows.count({ where }) };
    },

    async verify() {
      let head = BEFORE_ALL;
      let count = 0;
      for await (const row of inOrder()) {
        const message = faultOf(row, count + 1, head);
        if (message !== undefined) return { rows: count, head, fault: { sequence: row.sequence, message } };
        head = row.hash;
        count++;
      }
      return { rows: count, head };
    },

    async *all() {
      for await (const row of inOrder()) yield entryOf(row);
    },
  };
}

function faultOf(row: Row, expected: number, head: string): string | undefined {
  if (row.sequence !== expected) return `Row ${expected} is missing: row ${row.sequence} comes next.`;
  if (row.previous !== head) return `Row ${row.sequence} does not follow from the row before it.`;
  if (row.hash !== hashOfRow(row)) return `Row ${row.sequence} was changed after it was written.`;
  return undefined;
}

/** Covers every column. An array, because the order of an object's members is nobody's promise. */
function hashOfRow({
  sequence,
  at,
  person,
  name,
  via,
  action,
  details,
  previous,
}: Omit<Row, "hash">): string {
  const text = JSON.stringify([sequence, at, person, name, via, action, details, previous]);
  return createHash("sha256").update(text).digest("hex");
}

function entryOf({ person, details, ...row }: Row): AuditEntry {
  return AuditEntry.parse({
    ...row,
    ...(person !== null && { person }),
    details: JSON.parse(details) as JsonObject,
  });
}
