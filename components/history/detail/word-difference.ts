export interface ComparedWord {
  readonly word: string;
  /** Not part of what the two texts share in order. */
  readonly differs: boolean;
}

/** The words of a text, marked where they are not in the longest common subsequence with another. */
export function differingWords(text: string, other: string): ComparedWord[] {
  const [a, b] = [wordsOf(text), wordsOf(other)];
  // shared[i][j] is the length of the longest common subsequence of a from i and b from j.
  const shared = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      shared[i][j] = a[i] === b[j] ? shared[i + 1][j + 1] + 1 : Math.max(shared[i + 1][j], shared[i][j + 1]);
    }
  }
  let j = 0;
  return a.map((word, i) => {
    while (j < b.length && word !== b[j] && shared[i][j + 1] === shared[i][j]) j++;
    const isShared = j < b.length && word === b[j];
    if (isShared) j++;
    return { word, differs: !isShared };
  });
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
