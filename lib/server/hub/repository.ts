/** A repository at one commit: the files that a checkpoint needs, with their sizes and digests. */
import { z } from "zod";
import { because, invalidField, PalimpsestError, parseJson } from "../../base";
import { ggufChoices, ggufPartNames, type CheckpointFiles, type GgufChoice } from "../../model";
import { Commit, isCheckpointFile, isGgufFile, isWeightFile, type Origin } from "../../store";
import type { Hub } from "./hosts";
import type { HubFetch, HubRequest } from "./request";

/** The digest that the hub gives for a file: sha-256 for a large file, the git blob id for a small one. */
export interface FileDigest {
  readonly kind: "sha256" | "git";
  readonly hex: string;
}

export interface HubFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly digest: FileDigest;
}

/** A repository pinned to a commit. */
export interface Snapshot {
  readonly origin: Origin;
  readonly files: readonly HubFile[];
}

interface SnapshotCall {
  readonly hub: Hub;
  readonly fetch: HubFetch;
  readonly repository: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** The GGUF file that is wanted, or one of its parts, where a repository holds several models. */
  readonly file?: string;
  readonly signal: AbortSignal;
}

/** The models of a repository: those of GGUF files to choose from, and whether safetensors make one too. */
interface RepositoryChoices {
  readonly origin: Origin;
  readonly hasSafetensors: boolean;
  readonly choices: readonly (GgufChoice & { readonly sizeBytes: number })[];
}

const Listing = z.object({
  sha: Commit,
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().min(0).optional(),
      blobId: z.string().optional(),
      lfs: z.object({ sha256: z.string(), size: z.int().min(0) }).optional(),
    }),
  ),
});
type Sibling = z.infer<typeof Listing>["siblings"][number];

/** Largest listing. A listing of a thousand files is far smaller. */
const MOST_LISTING_BYTES = 16_000_000;

/** Resolves the revision to a commit, and gets the size and digest of each needed file. Reads no file. */
export async function openSnapshot(call: SnapshotCall): Promise<Snapshot> {
  const { origin, siblings } = await openListing(call);
  return { origin, files: await filesOf(call, origin, needed(siblings, call)) };
}

/** Resolves the revision, and lists the models that the repository holds. Reads no file. */
export async function listChoices(call: Omit<SnapshotCall, "file">): Promise<RepositoryChoices> {
  const { origin, siblings } = await openListing(call);
  const gguf = siblings.filter(({ rfilename }) => isGgufFile(rfilename));
  const sizes = new Map((await filesOf(call, origin, gguf)).map(({ name, sizeBytes }) => [name, sizeBytes]));
  return {
    origin,
    hasSafetensors: hasSafetensors(siblings),
    choices: ggufChoices([...sizes.keys()]).map((choice) => ({
      ...choice,
      sizeBytes: choice.files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0),
    })),
  };
}

async function openListing(
  call: Omit<SnapshotCall, "file">,
): Promise<{ readonly origin: Origin; readonly siblings: readonly Sibling[] }> {
  const { hub, fetch, repository, revision, signal } = call;
  const path = `/api/models/${encodeRepository(repository)}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const listing = Listing.safeParse(await jsonOf(await fetch({ hub, path, signal })));
  if (!listing.success) {
    throw new PalimpsestError(
      "integrity",
      `${hub.host} describes ${repository} in a form that is not known here.`,
      {
        hint: "If it is a mirror, it may use another version of the hub's protocol.",
        cause: listing.error,
      },
    );
  }
  const { sha, siblings } = listing.data;
  return { origin: { host: hub.host, repository, requested: revision, revision: sha }, siblings };
}

async function filesOf(
  call: SnapshotCall,
  origin: Origin,
  siblings: readonly Sibling[],
): Promise<readonly HubFile[]> {
  const files: HubFile[] = [];
  for (const sibling of siblings) {
    files.push(fromListing(sibling) ?? (await fromHeaders(call, origin, sibling.rfilename)));
  }
  return files;
}

/** The files of a snapshot, read by byte ranges, so that configuration and headers can be checked before a download. */
export function snapshotFiles(
  { origin, files }: Snapshot,
  { hub, fetch, signal }: Pick<SnapshotCall, "hub" | "fetch" | "signal">,
): CheckpointFiles {
  return {
    list: async () => files,
    async read(name, start = 0, end) {
      const file = files.find((entry) => entry.name === name);
      if (!file)
        throw new PalimpsestError("not_found", `${origin.repository} has no ${name}.`, {
          details: { field: name },
        });
      const stop = Math.min(end ?? file.sizeBytes, file.sizeBytes);
      const response = await fetch({ ...fileRequest(hub, origin, name, start, stop), signal });
      return bytesOf(response, name, start, stop);
    },
  };
}

/** The request for the bytes [start, end) of a file. */
export function fileRequest(
  hub: Hub,
  origin: Origin,
  name: string,
  start: number,
  end: number,
): Omit<HubRequest, "signal"> {
  return {
    hub,
    path: resolvePath(origin, name),
    headers: { range: `bytes=${start}-${end - 1}` },
  };
}

/**
 * The files to download: those of the chosen GGUF file, else of the only model there is. Of safetensors and GGUF, safetensors
 * is read: GGUF files are conversions, and often quantized. Some repositories hold the same weights both in one file and in
 * shards: then the one file.
 */
function needed(
  siblings: readonly Sibling[],
  { repository, file }: Pick<SnapshotCall, "repository" | "file">,
): readonly Sibling[] {
  const all = siblings.filter(({ rfilename }) => isCheckpointFile(rfilename));
  const choices = ggufChoices(all.map(({ rfilename }) => rfilename));
  if (file !== undefined) return chosen(all, choices, repository, file);
  const known = all.filter(({ rfilename }) => !isGgufFile(rfilename));
  if (!hasSafetensors(all) && choices.length > 0) {
    if (choices.length > 1) throw severalModels(repository, choices);
    return chosen(all, choices, repository, choices[0].file);
  }
  const isWhole = known.some(({ rfilename }) => rfilename === "model.safetensors");
  return known.filter(
    ({ rfilename }) => !isWhole || !/^model[-.].*(\.index\.json|-of-\d+\.safetensors)$/.test(rfilename),
  );
}

function hasSafetensors(siblings: readonly Sibling[]): boolean {
  return siblings.some(({ rfilename }) => isWeightFile(rfilename) && !isGgufFile(rfilename));
}

/** A GGUF file has settings and tokenizer in it, so nothing else is needed. */
function chosen(
  siblings: readonly Sibling[],
  choices: readonly GgufChoice[],
  repository: string,
  file: string,
): readonly Sibling[] {
  const names = ggufPartNames(file);
  const found = siblings.filter(({ rfilename }) => names.includes(rfilename));
  if (found.length === names.length) return found;
  const missing = names.find((name) => !found.some(({ rfilename }) => rfilename === name));
  throw new PalimpsestError("not_found", `${repository} has no file ${missing}.`, {
    hint: choices.length > 0 ? `Its GGUF files: ${namesOf(choices)}.` : "It has no GGUF file.",
    details: { field: "file" },
  });
}

function severalModels(repository: string, choices: readonly GgufChoice[]): PalimpsestError {
  return invalidField(
    "file",
    `${repository} holds ${choices.length} models as GGUF files, and none was chosen.`,
    `Choose one: ${namesOf(choices)}.`,
  );
}

const namesOf = (choices: readonly GgufChoice[]) => choices.map(({ file }) => file).join(", ");

function fromListing({ rfilename: name, size, blobId, lfs }: Sibling): HubFile | undefined {
  if (lfs) return { name, sizeBytes: lfs.size, digest: digestOf(lfs.sha256, name) };
  if (size === undefined || blobId === undefined) return undefined;
  return { name, sizeBytes: size, digest: digestOf(blobId, name) };
}

/** Size and digest from the response headers of a file, for hubs whose listing has only names. */
async function fromHeaders(
  { hub, fetch, signal }: SnapshotCall,
  origin: Origin,
  name: string,
): Promise<HubFile> {
  const { headers } = await fetch({
    hub,
    path: resolvePath(origin, name),
    method: "HEAD",
    signal,
    isEnough: (response) => response.headers.has("x-linked-etag"),
  });
  const tag = (headers.get("x-linked-etag") ?? headers.get("etag") ?? "").replace(/^W\/|"/g, "");
  const size = Number(headers.get("x-linked-size") ?? headers.get("content-length") ?? NaN);
  if (!Number.isSafeInteger(size)) {
    throw new PalimpsestError("integrity", `${hub.host} gives no size for ${name}.`, {
      details: { field: name },
    });
  }
  return { name, sizeBytes: size, digest: digestOf(tag, name) };
}

function digestOf(text: string, name: string): FileDigest {
  const hex = text.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return { kind: "sha256", hex };
  if (/^[0-9a-f]{40}$/.test(hex)) return { kind: "git", hex };
  throw new PalimpsestError("integrity", `The hub gives no digest for ${name}, so it could not be checked.`, {
    hint: "Download it by other means, check it, and add it from a folder.",
    details: { field: name },
  });
}

function resolvePath({ repository, revision }: Origin, name: string): string {
  return `/${encodeRepository(repository)}/resolve/${revision}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

function encodeRepository(repository: string): string {
  return repository.split("/").map(encodeURIComponent).join("/");
}

/** The body as bytes. Throws `integrity` when its length is not that of the range. */
async function bytesOf(response: Response, name: string, start: number, end: number): Promise<Uint8Array> {
  // A server without support for ranges sends the whole file.
  const skip = response.status === 206 ? 0 : start;
  const bytes = await limited(response, skip + (end - start), response.status !== 206);
  if (bytes.length === skip + (end - start)) return bytes.slice(skip);
  throw new PalimpsestError(
    "integrity",
    `${name} should have ${end - start} bytes here and has ${bytes.length - skip}.`,
    {
      hint: "Try again; a cut connection is the usual cause.",
      details: { field: name },
    },
  );
}

async function jsonOf(response: Response): Promise<unknown> {
  const bytes = await limited(response, MOST_LISTING_BYTES, false);
  try {
    return parseJson(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // the schema refuses it, and the caller's message names the repository
  }
}

/** Reads at most `mostBytes` of a body. A longer body is an error, unless `mayStop` allows to leave the rest. */
async function limited(response: Response, mostBytes: number, mayStop: boolean): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read().catch(broken);
    if (!next || next.done) break;
    chunks.push(next.value);
    size += next.value.length;
    if (size <= mostBytes) continue;
    await reader?.cancel();
    if (mayStop) break;
    throw new PalimpsestError("integrity", "The hub sent more than was asked for.");
  }
  return new Uint8Array(Buffer.concat(chunks)).slice(0, mostBytes);
}

function broken(cause: unknown): never {
  throw new PalimpsestError("runtime_unavailable", "The connection to the hub broke.", {
    hint: "Try again.",
    cause,
    details: because("hubBroke"),
  });
}
