/**
 * The database: one SQLite file, opened once by one process, through Prisma's libsql adapter.
 *
 * libsql's client opens a new connection for every transaction and never closes it, which leaks two file descriptors each
 * time. This adapter uses one connection for everything. A transaction is BEGIN and COMMIT on it, because the adapter lets
 * no other statement run while a transaction is open. The pragmas of the connection then hold for every statement.
 */
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaClient } from "../generated/client";

type Client = ReturnType<PrismaLibSql["createClient"]>;
type Transaction = Awaited<ReturnType<Client["transaction"]>>;

/** How long another process, such as a backup, may hold the file before a statement fails. */
const BUSY_TIMEOUT_MS = 5_000;
const TRANSACTION_TIMEOUT_MS = 60_000;

class OneConnection extends PrismaLibSql {
  override createClient(config: ConstructorParameters<typeof PrismaLibSql>[0]): Client {
    const client = super.createClient(config);
    client.transaction = async () => {
      await client.execute("BEGIN IMMEDIATE");
      return onConnection(client);
    };
    return client;
  }
}

function onConnection(client: Client): Transaction {
  let closed = false;
  const end = async (statement: "COMMIT" | "ROLLBACK"): Promise<void> => {
    await client.execute(statement);
    closed = true;
  };
  return {
    execute: client.execute.bind(client),
    batch: async (statements) => {
      const results = [];
      for (const statement of statements) results.push(await client.execute(statement));
      return results;
    },
    executeMultiple: (sql) => client.executeMultiple(sql),
    commit: () => end("COMMIT"),
    rollback: async () => {
      if (!closed) await end("ROLLBACK");
    },
    close: () => {
      if (!closed) void end("ROLLBACK");
    },
    get closed() {
      return closed;
    },
  };
}

/** An adapter factory for the database file at `path`. */
export function databaseAdapter(path: string): PrismaLibSql {
  return new OneConnection({ url: `file:${path}`, timeout: BUSY_TIMEOUT_MS });
}

/** A connection of its own to the SQLite file at `path`, which does not wait for others. The caller closes it. */
export function openConnection(path: string): Client {
  const config = { url: `file:${path}`, timeout: 0 };
  return new OneConnection(config).createClient(config);
}

/**
 * Prisma's client on the database file. Committed data survives the end of the process and, with `synchronous = FULL`, a
 * loss of power. The caller disconnects the client.
 */
export async function openDatabase(path: string): Promise<PrismaClient> {
  const client = new PrismaClient({
    adapter: databaseAdapter(path),
    errorFormat: "minimal",
    transactionOptions: { maxWait: TRANSACTION_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
  });
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"]) {
    await client.$queryRawUnsafe(`PRAGMA ${pragma}`);
  }
  return client;
}
