/**
 * The keys of a GGUF file from a checkpoint's tokenizer: the opposite of `tokenizerFiles`. A tokenizer that llama.cpp would
 * follow in another way is refused.
 */
import { z } from "zod";
import { canonicalJson, PalimpsestError, type JsonObject } from "../../../../base";
import type { SpecialTokens } from "../../../tokenizer/special-tokens";
import { keysOf, type GgufKey } from "./header";
import { isSameSplitting, splittingNames, tokenizerFiles } from "./tokenizer-files";
import { KEY_TYPES } from "./write";

const [NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE] = [1, 2, 3, 4, 5, 6];

interface TokenizerJson {
  readonly added_tokens?: readonly {
    readonly id: number;
    readonly content: string;
    readonly special?: boolean;
  }[];
  readonly normalizer?: unknown;
  readonly pre_tokenizer?: unknown;
  readonly post_processor?: unknown;
  readonly model?: {
    readonly type?: string;
    readonly vocab?: Readonly<Record<string, number>>;
    readonly merges?: readonly (string | readonly [string, string])[];
    readonly byte_fallback?: boolean;
    readonly ignore_merges?: boolean;
  };
}

/** `rows` is the number of embeddings, which the list of tokens must reach. Throws `unsupported` naming what has no key. */
export function tokenizerKeys(
  tokenizer: unknown,
  special: SpecialTokens,
  chatTemplate: string | undefined,
  rows: number,
): ReadonlyMap<string, GgufKey> {
  const json = tokenizer as TokenizerJson;
  const { vocab, merges, type, byte_fallback } = json.model ?? {};
  if (type !== "BPE" || !vocab || !merges) throw unwritten(`the model ${type ?? "none"}`);
  const isSentencePiece = byte_fallback === true;
  const tokens = Array.from({ length: rows }, (_, id) => `[PAD${id}]`);
  const types = Array<number>(rows).fill(UNUSED);
  for (const [token, id] of Object.entries(vocab)) {
    if (id >= rows) throw unwritten(`the token ${JSON.stringify(token)}, which has no embedding,`);
    tokens[id] = token;
    types[id] = isSentencePiece && /^<0x[0-9A-F]{2}>$/.test(token) ? BYTE : NORMAL;
  }
  for (const { id, content, special: isControl } of json.added_tokens ?? []) {
    if (id >= rows) throw unwritten(`the token ${JSON.stringify(content)}, which has no embedding,`);
    tokens[id] = content;
    types[id] = isControl ? CONTROL : USER_DEFINED;
  }
  if (isSentencePiece && special.unk !== undefined) types[special.unk] = UNKNOWN;
  const pairs = merges.map((merge) => (typeof merge === "string" ? splitMerge(merge) : merge));
  const text = (value: string): GgufKey => ({ type: KEY_TYPES.string, value });
  const number = (value: number): GgufKey => ({ type: KEY_TYPES.uint32, value });
  const flag = (value: boolean): GgufKey => ({ type: KEY_TYPES.bool, value });
  const list = (subType: number, value: readonly unknown[]): GgufKey => ({
    type: KEY_TYPES.array,
    subType,
    value,
  });
  const kind: Record<string, GgufKey> = isSentencePiece
    ? {
        model: text("llama"),
        pre: text("default"),
        scores: list(KEY_TYPES.float32, scoresOf(tokens, pairs)),
        add_space_prefix: flag(spacePrefix(json, tokens)),
      }
    : {
        model: text("gpt2"),
        pre: text(preOf(json)),
        merges: list(
          KEY_TYPES.string,
          pairs.map((pair) => pair.join(" ")),
        ),
      };
  const all: Record<string, GgufKey> = {
    ...kind,
    tokens: list(KEY_TYPES.string, tokens),
    token_type: list(KEY_TYPES.int32, types),
    ...(special.bos !== undefined && { bos_token_id: number(special.bos) }),
    ...(special.eos.length > 0 && { eos_token_id: number(special.eos[0]) }),
    ...(special.unk !== undefined && { unknown_token_id: number(special.unk) }),
    add_bos_token: flag(beginsWithBos(json, special, tokens)),
  };
  const keys = new Map<string, GgufKey>(
    Object.entries(all).map(([key, value]) => [`tokenizer.ggml.${key}`, value]),
  );
  if (chatTemplate !== undefined) keys.set("tokenizer.chat_template", text(chatTemplate));
  checkReadBack(keys, pairs, isSentencePiece);
  return keys;
}

function splitMerge(merge: string): readonly [string, string] {
  const space = merge.indexOf(" ", 1);
  return [merge.slice(0, space), merge.slice(space + 1)];
}

/** The name under which llama.cpp knows a splitting. */
function preOf({ pre_tokenizer, model, normalizer }: TokenizerJson): string {
  const name = splittingNames().find((one) =>
    isSameSplitting(one, pre_tokenizer, model?.ignore_merges ?? false),
  );
  // Qwen's own tokenizer composes characters first, which llama.cpp leaves out; composed text has the same tokens.
  const isComposing = JSON.stringify(normalizer ?? null) === '{"type":"NFC"}';
  if (name && ((normalizer ?? null) === null || isComposing)) return name;
  throw unwritten(name ? "a normalizer" : "a pre-tokenizer that llama.cpp has no name for");
}

/** A step of a normalizer or pre-tokenizer that SentencePiece's forms are written with. */
const Step = z.object({
  type: z.string(),
  normalizers: z.array(z.unknown()).optional(),
  prepend: z.string().optional(),
  replacement: z.string().optional(),
  prepend_scheme: z.string().optional(),
  split: z.boolean().optional(),
  pattern: z.object({ String: z.string().optional() }).optional(),
  content: z.string().optional(),
});
const SPACE = "▁";

/** Whether a space is put before a text. Throws for steps that llama.cpp does not take. */
function spacePrefix({ normalizer, pre_tokenizer }: TokenizerJson, tokens: readonly string[]): boolean {
  const pre = Step.nullish().parse(pre_tokenizer);
  if (!normalizer) {
    // Words that are cut apart first have the same tokens where no piece reaches over a space.
    const isApart =
      pre?.split !== true || tokens.every((token) => token.lastIndexOf(SPACE) <= 0 || token.startsWith("["));
    if (pre?.type === "Metaspace" && pre.replacement === SPACE && isApart)
      return pre.prepend_scheme !== "never";
    throw unwritten(`the pre-tokenizer ${pre?.type ?? "none"}`);
  }
  // Spaces are gone by then, so a split at spaces does nothing.
  if (pre && !(pre.type === "Split" && pre.pattern?.String === " "))
    throw unwritten(`the pre-tokenizer ${pre.type}`);
  const whole = Step.parse(normalizer);
  const steps = (whole.normalizers ?? [whole]).map((step) => Step.parse(step));
  const isPrepend = (step: z.infer<typeof Step>) => step.type === "Prepend" && step.prepend === SPACE;
  const isReplace = (step: z.infer<typeof Step>) =>
    step.type === "Replace" && step.pattern?.String === " " && step.content === SPACE;
  const other = steps.find((step) => !isPrepend(step) && !isReplace(step));
  if (other || !steps.some(isReplace)) throw unwritten(`the normalizer ${(other ?? whole).type}`);
  return steps.some(isPrepend);
}

/** A piece that is merged earlier has a higher score. */
function scoresOf(tokens: readonly string[], merges: readonly (readonly [string, string])[]): number[] {
  const rank = new Map<string, number>();
  merges.forEach((pair, i) => {
    const piece = pair.join("");
    if (!rank.has(piece)) rank.set(piece, i);
  });
  return tokens.map((token) => -(rank.get(token) ?? merges.length) - 1);
}

function beginsWithBos(
  { post_processor }: TokenizerJson,
  { bos }: SpecialTokens,
  tokens: readonly string[],
): boolean {
  return (
    bos !== undefined &&
    canonicalJson((post_processor ?? null) as JsonObject).includes(JSON.stringify(tokens[bos]))
  );
}

/** Scores may order merges in another way than the list does: then texts would have other tokens. */
function checkReadBack(
  keys: ReadonlyMap<string, GgufKey>,
  merges: readonly (readonly [string, string])[],
  isSentencePiece: boolean,
): void {
  if (!isSentencePiece) return;
  const { tokenizer } = tokenizerFiles(
    keysOf({ files: ["the exported file"], keys, tensors: new Map(), dataStart: new Map() }),
  );
  const read = (tokenizer.model as { merges: [string, string][] }).merges;
  const order = (pairs: readonly (readonly [string, string])[]) => {
    const first = new Map<string, number>();
    pairs.forEach((pair, i) => first.set(pair.join(""), first.get(pair.join("")) ?? i));
    return [...first.keys()];
  };
  if (order(read).join("\u0000") !== order(merges).join("\u0000")) {
    throw unwritten("merges in an order that scores cannot give");
  }
}

function unwritten(what: string): PalimpsestError {
  return new PalimpsestError("unsupported", `The tokenizer has ${what} and cannot be written as GGUF.`, {
    hint: "llama.cpp would read texts as other tokens. Export a folder instead.",
    details: { field: "as" },
  });
}
