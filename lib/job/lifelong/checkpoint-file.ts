/** The state of a lifelong run between two segments, as the bytes of an artifact. */
import { z } from "zod";
import type { JsonObject } from "../../base";
import {
  FailedStep,
  HealthPause,
  HealthProbe,
  HealthSample,
  type BaselineAnswers,
  type LifelongPosition,
} from "../../eval";
import { readOverlays, writeOverlays, type Overlay } from "../../model";
import { Address, LifelongRow, manifestOf, metadataOf, type BlobStore } from "../../store";
import { readSafetensors, writeSafetensors } from "../../tensor";

export interface KeptRun {
  readonly position: LifelongPosition;
  readonly rows: readonly LifelongRow[];
  readonly pause: HealthPause | null;
  /** By call of the method, as `LifelongState.editOverlays`. */
  readonly edits: readonly (readonly string[] | null)[];
}

/** In the metadata of the file, beside the manifest. */
const FIELD = "lifelong";

const Kept = z.object({
  fingerprint: z.string(),
  edits: z.int(),
  judged: z.int(),
  isChanged: z.boolean(),
  samples: z.array(HealthSample),
  failures: z.array(FailedStep),
  overlooked: z.array(HealthProbe),
  /** Blobs: what the model before the run and the base said, one a checkpoint. */
  known: z.array(Address),
  rows: z.array(LifelongRow),
  pause: HealthPause.nullable(),
  editOverlays: z.array(z.array(Address).nullable()),
});

interface KeepOptions {
  readonly key: JsonObject;
  /** Of the model that the run starts from. */
  readonly fingerprint: string;
  readonly count: number;
  readonly blobs: Pick<BlobStore, "put">;
}

export async function writeKept(
  kept: KeptRun,
  { key, fingerprint, count, blobs }: KeepOptions,
): Promise<Uint8Array> {
  const { overlays, baselines, evaluated, ...seen } = kept.position;
  const body: z.input<typeof Kept> = {
    ...seen,
    judged: evaluated,
    fingerprint,
    isChanged: overlays.length > 0,
    samples: [...seen.samples],
    failures: [...seen.failures],
    overlooked: [...seen.overlooked],
    known: await Promise.all(baselines.map((one) => blobs.put(jsonBytes(one)))),
    rows: [...kept.rows],
    pause: kept.pause,
    editOverlays: kept.edits.map((addresses) => addresses && [...addresses]),
  };
  const manifest = manifestOf(key, { progress: { done: seen.edits, total: count } });
  const metadata = { ...metadataOf(manifest), [FIELD]: JSON.stringify(body) };
  return overlays.length > 0 ? writeOverlays(overlays, metadata) : writeSafetensors({}, metadata);
}

/** null when nothing was kept, or not by this release, or of another model: then the run begins anew. */
export async function readKept(
  bytes: Uint8Array | null,
  fingerprint: string,
  blobs: Pick<BlobStore, "get">,
): Promise<KeptRun | null> {
  if (!bytes) return null;
  const { metadata } = readSafetensors(bytes, "lifelong run");
  const parsed = Kept.safeParse(JSON.parse(metadata[FIELD] ?? "null"));
  if (!parsed.success || parsed.data.fingerprint !== fingerprint) return null;
  const { isChanged, known, judged, rows, pause, editOverlays, fingerprint: _, ...seen } = parsed.data;
  const overlays: Overlay[] = isChanged ? readOverlays(bytes).overlays : [];
  const baselines = await Promise.all(
    known.map(async (address) => readJson(await blobs.get(address)) as BaselineAnswers),
  );
  return { position: { ...seen, evaluated: judged, overlays, baselines }, rows, pause, edits: editOverlays };
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function readJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
