/** Text to ids and back, with the character range of each token: the subject's last token is found with these. */
import { Tokenizer as LibraryTokenizer } from "@huggingface/tokenizers";
import { PalimpsestError } from "../../base";
import { hashTokenizer } from "../checkpoint/identity";
import { specialTokensOf, type SpecialTokens, type TokenizerSettings } from "./special-tokens";

export type TokenId = number;

interface Encoding {
  readonly ids: readonly TokenId[];
  /** Character range [start, end) of each token in the text. */
  readonly offsets: readonly (readonly [start: number, end: number])[];
}

export interface Tokenizer {
  readonly size: number;
  readonly special: SpecialTokens;
  /**
   * `special` adds what the checkpoint puts before a text, such as a beginning-of-sequence token. What it puts behind one is
   * left out, since texts are continued here.
   */
  encode(text: string, options?: { readonly special?: boolean }): Encoding;
  decode(ids: readonly TokenId[]): string;
  /** The text of tokens that follow others: the space that they begin with stays, which `decode` takes for the text's edge. */
  continuation(ids: readonly TokenId[]): string;
  /** A token as in running text: " Paris". */
  piece(id: TokenId): string;
  /** sha-256 of everything that decides its tokens: equal fingerprints cut every text alike and end it alike. */
  fingerprint(): Promise<string>;
}

/** `json` is the content of tokenizer.json. */
export function createTokenizer(json: unknown, settings: TokenizerSettings = {}): Tokenizer {
  const library = openLibrary(json, settings);
  const isByteLevel = JSON.stringify((json as { decoder?: unknown }).decoder ?? null).includes('"ByteLevel"');
  const special = specialTokensOf(json, settings, (token) => library.token_to_id(token));
  let hashed: Promise<string> | undefined;
  const added = library.get_added_tokens_decoder();
  const vocabulary = Object.keys((json as { model?: { vocab?: object } }).model?.vocab ?? {}).length;

  const bytesOfToken = (token: string, id: TokenId): Uint8Array => {
    if (added.has(id)) return new TextEncoder().encode(token);
    if (isByteLevel) return Uint8Array.from(token, (character) => BYTE_OF.get(character) ?? 0x3f);
    const byte = /^<0x([0-9A-F]{2})>$/.exec(token);
    if (byte) return Uint8Array.of(parseInt(byte[1], 16));
    return new TextEncoder().encode(token.replaceAll("▁", " "));
  };

  const begin = idsBefore((json as { post_processor?: PostProcessor }).post_processor);
  const decode = (ids: readonly TokenId[]) =>
    ids.length === 0
      ? ""
      : library.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  // Stands before a continuation: any token that is a word.
  const front = Math.max(0, library.model?.vocab.findIndex((token) => /^[A-Za-z]+$/.test(token)) ?? 0);

  return {
    size: Math.max(vocabulary, ...[...added.keys()].map((id) => id + 1)),
    special,
    encode(text, { special = false } = {}) {
      const before = special ? begin : [];
      const { ids, tokens } = library.encode(text, { add_special_tokens: false });
      const ranges = offsetsIn(
        text,
        tokens.map((token, i) => bytesOfToken(token, ids[i])),
      );
      return { ids: [...before, ...ids], offsets: [...before.map(() => [0, 0] as const), ...ranges] };
    },
    decode,
    continuation: (ids) => decode([front, ...ids]).slice(decode([front]).length),
    piece: (id) => new TextDecoder().decode(bytesOfToken(library.id_to_token(id) ?? "", id)),
    fingerprint: () => (hashed ??= hashTokenizer(json, settings, special)),
  };
}

/** The ids of a prompt, one space and a target as one sentence, and how many of them are the prompt's. */
export function encodeSentence(
  tokenizer: Tokenizer,
  prompt: string,
  target: string,
): { readonly ids: readonly TokenId[]; readonly promptLength: number } {
  const { ids } = tokenizer.encode(`${prompt} ${target}`, { special: true });
  return { ids, promptLength: tokenizer.encode(prompt, { special: true }).ids.length };
}

interface PostProcessor {
  readonly type: string;
  readonly processors?: readonly PostProcessor[];
  readonly cls?: readonly [string, TokenId];
  readonly single?: readonly {
    readonly SpecialToken?: { readonly id: string };
    readonly Sequence?: object;
  }[];
  readonly special_tokens?: Readonly<Record<string, { readonly ids: readonly TokenId[] }>>;
}

/** What a post-processor puts before a text. The last of a sequence puts its tokens outermost. */
function idsBefore(processor: PostProcessor | null | undefined): readonly TokenId[] {
  const { type, processors = [], cls, single = [], special_tokens: known = {} } = processor ?? {};
  if (type === "Sequence") return [...processors].reverse().flatMap(idsBefore);
  if (cls) return [cls[1]];
  const text = single.findIndex((item) => item.Sequence);
  return single.slice(0, text).flatMap(({ SpecialToken }) => known[SpecialToken?.id ?? ""].ids);
}

/** Throws `unsupported` for a file that the library does not read. */
export function openLibrary(json: unknown, { tokenizerConfig }: TokenizerSettings): LibraryTokenizer {
  try {
    return new LibraryTokenizer(json as object, (tokenizerConfig ?? {}) as object);
  } catch (cause) {
    throw new PalimpsestError("unsupported", "tokenizer.json could not be read by the tokenizer library.", {
      hint: "Save the checkpoint's tokenizer again in the fast (tokenizer.json) format.",
      details: { field: "tokenizer.json" },
      cause,
    });
  }
}

/**
 * The library gives tokens but no offsets. Tokens are laid over the text's bytes one after another; a token that is not
 * there (a special one, or the space that some tokenizers put in front) takes no room, or room for what is left of it.
 */
function offsetsIn(text: string, pieces: readonly Uint8Array[]): (readonly [number, number])[] {
  const bytes = new TextEncoder().encode(text);
  const characterAt = characterIndex(text, bytes.length);
  let position = 0;
  return pieces.map((piece) => {
    const start = position;
    const matches = (from: number) => piece.subarray(from).every((byte, i) => bytes[start + i] === byte);
    const skipped = matches(0) ? 0 : piece[0] === 0x20 && matches(1) ? 1 : piece.length;
    position = Math.min(start + piece.length - skipped, bytes.length);
    return [characterAt[start], characterAt[position]] as const;
  });
}

/** For each byte of the text's UTF-8, and its end, the index of the character it belongs to. */
function characterIndex(text: string, byteLength: number): Uint32Array {
  const index = new Uint32Array(byteLength + 1);
  const encoder = new TextEncoder();
  let [byte, character] = [0, 0];
  for (const symbol of text) {
    const length = encoder.encode(symbol).length;
    index.fill(character, byte, byte + length);
    byte += length;
    character += symbol.length;
  }
  index[byteLength] = text.length;
  return index;
}

/** The printable stand-ins that byte-level BPE writes for bytes (Radford et al. 2019, encoder.py). */
const BYTE_OF: ReadonlyMap<string, number> = (() => {
  const isPlain = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let next = 256;
  return new Map(
    Array.from(
      { length: 256 },
      (_, byte) => [String.fromCharCode(isPlain(byte) ? byte : next++), byte] as const,
    ),
  );
})();
