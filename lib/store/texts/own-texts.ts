/**
 * Texts that somebody chooses for the statistics of a model, from a text file or one of JSON lines: an artifact as any other,
 * which names its file and the hash of its content. The choice of what the model writes by itself is an artifact without
 * texts. The newest choice for a model is in use until it is deleted.
 */
import { hashJson, invalidField, PalimpsestError, sha256 } from "../../base";
import { readSafetensors, writeSafetensors } from "../../tensor";
import { listArtifacts, manifestOf, metadataOf, type ArtifactSummary } from "../manifest";
import type { ArtifactFiles } from "../store";
import { readTexts, textsBundle } from "./texts-bundle";

const KIND = "own-texts";
/** Files are read whole. */
const MOST_BYTES = 64e6;
/** A text of some hundred tokens: a model reads each text by itself, up to its context's end. */
const PIECE_CHARACTERS = 400;
/** Digits of the content's hash beside the file's name. */
const HASH_DIGITS = 12;

interface TextsFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface OfModel {
  readonly checkpoint: string;
  /** The fingerprint of the model without overlays. */
  readonly weights: string;
}

/** The artifact's file. Throws `invalid_input` for a file that is not plain text or JSON lines. */
export async function ownTextsArtifact(model: OfModel, file: TextsFile): Promise<Uint8Array> {
  const texts = textsOfFile(file);
  const hash = (await sha256(file.bytes)).slice(0, HASH_DIGITS);
  const key = { artifact: KIND, ...model, texts: `${file.name} (${hash})` };
  return writeSafetensors(textsBundle(texts), metadataOf(manifestOf(key, {})));
}

/** The name of a choice of what the model writes. */
export const WRITTEN_BY_MODEL = "texts written by the model";

/** The artifact of that choice. */
export function writtenTextsArtifact(model: OfModel): Uint8Array {
  const key = { artifact: KIND, ...model, texts: WRITTEN_BY_MODEL };
  return writeSafetensors(textsBundle([]), metadataOf(manifestOf(key, {})));
}

export interface OwnTexts {
  /** Of the file, with the hash of its content; or `WRITTEN_BY_MODEL`. */
  readonly name: string;
  read(): Promise<readonly string[]>;
}

/** The newest texts that were brought for a model; null when there are none. */
export async function ownTextsOf(files: ArtifactFiles, model: OfModel): Promise<OwnTexts | null> {
  return newestOwn(await listArtifacts(files), files, model);
}

/** The same among artifacts that were listed already. */
export function newestOwn(
  listed: readonly ArtifactSummary[],
  files: Pick<ArtifactFiles, "get">,
  { checkpoint, weights }: OfModel,
): OwnTexts | null {
  const found = listed.find(
    ({ manifest }) =>
      manifest?.kind === KIND && manifest.checkpoint === checkpoint && manifest.key.weights === weights,
  );
  if (!found?.manifest?.source) return null;
  return {
    name: found.manifest.source,
    async read() {
      const bytes = await files.get(found.id);
      if (!bytes) throw new PalimpsestError("not_found", "The texts were deleted meanwhile.");
      return readTexts(readSafetensors(bytes, "texts").bundle);
    },
  };
}

/** The error of what was collected under a key, as its manifest has it; undefined where it was not measured. */
export async function errorAtHand(
  listed: readonly ArtifactSummary[],
  key: Parameters<typeof hashJson>[0],
): Promise<number | undefined> {
  const id = await hashJson(key);
  return listed.find((artifact) => artifact.id === id)?.manifest?.quality?.at(-1)?.relativeError;
}

/** Paragraphs of plain text, cut where they are long, or the "text" of each line of JSON. */
export function textsOfFile({ name, bytes }: TextsFile): string[] {
  if (bytes.byteLength > MOST_BYTES) {
    throw refused(
      `${name} has ${Math.round(bytes.byteLength / 1e6)} MB, and at most ${MOST_BYTES / 1e6} MB are read.`,
      "Take a part of it: statistics settle after some ten thousand words.",
    );
  }
  const written = decoded(name, bytes);
  const isLines = /\.jsonl?$/i.test(name) || written.trimStart().startsWith("{");
  const whole = isLines ? textsOfLines(name, written) : written.split(/\n\s*\n/);
  const texts = whole.flatMap(pieces);
  if (texts.length === 0) throw refused(`${name} has no text.`, "Choose a file with sentences in it.");
  return texts;
}

function decoded(name: string, bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text.replaceAll("\r\n", "\n");
  } catch {
    // Told below.
  }
  throw refused(`${name} is no text in UTF-8.`, "Save it as plain text in UTF-8, or as JSON lines.");
}

function textsOfLines(name: string, written: string): string[] {
  return written.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw refused(`Line ${i + 1} of ${name} is no JSON.`, 'Write one object a line: {"text": "…"}.');
    }
    const text = (value as { text?: unknown } | null)?.text;
    if (typeof text !== "string")
      throw refused(`Line ${i + 1} of ${name} has no "text".`, 'Write one object a line: {"text": "…"}.');
    return [text];
  });
}

/** A text in pieces that end between words. */
function pieces(text: string): string[] {
  const words = text.trim().split(/\s+/);
  const made: string[] = [];
  let piece = "";
  for (const word of words) {
    if (piece !== "" && piece.length + 1 + word.length > PIECE_CHARACTERS) {
      made.push(piece);
      piece = "";
    }
    piece = piece === "" ? word : `${piece} ${word}`;
  }
  return piece === "" ? made : [...made, piece];
}

function refused(message: string, hint: string): PalimpsestError {
  return invalidField("texts", message, hint);
}
