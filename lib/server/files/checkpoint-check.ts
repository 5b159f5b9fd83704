/** What a checkpoint must have to become a model here, and what it would take. Reads its headers and no weight. */
import { totalmem } from "node:os";
import type { CheckpointReport } from "../../store";
import { PalimpsestError } from "../../base";
import { reportOn, reportOnEncoder } from "../../job";
import {
  hasTokenizer,
  isSentenceEncoder,
  openCheckpoint,
  openFolder,
  readEncoderFacts,
  type CheckpointFiles,
  type EncoderFacts,
  type ModelFacts,
} from "../../model";

/** What can be installed, as its headers tell. */
export type Installable =
  | { readonly kind: "model"; readonly facts: ModelFacts }
  | { readonly kind: "sentence-encoder"; readonly facts: EncoderFacts };

/** Throws typed errors that name the file at fault. */
export async function openInstallable(modelId: string, source: CheckpointFiles): Promise<Installable> {
  const { files } = await openFolder(source);
  const found: Installable = (await isSentenceEncoder(files))
    ? { kind: "sentence-encoder", facts: await readEncoderFacts(modelId, files) }
    : { kind: "model", facts: (await openCheckpoint(modelId, source)).facts };
  if (hasTokenizer((await files.list()).map(({ name }) => name))) return found;
  throw new PalimpsestError("invalid_input", "The model has no tokenizer.json.", {
    hint: "Add tokenizer.json, or vocab.json and merges.txt, from the same checkpoint.",
    details: { field: "tokenizer.json" },
  });
}

/** Preflight of a checkpoint, wherever its files are. The id decides which published settings are taken. */
export async function reportCheckpoint(modelId: string, files: CheckpointFiles): Promise<CheckpointReport> {
  const { kind, facts } = await openInstallable(modelId, files);
  const machine = { serverMemoryBytes: totalmem() };
  return kind === "model" ? reportOn(facts, machine) : reportOnEncoder(facts, machine);
}
