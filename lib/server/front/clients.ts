/** Who asks, as far as a server without accounts can tell. */
import { createHash } from "node:crypto";

const THIS_MACHINE = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)?$/;

/**
 * The address that a request comes from; empty for this machine. Next writes it into the header unless a proxy before it has,
 * so a client can claim another. It decides whose turn it is and nothing else.
 */
export function addressOf({ headers }: Request): string {
  const address = (headers.get("x-forwarded-for") ?? "").split(",", 1)[0].trim();
  return THIS_MACHINE.test(address) ? "" : address;
}

/** The client of a job: people on one machine are told apart by their names. */
export function clientOf(address: string, author: string): string | undefined {
  if (address === "" && author === "") return undefined;
  return createHash("sha256").update(`${address}\n${author}`).digest("hex").slice(0, 16);
}
