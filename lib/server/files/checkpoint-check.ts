/** What a checkpoint must have to become a model here, and what it would take. Reads its headers and no weight. */
import { totalmem } from "node:os";
import type { CheckpointReport, CheckpointWarning } from "../../store";
import { PalimpsestError } from "../../base";
import { reportOn, reportOnEncoder } from "../../job";
import {
  createTokenizer,
  hasTokenizer,
  isSentenceEncoder,
  openCheckpoint,
  openFolder,
  readEncoderFacts,
  readTokenizerFiles,
  tokensBeyond,
  type CheckpointFiles,
  type EncoderFacts,
  type ModelFacts,
} from "../../model";

/** What can be installed, as its headers tell, and what a person should know of it. */
export type Installable = (
  | { readonly kind: "model"; readonly facts: ModelFacts }
  | { readonly kind: "sentence-encoder"; readonly facts: EncoderFacts }
) & { readonly warnings: readonly CheckpointWarning[] };

/**
 * Throws typed errors that name the file at fault. `isHere` says that the files are on this machine: the tokenizer is read
 * then too.
 */
export async function openInstallable(
  modelId: string,
  source: CheckpointFiles,
  { isHere }: { readonly isHere: boolean },
): Promise<Installable> {
  const { files } = await openFolder(source);
  const found = (await isSentenceEncoder(files))
    ? ({ kind: "sentence-encoder", facts: await readEncoderFacts(modelId, files) } as const)
    : ({ kind: "model", facts: (await openCheckpoint(modelId, source)).facts } as const);
  if (!hasTokenizer((await files.list()).map(({ name }) => name))) {
    throw new PalimpsestError("invalid_input", "The model has no tokenizer.json.", {
      hint: "Add tokenizer.json, or vocab.json and merges.txt, from the same checkpoint.",
      details: { field: "tokenizer.json" },
    });
  }
  const { unreadSettings, dimensions } = found.facts;
  const beyond = isHere ? await unembedded(files, found.kind, dimensions.vocabulary) : [];
  const warnings: CheckpointWarning[] = [
    { kind: "unreadSettings" as const, names: [...unreadSettings] },
    { kind: "tokensBeyond" as const, names: beyond.slice(0, MOST_NAMED) },
  ].filter(({ names }) => names.length > 0);
  return { ...found, warnings };
}

/** Tokens without a row in the embedding. Throws for a tokenizer that is not read here. */
async function unembedded(
  files: CheckpointFiles,
  kind: Installable["kind"],
  vocabulary: number,
): Promise<readonly string[]> {
  const { json, settings } = await readTokenizerFiles(files);
  if (kind === "model") createTokenizer(json, settings);
  return tokensBeyond(json, vocabulary);
}

/** Tokens that a warning names. */
const MOST_NAMED = 20;

/** Preflight of a checkpoint, wherever its files are. The id decides which published settings are taken. */
export async function reportCheckpoint(
  modelId: string,
  files: CheckpointFiles,
  where: { readonly isHere: boolean } = { isHere: false },
): Promise<CheckpointReport> {
  const { kind, facts, warnings } = await openInstallable(modelId, files, where);
  const options = { serverMemoryBytes: totalmem(), warnings };
  return kind === "model" ? reportOn(facts, options) : reportOnEncoder(facts, options);
}
