/** The server's log: pino behind the project's own `Logger`, writing JSON lines to standard output. */
import { pino } from "pino";
import type { JsonObject, Logger } from "../../base";
import type { Env } from "../env";

export interface ServerLog extends Logger {
  error(message: string, fields?: JsonObject): void;
  /** A log that adds these fields to every line. */
  with(fields: JsonObject): ServerLog;
}

export function createLog(level: Env["logLevel"]): ServerLog {
  return wrap(pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }));
}

function wrap(logger: pino.Logger): ServerLog {
  return {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
    with: (fields) => wrap(logger.child(fields)),
  };
}
