/**
 * The server's side of the child process that runs models. The server starts the process, starts it again when it dies, and
 * ends it when the server ends.
 */
import { fork, type ChildProcess } from "node:child_process";
import { access } from "node:fs/promises";
import { constants, getPriority, setPriority } from "node:os";
import { because, PalimpsestError, unlessCancelled, type Logger } from "../../base";
import {
  CALLS,
  connect,
  methodsFrom,
  RECORD_CALLS,
  serve,
  type Ask,
  type Connection,
  type HostRecords,
  type ModelHost,
} from "../../job";
import { processPort } from "./process-port";

interface ModelProcessOptions {
  /** The bundle to run. */
  readonly file: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly log: Logger;
  /** The records that the process asks the server for. */
  readonly records: HostRecords;
  /** The runtime of the process, as its variables set it. */
  readonly place: ModelHost["place"];
  /** Pause before a dead process is started again. It doubles with each death until a process answers. */
  readonly backoffMs?: number;
  /** How long a cancelled call may take to stop before the process is ended. */
  readonly cancelGraceMs?: number;
  /** How long a question may take, including the loading of its model. */
  readonly questionMs?: number;
  /** Starts the process. Tests pass a function whose process fails. */
  readonly start?: (file: string, variables: NodeJS.ProcessEnv) => ChildProcess;
}

export interface ModelProcess {
  /** Starts the process if it is not running. */
  start(): void;
  readonly state: "stopped" | "starting" | "ready";
  /** Absent while there is none. */
  readonly pid: number | undefined;
  readonly modelHost: ModelHost;
  /** Makes the process drop its loaded models after its current work. */
  reset(): void;
  stop(): Promise<void>;
}

type HostConnection = Connection<typeof CALLS>;

const LONGEST_PAUSE_MS = 5_000;
/** A question that takes longer delays all others. It is cancelled, and its process is ended if it does not stop. */
const LONGEST_QUESTION_MS = 180_000;
/** After this many deaths without an answer, another start would fail too. */
const DEATHS_BEFORE_GIVING_UP = 5;

export function createModelProcess(options: ModelProcessOptions): ModelProcess {
  const {
    file,
    variables,
    log,
    records,
    place,
    backoffMs = 100,
    cancelGraceMs = 10_000,
    questionMs = LONGEST_QUESTION_MS,
    start: run = forked,
  } = options;
  let running: { readonly child: ChildProcess; readonly connection: HostConnection } | undefined;
  let state: ModelProcess["state"] = "stopped";
  let restart: ReturnType<typeof setTimeout> | undefined;
  let deaths = 0;
  let isStopping = false;
  let next = deferred<HostConnection>();

  const fail = (error: PalimpsestError): void => {
    const waiting = next;
    next = deferred();
    waiting.reject(error);
  };

  const start = (): void => {
    if (running || restart || isStopping) return;
    state = "starting";
    const child = run(file, variables);
    giveWay(child);
    const connection = connect(CALLS, processPort(child, "host"), {
      graceMs: cancelGraceMs,
      deadlineMs: questionMs,
      onStuck: () => void child.kill("SIGKILL"),
      log,
    });
    serve(RECORD_CALLS, processPort(child, "records"), {
      open: async () => ({ ...records, place, dispose: async () => undefined }),
      log,
    });
    running = { child, connection };
    child.on("error", (error) => {
      log.warn("The process that runs models had an error", { error: error.message });
      // A process that could not be started has no exit event.
      if (child.pid === undefined) died(child, null, null);
    });
    child.on("exit", (code, signal) => died(child, code, signal));
    connection.opened.then(
      () => {
        if (running?.child !== child) return;
        state = "ready";
        next.resolve(connection);
      },
      (error: PalimpsestError) => {
        if (running?.child !== child) return;
        fail(error);
        child.kill("SIGKILL");
      },
    );
  };

  const died = (dead: ChildProcess, code: number | null, signal: string | null): void => {
    if (running?.child !== dead) return;
    const { connection } = running;
    running = undefined;
    if (state === "ready") next = deferred();
    state = "stopped";
    connection.end(interrupted());
    if (isStopping) return;
    deaths++;
    log.warn("The process that runs models died", { code, signal, deaths });
    if (deaths >= DEATHS_BEFORE_GIVING_UP) return fail(unavailable());
    const pauseMs = Math.min(backoffMs * 2 ** (deaths - 1), LONGEST_PAUSE_MS);
    restart = setTimeout(() => {
      restart = undefined;
      start();
    }, pauseMs);
  };

  const ask: Ask = async (name, input, run) => {
    if (isStopping) throw interrupted();
    if (!running) await checkBundle(file);
    // A new question allows one more start after the process was given up.
    deaths = Math.min(deaths, DEATHS_BEFORE_GIVING_UP - 1);
    start();
    const connection = await unlessCancelled(next.promise, run?.signal);
    try {
      return await connection.ask(name, input, run);
    } finally {
      if (running?.connection === connection) deaths = 0;
    }
  };

  return {
    start,
    get state() {
      return state;
    },
    get pid() {
      return running?.child.pid;
    },
    modelHost: { ...methodsFrom(CALLS, ask), place, dispose: async () => undefined },
    reset: () => running?.connection.reset(),
    async stop() {
      isStopping = true;
      clearTimeout(restart);
      fail(interrupted());
      if (!running) return;
      const { child, connection } = running;
      connection.end(interrupted());
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** The server gets three times the share of a processor that both want; other programs are hardly before the models. */
const LOWER_BY = 5;
const LOWEST_PRIORITY = constants.priority.PRIORITY_LOW;

/** Lets the server answer first where both want the processor. Threads that the process starts from now on do the same. */
function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.min(LOWEST_PRIORITY, getPriority() + LOWER_BY));
  } catch {
    // It has ended already, or the system does not allow it: models then compute beside the server.
  }
}

function forked(file: string, variables: NodeJS.ProcessEnv): ChildProcess {
  return fork(file, [], { env: variables, execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: PalimpsestError): void;
}

function deferred<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, "promise"> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => undefined); // callers get the error; without one it is not an unhandled rejection
  return { promise, ...(settle as unknown as Omit<Deferred<T>, "promise">) };
}

async function checkBundle(file: string): Promise<void> {
  await access(file).catch((cause: unknown) => {
    throw new PalimpsestError(
      "runtime_unavailable",
      "The program that runs models on the server has not been built.",
      {
        hint: "Run `npm run worker`, then ask again.",
        cause,
      },
    );
  });
}

function interrupted(): PalimpsestError {
  return new PalimpsestError("interrupted", "The process that ran the model ended before it answered.", {
    hint: "Run it again. If it happens every time, the model may need more memory than there is.",
    details: because("processEnded"),
  });
}

function unavailable(): PalimpsestError {
  return new PalimpsestError("runtime_unavailable", "The process that runs models ends again and again.", {
    hint: "Look at the server's log for the reason.",
    details: because("processEndsAgain"),
  });
}
