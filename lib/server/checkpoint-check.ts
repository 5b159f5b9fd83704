/** What a checkpoint must have to become a model here, and what it would take. Reads its headers and no weight. */
import { totalmem } from "node:os";
import type { CheckpointReport } from "../api";
import { PalimpsestError } from "../base";
import { reportOn } from "../job";
import { openCheckpoint, type Checkpoint, type CheckpointFiles } from "../model";

/** Throws typed errors that name the file at fault. */
export async function openInstallable(modelId: string, files: CheckpointFiles): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(modelId, files);
  if ((await files.list()).some(({ name }) => name === "tokenizer.json")) return checkpoint;
  throw new PalimpsestError("invalid_input", "The model has no tokenizer.json.", {
    hint: "Add tokenizer.json from the same checkpoint.",
    details: { field: "tokenizer.json" },
  });
}

/** Preflight of a checkpoint, wherever its files are. The id decides which published settings are taken. */
export async function reportCheckpoint(modelId: string, files: CheckpointFiles): Promise<CheckpointReport> {
  const { facts } = await openInstallable(modelId, files);
  return reportOn(facts, { serverMemoryBytes: totalmem() });
}
