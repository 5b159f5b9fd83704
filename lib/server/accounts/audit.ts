/**
 * The audit log. Each row's hash covers the row and the hash of the row before, so that a row that is changed, taken out or put
 * in later no longer fits. The database's own triggers refuse changes; the hashes show those that went past the database.
 */
import { createHash } from "node:crypto";
import type { z } from "zod";
import { AuditEntry, type listAudit, type verifyAudit } from "../../api";
import { createQueue, type JsonObject } from "../../base";
import type { PrismaClient } from "../generated/client";

type Event = Pick<AuditEntry, "person" | "name" | "via" | "action" | "details">;
type Row = NonNullable<Awaited<ReturnType<PrismaClient["auditRow"]["findFirst"]>>>;

export interface AuditLog {
  append(event: Event): Promise<void>;
  list(query: z.infer<typeof listAudit.input>): Promise<z.infer<typeof listAudit.output>>;
  verify(): Promise<z.infer<typeof verifyAudit.output>>;
  /** From the oldest. */
  all(): AsyncGenerator<AuditEntry>;
}

/** What the first row follows. */
const BEFORE_ALL = "0".repeat(64);
const ROWS_AT_ONCE = 500;

export function createAuditLog(
  database: Pick<PrismaClient, "auditRow">,
  now: () => Date = () => new Date(),
): AuditLog {
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

  return {
    append: ({ person = null, name, via, action, details }) =>
      queue.add(async () => {
        const last = await rows.findFirst({ orderBy: { sequence: "desc" } });
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
        await rows.create({ data: { ...row, hash: hashOfRow(row) } });
      }),

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
