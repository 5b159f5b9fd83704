/** Added tokens: found in a text as they are written, before anything is cut into words. */
import { z } from "zod";
import { sliced, type AlignedText } from "./aligned-text";
import { isWhiteSpace, refused, WORD_CHARACTERS } from "./steps";
import type { TokenId } from "../tokenizer";

const AddedToken = z.object({
  id: z.int().min(0),
  content: z.string(),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().optional(),
  special: z.boolean().default(false),
});
type AddedToken = z.infer<typeof AddedToken>;

/** A part of a text: an added token, or text between two, whose `id` is absent. */
interface Section {
  readonly text: AlignedText;
  readonly id?: TokenId;
}

interface AddedTokens {
  readonly contents: ReadonlyMap<TokenId, string>;
  /** The same as decoders read them. */
  readonly spellings: ReadonlyMap<TokenId, string>;
  /** Cuts at the tokens that are looked for in the text as it was written. */
  inOriginal(text: AlignedText): readonly Section[];
  /** Cuts at the tokens that are looked for in normalized text. */
  inNormalized(text: AlignedText): readonly Section[];
}

/**
 * An added token has the id that it has in the vocabulary, or the next free one: the format's own reader counts, whatever is
 * written. Throws `unsupported` where the file has another id.
 */
export function addedTokensOf(
  list: unknown,
  vocabulary: ReadonlyMap<string, TokenId>,
  normalize: (text: string) => string,
): AddedTokens {
  const tokens = z.array(AddedToken).nullish().parse(list) ?? [];
  let next = vocabulary.size;
  for (const { id, content } of tokens) {
    const expected = vocabulary.get(content) ?? next;
    if (id !== expected)
      throw refused(`the id ${id} for the added token "${content}" instead of ${expected}`);
    next = Math.max(next, id + 1);
  }
  const isNormalized = ({ normalized, special }: AddedToken) => normalized ?? !special;
  const finder = (some: readonly AddedToken[], spelled: (content: string) => string) => {
    const root = createTrie(some.map((token) => [spelled(token.content), token] as const));
    return (text: AlignedText) => cutAt(text, root);
  };
  return {
    contents: new Map(tokens.map(({ id, content }) => [id, content] as const)),
    spellings: new Map(
      tokens.map(
        (token) => [token.id, isNormalized(token) ? normalize(token.content) : token.content] as const,
      ),
    ),
    inOriginal: finder(
      tokens.filter((token) => !isNormalized(token)),
      (content) => content,
    ),
    inNormalized: finder(tokens.filter(isNormalized), normalize),
  };
}

interface TrieNode {
  readonly next: Map<string, TrieNode>;
  token?: AddedToken;
}

function createTrie(entries: readonly (readonly [string, AddedToken])[]): TrieNode {
  const root: TrieNode = { next: new Map() };
  for (const [content, token] of entries) {
    let node = root;
    for (const unit of content.split("")) {
      const next = node.next.get(unit) ?? { next: new Map() };
      node.next.set(unit, next);
      node = next;
    }
    if (content !== "") node.token = token;
  }
  return root;
}

/** Of tokens that begin at one place the longest counts. */
function longestAt(root: TrieNode, text: string, start: number): { token: AddedToken; end: number } | null {
  let found: { token: AddedToken; end: number } | null = null;
  let end = start;
  for (let node = root.next.get(text[end]); node !== undefined; node = node.next.get(text[end])) {
    end++;
    if (node.token) found = { token: node.token, end };
  }
  return found;
}

const [BEGINS_WITH_WORD, ENDS_WITH_WORD] = [
  new RegExp(`^[${WORD_CHARACTERS}]`, "u"),
  new RegExp(`[${WORD_CHARACTERS}]$`, "u"),
];

function cutAt(whole: AlignedText, root: TrieNode): readonly Section[] {
  if (root.next.size === 0) return [{ text: whole }];
  const { text } = whole;
  const sections: Section[] = [];
  let done = 0;
  const between = (end: number) => {
    if (done < end) sections.push({ text: sliced(whole, done, end) });
  };
  for (let at = 0; at < text.length;) {
    const found = longestAt(root, text, at);
    if (found === null) {
      at++;
      continue;
    }
    const { token } = found;
    let [start, end] = [at, found.end];
    at = end;
    if (token.single_word && touchesWord(text, start, end)) continue;
    while (token.lstrip && start > done && isWhiteSpace(text[start - 1])) start--;
    while (token.rstrip && isWhiteSpace(text[end])) end++;
    between(start);
    sections.push({ text: sliced(whole, start, end), id: token.id });
    done = end;
  }
  between(text.length);
  return sections;
}

function touchesWord(text: string, start: number, end: number): boolean {
  // Two units hold any character.
  return (
    ENDS_WITH_WORD.test(text.slice(Math.max(0, start - 2), start)) ||
    BEGINS_WITH_WORD.test(text.slice(end, end + 2))
  );
}
