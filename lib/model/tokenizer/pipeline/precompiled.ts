/**
 * The character map of SentencePiece: a double array (Darts) from UTF-8 to places in a list of texts that end with 0. It is
 * read as Hugging Face's spm_precompiled reads it: by grapheme while one is short, else by character.
 */
import { changed, type AlignedText, type Change } from "./aligned-text";

/** Longer graphemes, in bytes of UTF-8, are looked up character by character. */
const LONGEST_GRAPHEME = 5;

/** `encoded` is `precompiled_charsmap`, in base64. */
export function precompiledMap(encoded: string): (text: AlignedText) => AlignedText {
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const units = view.getUint32(0, true) / 4;
  const unitAt = (index: number) => (index < units ? view.getUint32(4 + 4 * index, true) : 0);
  const texts = bytes.subarray(4 + 4 * units);
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder("utf-8", { ignoreBOM: true })];
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

  /** What the shortest prefix in the map becomes; undefined when there is none. */
  const lookUp = (key: Uint8Array): string | undefined => {
    let index = offsetOf(unitAt(0));
    for (const byte of key) {
      if (byte === 0) return undefined;
      index ^= byte;
      const unit = unitAt(index);
      if ((unit & LABEL) >>> 0 !== byte) return undefined;
      index ^= offsetOf(unit);
      if ((unit >>> 8) & 1) {
        const start = unitAt(index) & VALUE;
        return decoder.decode(texts.subarray(start, texts.indexOf(0, start)));
      }
    }
    return undefined;
  };

  return (whole) => {
    const changes: Change[] = [];
    const change = (start: number, part: string, text: string | undefined) => {
      if (text !== undefined) changes.push({ start, end: start + part.length, text });
    };
    for (const { segment, index } of segmenter.segment(whole.text)) {
      const key = encoder.encode(segment);
      const text = key.length <= LONGEST_GRAPHEME ? lookUp(key) : undefined;
      if (text !== undefined) {
        change(index, segment, text);
        continue;
      }
      let start = index;
      for (const character of segment) {
        change(start, character, lookUp(encoder.encode(character)));
        start += character.length;
      }
    }
    return changes.length === 0 ? whole : changed(whole, changes);
  };
}

const [LABEL, VALUE] = [0x8000_00ff, 0x7fff_ffff];

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
