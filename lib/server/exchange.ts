/** Versions as files: what the import and export routes do with the store. */
import { PalimpsestError } from "../base";
import type { Version } from "../store";
import type { Services } from "./services";

/** Keeps an exported file, which was stored as a blob, as a new version on a branch. */
export async function importFile(
  services: Pick<Services, "store" | "blobs" | "bench" | "versions">,
  input: { branchId: string; blob: string; author: string },
): Promise<Version> {
  throw new PalimpsestError("unsupported", `Import is not connected yet: ${input.blob} ${services.bench.place}`);
}
