/** Versions as files: what the import route and the command line do with the store. */
import type { Bench } from "../job";
import { normOf, writeOverlay } from "../model";
import type { Store, Version } from "../store";
import { manifestRecord, readExport, type VersionGraph } from "../version";

export interface ExchangeServices {
  readonly store: Store;
  readonly bench: Pick<Bench, "fingerprint">;
  readonly versions: VersionGraph;
}

/** Keeps an exported file, which was stored as a blob, as a new version on a branch. */
export async function importFile(
  { store, bench, versions }: ExchangeServices,
  input: { branchId: string; blob: string; author: string },
): Promise<Version> {
  const branch = await store.branches.get(input.branchId);
  const head = await store.versions.get(branch.head);
  const base = await bench.fingerprint(branch.model, { overlays: [] });
  const { manifest, overlays } = readExport(await store.blobs.get(input.blob), base.fingerprint);
  const addresses: string[] = [];
  for (const overlay of overlays) addresses.push(await store.blobs.put(writeOverlay(overlay)));
  const { fingerprint } = await bench.fingerprint(branch.model, { overlays: [...head.overlays, ...addresses] });
  const deltas = overlays.flatMap((overlay) => overlay.deltas);
  return versions.adopt({
    branchId: branch.id,
    expectedHead: head.id,
    change: { kind: "import", manifest: manifestRecord(manifest) },
    overlays: addresses,
    deltaNorms: Object.fromEntries(deltas.map((delta) => [delta.parameter, normOf(delta)])),
    fingerprint,
    author: input.author,
    reason: `Imported from ${manifest.version}`,
  });
}
