/** What an artifact says of itself in the header of its file, and reading it without reading a tensor. */
import { PalimpsestError, parseJson, toWireError, type JsonObject, type JsonValue } from "../base";
import {
  parseSafetensorsHeader,
  safetensorsHeaderLength,
  type ArtifactNotes,
  type Samples,
  type SafetensorsHeader,
} from "../tensor";
import { ArtifactManifest, type ListCard } from "./records";
import type { ArtifactEntry, ArtifactFiles } from "./store";

/** Its name among the metadata of the safetensors file. */
const FIELD = "palimpsest.artifact";
/** Enough for the length of the header and nearly every header. */
const FIRST_READ = 16_384;

/** The manifest of what is made from `key`. What the key says by its well-known fields is said to people too. */
export function manifestOf(
  key: JsonObject,
  { progress, ...notes }: ArtifactNotes & { readonly progress?: Samples; readonly list?: ListCard },
  now: () => Date = () => new Date(),
): ArtifactManifest {
  const settings = isObject(key.settings) ? key.settings : {};
  return ArtifactManifest.parse({
    kind: text(key.artifact) ?? "other",
    checkpoint: text(key.checkpoint) ?? "",
    layers: numbers(key.layer) ?? numbers(key.layers) ?? numbers(settings.layers) ?? [],
    source: text(key.texts) ?? text(key.training),
    ...notes,
    progress,
    key,
    createdAt: now().toISOString(),
  });
}

export function metadataOf(manifest: ArtifactManifest): Record<string, string> {
  return { [FIELD]: JSON.stringify(manifest) };
}

/** The manifest in a file's metadata; null for a file that has none. Throws `integrity` for one that cannot be read. */
export function readManifest(metadata: SafetensorsHeader["metadata"]): ArtifactManifest | null {
  if (!(FIELD in metadata)) return null;
  try {
    return ArtifactManifest.parse(parseJson(metadata[FIELD]));
  } catch (cause) {
    throw new PalimpsestError("integrity", "The file's description of itself cannot be read.", {
      hint: "It may come from another version of Palimpsest. Make it again here.",
      cause,
    });
  }
}

/** An artifact as a list shows it. `fault` says why its file cannot be used. */
export interface ArtifactSummary {
  readonly id: string;
  readonly sizeBytes: number;
  readonly isShipped: boolean;
  readonly manifest: ArtifactManifest | null;
  readonly fault?: string;
}

/** All artifacts, the newest first, from the headers of their files alone. */
export async function listArtifacts(files: ArtifactFiles): Promise<ArtifactSummary[]> {
  const summaries = await Promise.all((await files.list()).map(summaryOf));
  const madeAt = ({ manifest }: ArtifactSummary): string => manifest?.createdAt ?? "";
  return summaries.sort((a, b) => madeAt(b).localeCompare(madeAt(a)) || a.id.localeCompare(b.id));
}

async function summaryOf({ id, sizeBytes, isShipped, read }: ArtifactEntry): Promise<ArtifactSummary> {
  try {
    const header = await readHeader({ sizeBytes, read });
    return { id, sizeBytes, isShipped, manifest: readManifest(header.metadata) };
  } catch (error) {
    return { id, sizeBytes, isShipped, manifest: null, fault: toWireError(error).message };
  }
}

/** The header of an artifact's file. Throws `integrity` for one that is damaged. */
export async function readHeader({
  sizeBytes,
  read,
}: Pick<ArtifactEntry, "sizeBytes" | "read">): Promise<SafetensorsHeader> {
  const first = await read(0, Math.min(FIRST_READ, sizeBytes));
  const length = 8 + safetensorsHeaderLength(first, sizeBytes, "artifact");
  const head = length <= first.byteLength ? first : await read(0, length);
  return parseSafetensorsHeader(head, sizeBytes, "artifact");
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numbers(value: JsonValue | undefined): number[] | undefined {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return list.every((entry) => Number.isInteger(entry)) ? (list as number[]) : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
