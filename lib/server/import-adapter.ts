/** Keeps an adapter of PEFT as a version. */
import path from "node:path";
import { readAdapter, writeOverlay } from "../model";
import type { Version } from "../store";
import { distanceBetween } from "../version";
import { adapterFiles } from "./files/merge-sources";
import type { Services } from "./services";

interface ImportedAdapter {
  readonly folder: string;
  /** The model that the adapter changes. */
  readonly checkpoint: Parameters<typeof readAdapter>[1];
  readonly branchId: string;
  readonly author: string;
}

/** Throws `invalid_input` when the adapter does not fit the model, `unsupported` for one that is no LoRA. */
export async function importAdapter(
  { store, versions, modelHost }: Pick<Services, "store" | "versions" | "modelHost">,
  { folder, checkpoint, branchId, author }: ImportedAdapter,
): Promise<Version> {
  const { overlay, settings } = await readAdapter(adapterFiles(folder), checkpoint);
  const branch = await store.branches.get(branchId);
  const address = await store.blobs.put(writeOverlay(overlay));
  const { fingerprint } = await modelHost.fingerprint({
    model: branch.model,
    version: branch.head,
    overlays: [address],
  });
  return versions.adopt({
    branchId,
    expectedHead: branch.head,
    change: { kind: "import", manifest: { format: "peft", adapter: path.basename(folder), settings } },
    overlays: [address],
    deltaNorms: await distanceBetween(store.blobs, [address], []),
    fingerprint,
    author,
    reason: `Adapter ${path.basename(folder)}`,
  });
}
