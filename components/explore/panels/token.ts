/** Tokens as they are shown: without the space before them, and never empty. */
export function shownToken(token: string): string {
  return token.trim() || token.replaceAll("\n", "⏎").replaceAll(" ", "␣") || "␣";
}

/** Names for columns: the same word twice is told apart by nothing but its place, which a grid shows. */
export function tokenHeads(tokens: readonly string[], strong?: readonly [from: number, to: number]) {
  return tokens.map((token, i) => ({
    label: shownToken(token),
    isStrong: strong !== undefined && i >= strong[0] && i < strong[1],
  }));
}
