/** The decoders of tokenizer.json: from tokens back to text. */
import { z } from "zod";
import { BYTE_OF_LETTER, patternOf, readPart, type Part } from "./steps";

/** One step: fewer tokens or the same number, nearer to text. */
type Decode = (tokens: readonly string[]) => readonly string[];

/** Throws `unsupported` for a decoder that is not here. */
export function decoderOf(part: unknown): (tokens: readonly string[]) => string {
  if (part === null || part === undefined) return (tokens) => tokens.join(" ");
  const decode = stepOf(part);
  return (tokens) => decode(tokens).join("");
}

const stepOf = (part: unknown): Decode => readPart(part, "decoder", DECODERS);
const textOf = (bytes: readonly number[]): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));

const DECODERS: Readonly<Record<string, (part: Part) => Decode>> = {
  Sequence: (part) => {
    const steps = z.array(z.unknown()).parse(part.decoders).map(stepOf);
    return (tokens) => steps.reduce((before, step) => step(before), tokens);
  },
  Fuse: () => (tokens) => [tokens.join("")],
  ByteLevel: () => (tokens) => [textOf(tokens.flatMap(bytesOfLetters))],
  ByteFallback: () => (tokens) => {
    const texts: string[] = [];
    let bytes: number[] = [];
    const flush = () => {
      if (bytes.length > 0) texts.push(textOf(bytes));
      bytes = [];
    };
    for (const token of tokens) {
      const byte = byteOf(token);
      if (byte === undefined) {
        flush();
        texts.push(token);
      } else bytes.push(byte);
    }
    flush();
    return texts;
  },
  Replace: (part) => {
    const [pattern, content] = [patternOf(part.pattern), z.string().parse(part.content)];
    return (tokens) => tokens.map((token) => token.replaceAll(pattern, () => content));
  },
  Strip: (part) => {
    const { content, start, stop } = z
      .object({ content: z.string().length(1), start: z.int().min(0), stop: z.int().min(0) })
      .parse(part);
    return (tokens) =>
      tokens.map((token) => {
        let [from, to] = [0, token.length];
        while (from < Math.min(start, to) && token[from] === content) from++;
        while (token.length - to < stop && to > from && token[to - 1] === content) to--;
        return token.slice(from, to);
      });
  },
  Metaspace: (part) => {
    const { replacement, prepend_scheme, add_prefix_space } = z
      .object({
        replacement: z.string(),
        prepend_scheme: z.string().default("always"),
        add_prefix_space: z.boolean().default(true),
      })
      .parse(part);
    const isPrepended = prepend_scheme !== "never" && add_prefix_space;
    return (tokens) =>
      tokens.map((token, i) => token.replaceAll(replacement, i === 0 && isPrepended ? "" : " "));
  },
  WordPiece: (part) => {
    const { prefix, cleanup } = z.object({ prefix: z.string(), cleanup: z.boolean() }).parse(part);
    return (tokens) =>
      tokens.map((token, i) => {
        const joined = i === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
        return cleanup ? cleaned(joined) : joined;
      });
  },
  BPEDecoder: (part) => {
    const suffix = z.string().parse(part.suffix);
    return (tokens) => tokens.map((token, i) => token.replaceAll(suffix, i === tokens.length - 1 ? "" : " "));
  },
};

/** The byte that a token such as <0x0A> stands for. */
export function byteOf(token: string): number | undefined {
  const [, digits] = /^<0x([0-9A-Fa-f]{2})>$/.exec(token) ?? [];
  return digits === undefined ? undefined : parseInt(digits, 16);
}

/** A token that has other characters than the letters of bytes stands for itself: an added one may hold spaces. */
export function bytesOfLetters(token: string): readonly number[] {
  const bytes = Array.from(token, (letter) => BYTE_OF_LETTER.get(letter));
  return bytes.every((byte) => byte !== undefined) ? bytes : [...new TextEncoder().encode(token)];
}

/** English as BERT's decoder writes it. */
const CLEANED: readonly (readonly [string, string])[] = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" do not", " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

function cleaned(text: string): string {
  return CLEANED.reduce((before, [from, to]) => before.replaceAll(from, to), text);
}
