/** Which commands work on a server. */
import type { Command } from "commander";
import { invalidField } from "../../../lib/base";

const REMOTE = ["login", "logout", "whoami", "versions", "undo"];

/** Throws for a command that knows the data folder here only, because it would do its work in another place than was said. */
export function refuseElsewhere(command: Command, server: string | undefined): void {
  const name = nameOf(command);
  if (server === undefined || REMOTE.includes(name)) return;
  throw invalidField(
    "server",
    `${name} works on the data folder of this machine, not on a server.`,
    `With --server: ${REMOTE.join(", ")}. Everything else is in /api/openapi.json.`,
  );
}

/** As it is typed: "knowledge undo" is another than "undo". */
function nameOf(command: Command): string {
  const group = command.parent?.parent ? `${nameOf(command.parent)} ` : "";
  return `${group}${command.name()}`;
}
