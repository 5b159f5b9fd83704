/** The tokenizer.json of a merged vocabulary: that of one model, with the tokens that it lacks appended. */

interface AddedToken {
  readonly id: number;
  readonly content: string;
}

interface TokenizerFile {
  readonly model: {
    readonly vocab?: Readonly<Record<string, number>> | readonly (readonly [string, number])[];
    readonly merges?: readonly (string | readonly [string, string])[];
  };
  readonly added_tokens?: readonly AddedToken[];
}

/** `others` are the files of the other models, from which merges and flags of appended tokens come. */
export function extendedTokenizer(
  base: TokenizerFile,
  tokens: readonly string[],
  others: readonly TokenizerFile[],
): TokenizerFile {
  const { vocab = {}, merges = [] } = base.model;
  const known = new Set([
    ...(Array.isArray(vocab) ? vocab.map(([token]: readonly [string, number]) => token) : Object.keys(vocab)),
    ...(base.added_tokens ?? []).map(({ content }) => content),
  ]);
  const appended = tokens.flatMap((token, id) => (known.has(token) ? [] : [{ token, id }]));
  const flagged = new Map(
    others.flatMap((other) => (other.added_tokens ?? []).map((added) => [added.content, added])),
  );
  const words = appended.filter(
    ({ token }) => !flagged.has(token) && others.some((other) => hasToken(other, token)),
  );
  const special = appended.filter(({ token }) => !words.some((word) => word.token === token));
  const made = new Set(words.map(({ token }) => token));
  const joined = (merge: string | readonly [string, string]) =>
    typeof merge === "string" ? merge.replace(" ", "") : merge.join("");
  const more = others.flatMap((other) =>
    (other.model.merges ?? []).filter((merge) => made.has(joined(merge))),
  );
  const seen = new Set<string>();
  const newMerges = more.filter((merge) => !seen.has(joined(merge)) && seen.add(joined(merge)));
  return {
    ...base,
    model: {
      ...base.model,
      vocab: Array.isArray(vocab)
        ? [...vocab, ...words.map(({ token }) => [token, 0] as const)]
        : { ...vocab, ...Object.fromEntries(words.map(({ token, id }) => [token, id])) },
      ...(base.model.merges && { merges: [...merges, ...newMerges] }),
    },
    added_tokens: [
      ...(base.added_tokens ?? []),
      ...special.map(({ token, id }) => ({
        ...(flagged.get(token) ?? {
          content: token,
          single_word: false,
          lstrip: false,
          rstrip: false,
          normalized: false,
          special: true,
        }),
        id,
      })),
    ],
  };
}

function hasToken({ model: { vocab = {} } }: TokenizerFile, token: string): boolean {
  return Array.isArray(vocab)
    ? vocab.some(([name]: readonly [string, number]) => name === token)
    : Object.hasOwn(vocab, token);
}
