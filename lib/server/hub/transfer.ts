/**
 * Downloads one file from a hub. Its bytes are written under a temporary name, and an interrupted transfer resumes there. The
 * file must not exceed the announced size. It gets its name only when its digest is right.
 */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { because, checkCancelled, PalimpsestError } from "../../base";
import type { Origin } from "../../store";
import { asStorageError } from "../files/part-files";
import type { Hub } from "./hosts";
import { fileRequest, type FileDigest, type HubFile } from "./repository";
import { RETRY_POLICY, pause, type HubFetch, type RetryPolicy } from "./request";

export interface TransferCall {
  readonly hub: Hub;
  readonly fetch: HubFetch;
  readonly origin: Origin;
  readonly file: HubFile;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly retryPolicy?: RetryPolicy;
  /** Bytes of this file that are on the disk. */
  readonly onBytes: (doneBytes: number) => void;
  /** Called before a file that is already complete is read again to check its digest. */
  readonly onCheck?: () => void;
  readonly onWait?: (durationMs: number) => void;
}

/**
 * Makes sure that the complete file is in the folder. Throws `integrity`, and deletes the file, when its bytes are not those
 * that were announced. Throws `runtime_unavailable`, and keeps the bytes so far, when the hub cannot be reached.
 */
export async function transfer(call: TransferCall): Promise<void> {
  const { file, folder, retryPolicy = RETRY_POLICY } = call;
  const finished = path.join(folder, file.name);
  await mkdir(path.dirname(finished), { recursive: true }).catch(unwritable);
  if (await holds(finished, call)) return;

  const part = path.join(folder, `${file.name}.${file.digest.hex.slice(0, 16)}.part`);
  const hash = hashOf(file);
  let doneBytes = await resume(part, file, hash, call.signal);
  for (let failures = 0; doneBytes < file.sizeBytes;) {
    call.onBytes(doneBytes);
    const before = doneBytes;
    const result = await append(part, doneBytes, hash, call, retryPolicy);
    doneBytes = result.doneBytes;
    if (result.failure === undefined) continue;
    // Only failures in a row without any new byte count, so that an unstable connection can still finish a large file.
    failures = doneBytes > before ? 0 : failures + 1;
    if (failures > retryPolicy.retries) throw lost(file, result.failure);
    await pause(Math.min(retryPolicy.longestWaitMs, retryPolicy.backoffMs * 2 ** failures), call);
  }
  if (file.sizeBytes === 0) await (await open(part, "a")).close();
  await settle(part, finished, hash, file);
  call.onBytes(doneBytes);
}

/** Whether the complete file is already there, with the right digest. */
async function holds(finished: string, { file, signal, onCheck }: TransferCall): Promise<boolean> {
  const size = await sizeOf(finished);
  if (size !== file.sizeBytes) return false;
  onCheck?.();
  const hash = hashOf(file);
  await feed(hash, finished, signal);
  return hash.digest("hex") === file.digest.hex;
}

/** The bytes of the partial file that can be kept. Adds them to the hash. */
async function resume(part: string, file: HubFile, hash: Hash, signal: AbortSignal): Promise<number> {
  const size = (await sizeOf(part)) ?? 0;
  if (size > file.sizeBytes) {
    await rm(part, { force: true });
    return 0;
  }
  if (size > 0) await feed(hash, part, signal);
  return size;
}

interface Appended {
  readonly doneBytes: number;
  /** Why the connection ended early. */
  readonly failure?: unknown;
}

async function append(
  part: string,
  startBytes: number,
  hash: Hash,
  call: TransferCall,
  { stallMs }: RetryPolicy,
): Promise<Appended> {
  const { hub, fetch, origin, file, signal, onWait, onBytes } = call;
  const silence = new AbortController();
  const both = AbortSignal.any([signal, silence.signal]);
  const response = await fetch({
    ...fileRequest(hub, origin, file.name, startBytes, file.sizeBytes),
    signal: both,
    onWait,
  });
  const skipBytes = skipOf(response, startBytes, file);
  let arrived = startBytes - skipBytes;
  const reader = response.body?.getReader();
  const handle = await open(part, "a");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let doneBytes = startBytes;
  try {
    for (;;) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), stallMs);
      const next = await reader?.read();
      if (!next || next.done) break;
      const fresh = next.value.subarray(Math.min(next.value.length, Math.max(0, startBytes - arrived)));
      arrived += next.value.length;
      if (arrived > file.sizeBytes) throw tooLong(file);
      await handle.writeFile(fresh).catch(unwritable);
      hash.update(fresh);
      doneBytes += fresh.length;
      onBytes(doneBytes);
    }
    return doneBytes < file.sizeBytes
      ? { doneBytes, failure: new Error("the body ended early") }
      : { doneBytes };
  } catch (error) {
    checkCancelled(signal);
    if (!(error instanceof PalimpsestError)) return { doneBytes, failure: error };
    if (error.code === "integrity") await rm(part, { force: true });
    throw error;
  } finally {
    clearTimeout(timer);
    await reader?.cancel().catch(() => undefined); // the connection may be broken already
    await handle.close();
  }
}

/** Bytes to skip at the beginning of the body. A server without support for ranges sends again the bytes on the disk. */
function skipOf(response: Response, startBytes: number, file: HubFile): number {
  if (response.status !== 206) return startBytes;
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
  const isRight =
    range && Number(range[1]) === startBytes && (range[2] === "*" || Number(range[2]) === file.sizeBytes);
  if (isRight) return 0;
  void response.body?.cancel();
  throw new PalimpsestError(
    "integrity",
    `The hub sent another part of ${file.name} than the one asked for.`,
    {
      hint: "Try again, or from another mirror.",
      details: { field: file.name },
    },
  );
}

/** Gives the file its name if its digest is right; else deletes it and throws `integrity`. */
async function settle(part: string, finished: string, hash: Hash, file: HubFile): Promise<void> {
  const found = hash.digest("hex");
  if (found === file.digest.hex) return rename(part, finished);
  await rm(part, { force: true });
  throw new PalimpsestError(
    "integrity",
    `${file.name} has the ${NAMES[file.digest.kind]} ${found.slice(0, 12)}… and should have ${file.digest.hex.slice(0, 12)}…, so it was deleted.`,
    {
      hint: "Download it again; if it happens twice, the hub or mirror holds a damaged file.",
      details: { ...because("downloadDamaged", { file: file.name }), field: file.name },
    },
  );
}

const NAMES: Readonly<Record<FileDigest["kind"], string>> = { sha256: "sha-256", git: "git digest" };

/** A new hash of the digest's kind. A git blob id is the sha-1 of a short header and the bytes. */
function hashOf({ digest, sizeBytes }: HubFile): Hash {
  return digest.kind === "sha256" ? createHash("sha256") : createHash("sha1").update(`blob ${sizeBytes}\0`);
}

async function feed(hash: Hash, file: string, signal: AbortSignal): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    checkCancelled(signal);
    hash.update(chunk as Buffer);
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}

function tooLong(file: HubFile): PalimpsestError {
  return new PalimpsestError(
    "integrity",
    `${file.name} goes on after the ${file.sizeBytes} bytes that the hub announced, so it was deleted.`,
    {
      hint: "Try again, or from another mirror.",
      details: { ...because("downloadDamaged", { file: file.name }), field: file.name },
    },
  );
}

function lost(file: HubFile, cause: unknown): PalimpsestError {
  return new PalimpsestError(
    "runtime_unavailable",
    `The connection broke several times in a row during ${file.name}.`,
    {
      hint: "Resume the download later. The bytes so far are kept.",
      cause,
      details: because("hubBroke"),
    },
  );
}

function unwritable(cause: unknown): never {
  const stored = asStorageError(cause);
  if (stored instanceof PalimpsestError) throw stored;
  throw new PalimpsestError("internal", "A downloaded file could not be written.", { cause });
}
