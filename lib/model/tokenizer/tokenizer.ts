/** Text to ids and back, with the character range of each token: the subject's last token is found with these. */
import { spaceBehind } from "../../data";
import { hashTokenizer } from "../checkpoint/identity";
import { chatTemplateOf, openingsOf, type ChatTemplate } from "./chat-template";
import type { Range } from "./pipeline/aligned-text";
import { byteOf, bytesOfLetters } from "./pipeline/decoders";
import { openPipeline } from "./pipeline/pipeline";
import { specialTokensOf, type SpecialTokens, type TokenizerSettings } from "./special-tokens";

export type TokenId = number;

interface Encoding {
  readonly ids: readonly TokenId[];
  /**
   * The range of the text that each token stands for. Tokens that share a character each have its whole range; a token that
   * the template adds has [0, 0]. Characters that normalization removes are in no range.
   */
  readonly offsets: readonly Range[];
}

export interface Tokenizer {
  readonly size: number;
  readonly special: SpecialTokens;
  /** How a conversation is written; undefined where the checkpoint has no chat template. */
  readonly chat?: ChatTemplate;
  /**
   * `special` adds what the checkpoint puts before a text, such as a beginning-of-sequence token, unless the text is a
   * conversation, whose template writes all that stands before it, or begins with it already. What the checkpoint puts behind
   * a text is left out, since texts are continued here.
   */
  encode(text: string, options?: { readonly special?: boolean }): Encoding;
  decode(ids: readonly TokenId[]): string;
  /** The text of tokens that follow others: the space that they begin with stays, which `decode` takes for the text's edge. */
  continuation(ids: readonly TokenId[]): string;
  /** A token as in running text: " Paris". An id without a token is named: "[430]". */
  piece(id: TokenId): string;
  /** sha-256 of everything that decides its tokens: equal fingerprints cut every text alike and end it alike. */
  fingerprint(): Promise<string>;
}

/** Texts whose tokens are kept, and the characters of the longest. */
const [MOST_KEPT, LONGEST_KEPT] = [1024, 400];

/**
 * `json` is the content of tokenizer.json. Throws `unsupported` for a tokenizer that is not followed here to the letter,
 * `integrity` for a file that is damaged.
 */
export function createTokenizer(json: unknown, settings: TokenizerSettings = {}): Tokenizer {
  const pipeline = openPipeline(json);
  const { size, template, decode, tokenOf } = pipeline;
  const isByteLevel = JSON.stringify((json as { decoder?: unknown }).decoder ?? null).includes('"ByteLevel"');
  const special = specialTokensOf(json, settings, pipeline.idOf);
  let hashed: Promise<string> | undefined;
  // Stands before a continuation: a token that is a word, else any.
  const front = Array.from({ length: size }, (_, id) => id).find((id) =>
    /^[A-Za-z]+$/.test(tokenOf(id) ?? ""),
  );
  const inFront = [front ?? 0];
  const tokenText = (id: TokenId | undefined) => (id === undefined ? undefined : tokenOf(id));
  const chat = chatTemplateOf(settings, {
    bos_token: tokenText(special.bos),
    eos_token: tokenText(special.eos[0]),
  });
  let openings: readonly string[] | undefined;
  const isConversation = (text: string) =>
    (openings ??= chat ? openingsOf(chat) : []).some((opening) => text.startsWith(opening));

  // A question is measured, scored and continued, before and after every edit.
  const recent = new Map<string, Encoding>();
  const encoded = (text: string): Encoding => {
    const known = recent.get(text);
    if (known) return known;
    const encoding = pipeline.encode(text);
    if (text.length > LONGEST_KEPT) return encoding;
    if (recent.size >= MOST_KEPT) recent.clear();
    recent.set(text, encoding);
    return encoding;
  };

  return {
    size,
    special,
    chat,
    encode(text, { special = false } = {}) {
      const { ids, offsets } = encoded(text);
      const { before } = template;
      if (!special || before.every((id, i) => ids[i] === id) || isConversation(text)) return { ids, offsets };
      return { ids: [...before, ...ids], offsets: [...before.map(() => [0, 0] as const), ...offsets] };
    },
    decode,
    continuation: (ids) => decode([...inFront, ...ids]).slice(decode(inFront).length),
    piece(id) {
      const token = tokenOf(id);
      if (token === undefined) return `[${id}]`;
      if (pipeline.isAdded(id)) return token;
      const byte = byteOf(token);
      const bytes = isByteLevel ? bytesOfLetters(token) : byte === undefined ? null : [byte];
      return bytes === null
        ? token.replaceAll("▁", " ")
        : new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    },
    fingerprint: () => (hashed ??= hashTokenizer(json, settings, special)),
  };
}

/** Indices of the tokens that hold a character of the text's [start, end), or a part of one. */
export function tokensWithin({ offsets }: Pick<Encoding, "offsets">, start: number, end: number): number[] {
  return offsets.flatMap(([from, to], token) => (from < end && to > start ? [token] : []));
}

/** The ids of a prompt and a target as one sentence, joined by `spaceBehind`, and how many of them are the prompt's. */
export function encodeSentence(
  tokenizer: Tokenizer,
  prompt: string,
  target: string,
): { readonly ids: readonly TokenId[]; readonly promptLength: number } {
  const { ids } = tokenizer.encode(sentenceOf(prompt, target), { special: true });
  return { ids, promptLength: tokenizer.encode(prompt, { special: true }).ids.length };
}

/** A prompt and what follows it as one text, joined as `encodeSentence` joins them. */
export function sentenceOf(prompt: string, target: string): string {
  return `${prompt}${spaceBehind(prompt)}${target}`;
}
