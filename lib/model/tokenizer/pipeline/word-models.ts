/** The models of tokenizer.json: they cut a word into tokens. Merging and the lattice are the library's. */
import { BPE, Unigram, WordPiece } from "@huggingface/tokenizers";
import { z } from "zod";
import { PalimpsestError } from "../../../base";
import { byteToken, readPart, refused, type Part } from "./steps";
import type { TokenId } from "../tokenizer";

/** A token and the UTF-16 units [start, end) of the word that it stands for. */
interface WordToken {
  readonly id: TokenId;
  readonly start: number;
  readonly end: number;
}

interface WordModel {
  readonly vocabulary: ReadonlyMap<string, TokenId>;
  tokens(word: string): readonly WordToken[];
}

/** Throws `unsupported` for a model, or a setting of one, that is not followed here. */
export function wordModelOf(part: unknown): WordModel {
  // Files from before models had a type are of the kind that their other keys tell.
  return readPart({ type: typeFromKeys(part), ...(part as object) }, "model", WORD_MODELS);
}

function typeFromKeys(part: unknown): string {
  const { vocab, merges } = z.looseObject({ vocab: z.unknown() }).parse(part);
  if (Array.isArray(vocab)) return "Unigram";
  return merges === undefined ? "WordPiece" : "BPE";
}

const WORD_MODELS: Readonly<Record<string, (part: Part) => WordModel>> = {
  BPE: (part) => {
    const vocabulary = vocabularyOf(part.vocab);
    const settings = z
      .object({
        merges: z.array(z.unknown()),
        unk_token: z.string().nullish(),
        end_of_word_suffix: z.string().nullish(),
        continuing_subword_prefix: z.string().nullish(),
        dropout: z.number().nullish(),
        fuse_unk: z.boolean().default(false),
        byte_fallback: z.boolean().default(false),
        ignore_merges: z.boolean().default(false),
      })
      .parse(part);
    if (settings.continuing_subword_prefix) throw refused("a BPE model with continuing_subword_prefix");
    if (settings.dropout) throw refused("a BPE model with dropout");
    const library = new BPE(part as never);
    const suffix = settings.end_of_word_suffix ?? "";
    const unknown: Unknown = {
      id: vocabulary.get(settings.unk_token ?? ""),
      isFused: settings.fuse_unk,
      bytes: settings.byte_fallback ? "symbol" : undefined,
    };
    const dropsUnknown = unknown.id === undefined && unknown.bytes === undefined && suffix === "";
    return {
      vocabulary,
      tokens(word) {
        const whole = settings.ignore_merges ? vocabulary.get(word) : undefined;
        if (whole !== undefined) return [{ id: whole, start: 0, end: word.length }];
        const { known, placeOf } = dropsUnknown ? withoutUnknown(word, vocabulary) : { known: word };
        const symbols = library.bpe(known);
        const tokens = inOrder(symbols, vocabulary, unknown, (symbol, i) =>
          i === symbols.length - 1 ? symbol.length - suffix.length : symbol.length,
        );
        return placeOf
          ? tokens.map(({ id, start, end }) => ({ id, start: placeOf[start], end: placeOf[end - 1] + 1 }))
          : tokens;
      },
    };
  },
  Unigram: (part) => {
    const { vocab, unk_id, byte_fallback } = z
      .object({
        vocab: z.array(z.tuple([z.string(), z.number()])),
        unk_id: z.int().min(0).nullish(),
        byte_fallback: z.boolean().default(false),
      })
      .parse(part);
    if (unk_id === null || unk_id === undefined) throw refused("a Unigram model without unk_id");
    const vocabulary = new Map(vocab.map(([token], id) => [token, id] as const));
    const library = new Unigram(part as never, "");
    const unknown: Unknown = { id: unk_id, isFused: true, bytes: byte_fallback ? "run" : undefined };
    return {
      vocabulary,
      tokens: (word) => inOrder(library.tokenize(word), vocabulary, unknown),
    };
  },
  WordPiece: (part) => {
    const vocabulary = vocabularyOf(part.vocab);
    const { unk_token, continuing_subword_prefix: prefix } = z
      .object({ unk_token: z.string(), continuing_subword_prefix: z.string() })
      .parse(part);
    const library = new WordPiece(part as never);
    return {
      vocabulary,
      tokens(word) {
        const symbols = library.encode([word]);
        const isUnknown = symbols.length === 1 && symbols[0] === unk_token;
        return inOrder(symbols, vocabulary, { isFused: false }, (symbol, i) => {
          if (isUnknown) return word.length;
          return i > 0 ? symbol.length - prefix.length : symbol.length;
        });
      },
    };
  },
  WordLevel: (part) => {
    const vocabulary = vocabularyOf(part.vocab);
    const unknown: Unknown = { id: vocabulary.get(z.string().parse(part.unk_token)), isFused: false };
    return { vocabulary, tokens: (word) => inOrder([word], vocabulary, unknown) };
  },
};

function vocabularyOf(vocab: unknown): ReadonlyMap<string, TokenId> {
  const entries = Object.entries(z.looseObject({}).parse(vocab));
  for (const [token, id] of entries) {
    if (Number.isSafeInteger(id) && (id as TokenId) >= 0) continue;
    throw new PalimpsestError(
      "integrity",
      `tokenizer.json gives the token "${token}" the id ${JSON.stringify(id)}, where a whole number is expected.`,
      { hint: "Copy or download the checkpoint again.", details: { field: "tokenizer.json" } },
    );
  }
  return new Map(entries as [string, TokenId][]);
}

/** What stands for symbols that the vocabulary lacks. */
interface Unknown {
  readonly id?: TokenId;
  /** Whether symbols in a row are taken together. */
  readonly isFused: boolean;
  /** Whether tokens of bytes stand for a symbol before symbols are taken together, or for all that were; never when absent. */
  readonly bytes?: "symbol" | "run";
}

/** Tokens of symbols that follow each other in a word; each is as many units long as `lengthOf` tells. */
function inOrder(
  symbols: readonly string[],
  vocabulary: ReadonlyMap<string, TokenId>,
  { id: unknown, isFused, bytes }: Unknown,
  lengthOf: (symbol: string, i: number) => number = (symbol) => symbol.length,
): readonly WordToken[] {
  const found: WordToken[] = [];
  let start = 0;
  let run = ""; // unknown symbols that are taken together
  const push = (ids: readonly TokenId[], from: number, end: number) =>
    ids.forEach((id) => found.push({ id, start: from, end }));
  const flush = () => {
    const inBytes = bytes === "run" && run !== "" ? bytesOf(run, vocabulary) : null;
    if (run !== "") push(inBytes ?? (unknown === undefined ? [] : [unknown]), start - run.length, start);
    run = "";
  };
  symbols.forEach((symbol, i) => {
    const id = vocabulary.get(symbol);
    const end = start + lengthOf(symbol, i);
    const ids = id !== undefined ? [id] : bytes === "symbol" ? bytesOf(symbol, vocabulary) : null;
    if (ids !== null || !isFused) flush();
    if (ids !== null) push(ids, start, end);
    else run += symbol.slice(0, end - start);
    start = end;
  });
  flush();
  return found;
}

/** A word without the characters that have no token, and the place of each unit that is left in the word. */
function withoutUnknown(word: string, vocabulary: ReadonlyMap<string, TokenId>) {
  const placeOf: number[] = [];
  let [known, position] = ["", 0];
  for (const character of word) {
    if (vocabulary.has(character)) {
      for (let unit = 0; unit < character.length; unit++) placeOf.push(position + unit);
      known += character;
    }
    position += character.length;
  }
  return { known, placeOf };
}

/** The tokens of a text's bytes; null unless there is one for each. */
function bytesOf(text: string, vocabulary: ReadonlyMap<string, TokenId>): readonly TokenId[] | null {
  const ids = Array.from(new TextEncoder().encode(text), (byte) => vocabulary.get(byteToken(byte)));
  return ids.every((id) => id !== undefined) ? ids : null;
}
