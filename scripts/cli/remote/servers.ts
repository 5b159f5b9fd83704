/** Servers that this person's command line is signed in to: a file in their config folder that nobody else can read. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { ROLES } from "../../../lib/api";
import { invalidField, PalimpsestError } from "../../../lib/base";
import type { Elsewhere } from "../../../lib/client/queries/http";

const SignedIn = z.object({
  key: z.string(),
  keyId: z.string(),
  person: z.string(),
  role: z.enum(ROLES),
  expiresAt: z.iso.datetime(),
});
type SignedIn = z.infer<typeof SignedIn>;
/** By origin. */
const Servers = z.record(z.string(), SignedIn);

function file(): string {
  const { XDG_CONFIG_HOME: config } = process.env;
  return path.join(config || path.join(homedir(), ".config"), "palimpsest", "servers.json");
}

async function read(): Promise<Record<string, SignedIn>> {
  const text = await readFile(file(), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  try {
    return Servers.parse(JSON.parse(text));
  } catch (cause) {
    throw new PalimpsestError("integrity", `${file()} is not what palimpsest login writes.`, {
      hint: "Remove it and sign in again.",
      cause,
    });
  }
}

async function write(servers: Record<string, SignedIn>): Promise<void> {
  await mkdir(path.dirname(file()), { recursive: true, mode: 0o700 });
  // A file of its own first: one that was there keeps its mode, and one that breaks off would lose the other keys.
  const unfinished = `${file()}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(servers, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  await rename(unfinished, file());
}

/** The origin of an address as it was typed. */
export function serverOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw invalidField("server", `"${address}" is no address such as https://lab.example.`);
}

export async function remember(server: string, signedIn: SignedIn): Promise<void> {
  await write({ ...(await read()), [server]: signedIn });
}

export async function forget(server: string): Promise<void> {
  const { [server]: _, ...others } = await read();
  await write(others);
}

/** The server that is meant, the only one where none is named, and how to sign in to it. */
export async function signedIn(named: string | undefined): Promise<SignedIn & { readonly server: string }> {
  const servers = await read();
  const all = Object.keys(servers);
  if (named === undefined && all.length > 1)
    throw invalidField("server", "You are signed in to several servers.", `Name one: ${all.join(", ")}.`);
  const server = named === undefined ? all.at(0) : serverOf(named);
  if (server !== undefined && Object.hasOwn(servers, server)) return { ...servers[server], server };
  throw new PalimpsestError("unauthorized", `You are not signed in${server ? ` to ${server}` : ""}.`, {
    hint: `Run: palimpsest login --server ${server ?? "https://lab.example"}`,
  });
}

/** Where a command does its work, if not in the data folder here. */
export async function elsewhere(named: string): Promise<Elsewhere> {
  const { server, key } = await signedIn(named);
  return { origin: server, key };
}
