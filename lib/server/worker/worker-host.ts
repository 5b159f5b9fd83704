/** The worker's side of the channel: answers calls with a bench, and carries progress, cancellation and errors. */
import { createRun, toWireError, type Logger, type Progress } from "../../base";
import { EditJobInput, LifelongSegment, PrepareJobInput, ProposeJobInput } from "../../store";
import type { ModelHost } from "../../job";
import { stackOf } from "../http/log";
import type { FromWorker, ToWorker } from "./worker-protocol";

type Call = Extract<ToWorker, { type: "call" }>;

export interface WorkerHost {
  receive(message: ToWorker): void;
}

/** `open` makes a bench; it is called at the first question and after each reset. */
export function createWorkerHost(
  open: () => Promise<ModelHost>,
  send: (message: FromWorker) => void,
): WorkerHost {
  const controllers = new Map<number, AbortController>();
  const answering = new Set<Promise<void>>();
  let modelHost: Promise<ModelHost> | undefined;
  let resetting: Promise<void> = Promise.resolve();

  const log: Logger = {
    debug: (message, fields) => send({ type: "log", level: "debug", message, fields }),
    info: (message, fields) => send({ type: "log", level: "info", message, fields }),
    warn: (message, fields) => send({ type: "log", level: "warn", message, fields }),
  };

  const ask = async ({ id, call, args }: Call, signal: AbortSignal): Promise<unknown> => {
    await resetting;
    modelHost ??= open();
    const answering = await modelHost;
    const onProgress = (update: Progress): void => send({ type: "progress", id, update });
    if (call === "edit") {
      const input = EditJobInput.parse(args[0]);
      return answering.edit(createRun({ seed: input.seed, signal, log, onProgress }), input);
    }
    if (call === "prepare")
      return answering.prepare(createRun({ signal, log, onProgress }), PrepareJobInput.parse(args[0]));
    if (call === "propose") {
      const input = ProposeJobInput.parse(args[0]);
      return answering.propose(createRun({ seed: input.seed, signal, log, onProgress }), input);
    }
    if (call === "lifelong")
      return answering.lifelong(createRun({ signal, log, onProgress }), LifelongSegment.parse(args[0]));
    // Inputs were parsed by the server, which alone can write to the channel.
    const question = answering[call] as (...parameters: readonly unknown[]) => Promise<unknown>;
    return question(...args);
  };

  const answer = async (message: Call): Promise<void> => {
    const { id } = message;
    const controller = new AbortController();
    controllers.set(id, controller);
    try {
      send({ type: "result", id, value: await ask(message, controller.signal) });
    } catch (error) {
      const wire = toWireError(error);
      send({ type: "error", id, error: wire, ...(wire.code === "internal" && { stack: stackOf(error) }) });
    } finally {
      controllers.delete(id);
    }
  };

  return {
    receive(message) {
      if (message.type === "cancel") {
        controllers.get(message.id)?.abort();
      } else if (message.type === "reset") {
        const before = [...answering];
        resetting = resetting.then(async () => {
          await Promise.all(before);
          const old = modelHost;
          modelHost = undefined;
          // A bench that could not be opened holds nothing.
          await (await old?.catch(() => undefined))?.dispose();
        });
      } else {
        const done = answer(message).finally(() => answering.delete(done));
        answering.add(done);
      }
    },
  };
}
