/** What two texts share and where they differ, word by word; by character where a script has no spaces. */

export interface DiffPart {
  readonly text: string;
  readonly kind: "same" | "before" | "after";
}

/** The parts of both texts in reading order: what only the first has stands before what only the second has. */
export function diffWords(before: string, after: string): DiffPart[] {
  const left = wordsOf(before);
  const right = wordsOf(after);
  const common = lengths(left, right);
  const parts: DiffPart[] = [];
  const push = (kind: DiffPart["kind"], text: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
    else parts.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      push("same", left[i]);
      i++;
      j++;
    } else if (j >= right.length || (i < left.length && common[i + 1][j] >= common[i][j + 1])) {
      push("before", left[i++]);
    } else {
      push("after", right[j++]);
    }
  }
  return parts;
}

/** Words with the space before them; every Chinese, Japanese or Korean sign is one. */
function wordsOf(text: string): string[] {
  return (
    text.match(
      /\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|\s*[\p{L}\p{N}'’-]+|\s*[^\s\p{L}\p{N}]|\s+/gu,
    ) ?? []
  );
}

/** Length of the longest common subsequence of every pair of tails. */
function lengths(left: readonly string[], right: readonly string[]): number[][] {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      table[i][j] =
        left[i] === right[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}
