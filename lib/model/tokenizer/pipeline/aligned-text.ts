/**
 * A text on its way through a tokenizer. Normalizers and pre-tokenizers change it, and each of its characters remembers the
 * range of the original that it came from, by the rules of Hugging Face's tokenizers (normalizer.rs).
 */

/** Indices [start, end) of UTF-16 units. */
export type Range = readonly [start: number, end: number];

export interface AlignedText {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where the character that it came from starts in the original, and where it ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A part of a text, [start, end) in UTF-16 units, and what takes its place. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function alignedText(text: string): AlignedText {
  const starts = Int32Array.from({ length: text.length }, (_, unit) => unit);
  const ends = starts.map((unit) => unit + 1);
  for (const { index } of text.matchAll(/[\u{10000}-\u{10FFFF}]/gu)) {
    starts[index + 1] = index;
    ends[index] = index + 2;
  }
  return { text, starts, ends };
}

export function sliced({ text, starts, ends }: AlignedText, start: number, end: number): AlignedText {
  return {
    text: text.slice(start, end),
    starts: starts.subarray(start, end),
    ends: ends.subarray(start, end),
  };
}

/** The range in the original of the units [start, end), at least one. */
export function originOf({ starts, ends }: AlignedText, start = 0, end = starts.length): Range {
  return [starts[start], ends[end - 1]];
}

/** What is put in front shares the range of the first character. An empty text stays empty. */
export function prepended({ text, starts, ends }: AlignedText, prefix: string): AlignedText {
  if (text === "") return { text, starts, ends };
  const widened = (values: Int32Array) => {
    const made = new Int32Array(prefix.length + values.length).fill(values[0], 0, prefix.length);
    made.set(values, prefix.length);
    return made;
  };
  return { text: prefix + text, starts: widened(starts), ends: widened(ends) };
}

/**
 * Makes changes, which are in order and apart. The characters of a change stand for those that they replace, one by one;
 * the rest of them for the last of these. With `forLast` all of them stand for the last.
 */
export function changed(
  { text, starts, ends }: AlignedText,
  changes: readonly Change[],
  { forLast = false } = {},
): AlignedText {
  const size = changes.reduce(
    (sum, { start, end, text: content }) => sum + content.length - (end - start),
    text.length,
  );
  const [newStarts, newEnds] = [new Int32Array(size), new Int32Array(size)];
  const parts: string[] = [];
  let [done, index] = [0, 0];
  const keepUntil = (end: number) => {
    parts.push(text.slice(done, end));
    newStarts.set(starts.subarray(done, end), index);
    newEnds.set(ends.subarray(done, end), index);
    index += end - done;
  };
  for (const { start, end, text: content } of changes) {
    keepUntil(start);
    parts.push(content);
    let next = start; // of the characters that are replaced
    let source = (forLast ? end : start) - 1;
    for (const character of content) {
      if (!forLast && next < end) {
        source = next;
        next += (text.codePointAt(next) as number) > 0xffff ? 2 : 1;
      }
      newStarts.fill(source < 0 ? 0 : starts[source], index, index + character.length);
      newEnds.fill(source < 0 ? 0 : ends[source], index, index + character.length);
      index += character.length;
    }
    done = end;
  }
  keepUntil(text.length);
  return { text: parts.join(""), starts: newStarts, ends: newEnds };
}

/** Changes each match of a global pattern whose new text differs. */
export function eachChanged(
  whole: AlignedText,
  pattern: RegExp,
  newText: (part: string) => string,
  options?: { readonly forLast: boolean },
): AlignedText {
  const changes: Change[] = [];
  for (const { 0: part, index } of whole.text.matchAll(pattern)) {
    const text = newText(part);
    if (text !== part) changes.push({ start: index, end: index + part.length, text });
  }
  return changes.length === 0 ? whole : changed(whole, changes, options);
}
