/** Checks whether a checkpoint can be installed, and reports the memory that it needs. Reads headers, never weights. */
import { totalmem } from "node:os";
import type { BaseWeights, CheckpointReport, CheckpointWarning } from "../../store";
import { because, PalimpsestError } from "../../base";
import { reportOn, reportOnEncoder } from "../../job";
import {
  checkpointIn,
  createTokenizer,
  hasTokenizer,
  isSentenceEncoder,
  openCheckpoint,
  openFolder,
  quantizedFacts,
  readEncoderFacts,
  readTokenizerFiles,
  tokensBeyond,
  type CheckpointFiles,
  type EncoderFacts,
  type ModelFacts,
} from "../../model";

/** A checkpoint that can be installed, with the facts of its headers and warnings for the person who adds it. */
type Installable = (
  | { readonly kind: "model"; readonly facts: ModelFacts }
  | { readonly kind: "sentence-encoder"; readonly facts: EncoderFacts }
) & { readonly warnings: readonly CheckpointWarning[] };

/**
 * Throws typed errors that name the file at fault. `isHere`: all files are on this machine, so the tokenizer is read and
 * checked too.
 */
export async function openInstallable(
  modelId: string,
  source: CheckpointFiles,
  { isHere }: { readonly isHere: boolean },
): Promise<Installable> {
  const folder = await openFolder(source);
  const { files } = folder;
  const found = (await isSentenceEncoder(files))
    ? ({ kind: "sentence-encoder", facts: await readEncoderFacts(modelId, files) } as const)
    : ({ kind: "model", facts: (await checkpointIn(modelId, folder)).facts } as const);
  if (!hasTokenizer((await files.list()).map(({ name }) => name))) {
    throw new PalimpsestError("invalid_input", "The model has no tokenizer.json.", {
      hint: "Add tokenizer.json, or vocab.json and merges.txt, from the same checkpoint.",
      details: { ...because("noTokenizer"), field: "tokenizer.json" },
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

/** Tokens without a row in the embedding. Throws for a tokenizer that is not supported. */
async function unembedded(
  files: CheckpointFiles,
  kind: Installable["kind"],
  vocabulary: number,
): Promise<readonly string[]> {
  const { json, settings } = await readTokenizerFiles(files);
  if (kind === "model") createTokenizer(json, settings);
  return tokensBeyond(json, vocabulary);
}

/** Most tokens that a warning names. */
const MOST_NAMED = 20;

interface ReportSettings {
  readonly isHere?: boolean;
  /** How it shall hold its matrices. */
  readonly weights?: BaseWeights;
}

/** Preflight of a checkpoint, local or remote. The id decides which published settings apply. */
export async function reportCheckpoint(
  modelId: string,
  files: CheckpointFiles,
  { isHere = false, weights = "float32" }: ReportSettings = {},
): Promise<CheckpointReport> {
  const found = await openInstallable(modelId, files, { isHere });
  const options = { serverMemoryBytes: totalmem(), warnings: found.warnings };
  if (found.kind === "sentence-encoder") return reportOnEncoder(found.facts, options);
  if (weights === "float32") return reportOn(found.facts, options);
  return reportOn(quantizedFacts(await openCheckpoint(modelId, files), weights), options);
}
