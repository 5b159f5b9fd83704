/**
 * The server's side of the channel: one child process that runs models, started when first needed, started again when it
 * dies, and gone when the server goes.
 */
import { fork, type ChildProcess } from "node:child_process";
import { access } from "node:fs/promises";
import {
  CancelledError,
  fromWireError,
  PalimpsestError,
  type Logger,
  type Progress,
  type Run,
} from "../../base";
import type { ModelHost } from "../../job";
import type { HostCall, FromWorker, ToWorker } from "./worker-protocol";

export interface WorkerOptions {
  /** The bundle to run. */
  readonly file: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly log: Logger;
  /** Where the process computes, as its variables say. */
  readonly place: ModelHost["place"];
  /** First pause before a dead worker is started again; it doubles with each death until one answers. */
  readonly backoffMs?: number;
  /** How long a cancelled call may take to stop before the worker is ended. */
  readonly cancelGraceMs?: number;
}

export interface Worker {
  /** Starts the process if it does not run. */
  start(): void;
  readonly state: "stopped" | "starting" | "ready";
  readonly modelHost: ModelHost;
  /** Makes the worker forget its models, after what it is doing. */
  reset(): void;
  stop(): Promise<void>;
}

interface Pending {
  readonly message: Extract<ToWorker, { type: "call" }>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly progress?: (update: Progress) => void;
  isSent: boolean;
}

const LONGEST_PAUSE_MS = 5_000;
/** A worker that dies so often without answering will not answer the next time either. */
const DEATHS_BEFORE_GIVING_UP = 5;

export function createWorker(options: WorkerOptions): Worker {
  const { file, variables, log, place, backoffMs = 100, cancelGraceMs = 10_000 } = options;
  const pending = new Map<number, Pending>();
  let child: ChildProcess | undefined;
  let state: Worker["state"] = "stopped";
  let restart: ReturnType<typeof setTimeout> | undefined;
  let deaths = 0;
  let nextId = 1;
  let isStopping = false;

  const send = (message: ToWorker): void => {
    if (child?.connected) child.send(message);
  };

  const start = (): void => {
    if (child || restart || isStopping) return;
    state = "starting";
    const started = fork(file, [], {
      env: variables,
      execArgv: [],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child = started;
    started.on("message", (message) => receive(message as FromWorker));
    started.on("error", (error) => log.warn("The worker could not be started", { error: error.message }));
    started.on("exit", (code, signal) => died(started, code, signal));
  };

  const died = (dead: ChildProcess, code: number | null, signal: string | null): void => {
    if (child !== dead) return;
    child = undefined;
    state = "stopped";
    if (isStopping) return;
    deaths++;
    log.warn("The worker died", { code, signal, deaths });
    const isHopeless = deaths >= DEATHS_BEFORE_GIVING_UP;
    for (const [id, call] of pending) {
      if (!call.isSent && !isHopeless) continue;
      pending.delete(id);
      call.reject(isHopeless ? unavailable() : interrupted());
    }
    if (isHopeless) return;
    const pauseMs = Math.min(backoffMs * 2 ** (deaths - 1), LONGEST_PAUSE_MS);
    restart = setTimeout(() => {
      restart = undefined;
      start();
    }, pauseMs);
  };

  const receive = (message: FromWorker): void => {
    if (message.type === "log") return log[message.level](message.message, message.fields);
    if (message.type === "ready") {
      state = "ready";
      for (const call of pending.values()) transmit(call);
      return;
    }
    const call = pending.get(message.id);
    if (!call) return;
    if (message.type === "progress") return call.progress?.(message.update);
    pending.delete(message.id);
    deaths = 0;
    if (message.type === "result") return call.resolve(message.value);
    if (message.stack !== undefined)
      log.warn("The worker met a bug", { call: call.message.call, error: message.stack });
    call.reject(fromWireError(message.error));
  };

  const transmit = (call: Pending): void => {
    if (call.isSent) return;
    call.isSent = true;
    send(call.message);
  };

  const ask = async (call: HostCall, args: readonly unknown[], run?: Run): Promise<unknown> => {
    if (isStopping) throw interrupted();
    if (!child) await checkBundle(file);
    const message = { type: "call", id: nextId++, call, args } as const;
    const answer = new Promise<unknown>((resolve, reject) => {
      const entry: Pending = { message, resolve, reject, progress: run?.progress, isSent: false };
      pending.set(message.id, entry);
      // Someone asks, so a worker that was given up gets another chance.
      if (deaths >= DEATHS_BEFORE_GIVING_UP) deaths = DEATHS_BEFORE_GIVING_UP - 1;
      if (state === "ready") transmit(entry);
      else start();
    });
    return run ? cancellable(answer, message.id, run.signal) : answer;
  };

  const cancellable = async (answer: Promise<unknown>, id: number, signal: AbortSignal): Promise<unknown> => {
    let grace: ReturnType<typeof setTimeout> | undefined;
    const cancel = (): void => {
      const call = pending.get(id);
      if (call && !call.isSent) {
        pending.delete(id);
        return call.reject(new CancelledError());
      }
      send({ type: "cancel", id });
      grace = setTimeout(() => child?.kill("SIGKILL"), cancelGraceMs);
    };
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
    try {
      return await answer;
    } finally {
      clearTimeout(grace);
      signal.removeEventListener("abort", cancel);
    }
  };

  return {
    start,
    get state() {
      return state;
    },
    modelHost: remoteModelHost(place, ask),
    reset: () => send({ type: "reset" }),
    async stop() {
      isStopping = true;
      clearTimeout(restart);
      for (const call of pending.values()) call.reject(interrupted());
      pending.clear();
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill("SIGKILL");
      await gone;
    },
  };
}

/** The bench as the server sees it. Answers are typed by the contract and checked by the route that gives them out. */
function remoteModelHost(
  place: ModelHost["place"],
  ask: (call: HostCall, args: readonly unknown[], run?: Run) => Promise<unknown>,
): ModelHost {
  const question = <C extends Exclude<HostCall, "edit" | "prepare" | "propose" | "lifelong">>(call: C) =>
    ((...args: readonly unknown[]) => ask(call, args)) as unknown as ModelHost[C];
  return {
    place,
    tokens: question("tokens"),
    nextTokens: question("nextTokens"),
    generate: question("generate"),
    fingerprint: question("fingerprint"),
    preflight: question("preflight"),
    edit: (run, input) => ask("edit", [input], run) as ReturnType<ModelHost["edit"]>,
    prepare: (run, input) => ask("prepare", [input], run) as ReturnType<ModelHost["prepare"]>,
    propose: (run, input) => ask("propose", [input], run) as ReturnType<ModelHost["propose"]>,
    lifelong: (run, input) => ask("lifelong", [input], run) as ReturnType<ModelHost["lifelong"]>,
    dispose: async () => undefined,
  };
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
  });
}

function unavailable(): PalimpsestError {
  return new PalimpsestError("runtime_unavailable", "The process that runs models does not stay up.", {
    hint: "Look at the server's log for the reason.",
  });
}
