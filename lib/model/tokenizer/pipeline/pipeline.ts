/**
 * The whole of tokenizer.json: text to tokens with the range of the original that each stands for, and tokens to text. The
 * library of Hugging Face for JavaScript gives no ranges and leaves out some settings without a word, so that only its
 * models and its reading of regular expressions are used.
 */
import { z } from "zod";
import { because, PalimpsestError } from "../../../base";
import { addedTokensOf } from "./added-tokens";
import { alignedText, originOf, type Range } from "./aligned-text";
import { decoderOf } from "./decoders";
import { normalizerOf } from "./normalizers";
import { preTokenizerOf } from "./pre-tokenizers";
import { readPart, refused, type Part } from "./steps";
import { wordModelOf } from "./word-models";
import type { TokenId } from "../tokenizer";

interface Pipeline {
  /** Ids lie below it. */
  readonly size: number;
  /** Special tokens that the template puts before and behind a text. */
  readonly template: Template;
  /** Without the template. */
  encode(text: string): { readonly ids: readonly TokenId[]; readonly offsets: readonly Range[] };
  /** Ids without a token are left out. */
  decode(ids: readonly TokenId[]): string;
  idOf(token: string): TokenId | undefined;
  /** The token of an id as the file spells it. */
  tokenOf(id: TokenId): string | undefined;
  isAdded(id: TokenId): boolean;
}

interface Template {
  readonly before: readonly TokenId[];
  readonly behind: readonly TokenId[];
}

/**
 * `json` is the content of tokenizer.json. Throws `unsupported` for a setting that is not followed here, `integrity` for a
 * file that does not hold what its format asks for.
 */
export function openPipeline(json: unknown): Pipeline {
  try {
    return pipelineOf(z.looseObject({ model: z.looseObject({}) }).parse(json));
  } catch (cause) {
    if (cause instanceof PalimpsestError) throw cause;
    throw new PalimpsestError("unsupported", `tokenizer.json could not be read: ${reasonOf(cause)}`, {
      hint: "Save the checkpoint's tokenizer again in the fast (tokenizer.json) format.",
      details: { ...because("tokenizerUnreadable"), field: "tokenizer.json" },
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return String(cause instanceof Error ? cause.message : cause);
  const [{ path, message }] = cause.issues;
  return `${message}${path.length > 0 ? ` at ${path.join(".")}` : ""}.`;
}

function pipelineOf(json: Readonly<Record<string, unknown>>): Pipeline {
  const model = wordModelOf(json.model);
  const normalize = normalizerOf(json.normalizer);
  const preTokenize = preTokenizerOf(json.pre_tokenizer);
  const added = addedTokensOf(
    json.added_tokens,
    model.vocabulary,
    (text) => normalize(alignedText(text)).text,
  );
  const decode = decoderOf(json.decoder);
  const tokens: (string | undefined)[] = [];
  for (const [token, id] of model.vocabulary) tokens[id] = token;
  for (const [id, content] of added.contents) tokens[id] = content;
  const idOfAdded = new Map([...added.contents].map(([id, content]) => [content, id] as const));

  return {
    size: tokens.length,
    template: templateOf(json.post_processor),
    encode(text) {
      const ids: TokenId[] = [];
      const offsets: Range[] = [];
      const push = (id: TokenId, range: Range) => {
        ids.push(id);
        offsets.push(range);
      };
      const sections = added
        .inOriginal(alignedText(text))
        .flatMap((section) =>
          section.id === undefined ? added.inNormalized(normalize(section.text)) : [section],
        );
      for (const { id, text: section } of sections) {
        if (section.text === "") continue;
        if (id !== undefined) push(id, originOf(section));
        else
          for (const word of preTokenize(section))
            for (const token of model.tokens(word.text))
              push(token.id, originOf(word, token.start, token.end));
      }
      return { ids, offsets };
    },
    decode: (ids) => decode(ids.flatMap((id) => added.spellings.get(id) ?? tokens[id] ?? [])),
    idOf: (token) => idOfAdded.get(token) ?? model.vocabulary.get(token),
    tokenOf: (id) => tokens[id],
    isAdded: (id) => added.contents.has(id),
  };
}

/** What post-processors put around a text. The last of a sequence puts its tokens outermost. */
function templateOf(part: unknown): Template {
  if (part === null || part === undefined) return NO_TEMPLATE;
  return readPart(part, "post-processor", TEMPLATES);
}

const NO_TEMPLATE: Template = { before: [], behind: [] };

const TEMPLATES: Readonly<Record<string, (part: Part) => Template>> = {
  ByteLevel: () => NO_TEMPLATE,
  BertProcessing: clsAndSep,
  RobertaProcessing: clsAndSep,
  Sequence: (part) =>
    z
      .array(z.unknown())
      .parse(part.processors)
      .map(templateOf)
      .reduce(
        (inner, outer) => ({
          before: [...outer.before, ...inner.before],
          behind: [...inner.behind, ...outer.behind],
        }),
        NO_TEMPLATE,
      ),
  TemplateProcessing: (part) => {
    const { single, special_tokens } = z
      .object({
        single: z.array(
          z.union([
            z.object({ SpecialToken: z.object({ id: z.string() }) }),
            z.object({ Sequence: z.object({ id: z.literal("A") }) }),
          ]),
        ),
        special_tokens: z.record(z.string(), z.object({ ids: z.array(z.int().min(0)) })),
      })
      .parse(part);
    const index = single.findIndex((item) => "Sequence" in item);
    if (index < 0 || single.filter((item) => "Sequence" in item).length > 1) {
      throw refused("a template that does not hold the text once");
    }
    const idsOf = (items: typeof single) =>
      items.flatMap((item) => ("SpecialToken" in item ? special_tokens[item.SpecialToken.id].ids : []));
    return { before: idsOf(single.slice(0, index)), behind: idsOf(single.slice(index + 1)) };
  },
};

function clsAndSep(part: Part): Template {
  const token = z.tuple([z.string(), z.int().min(0)]);
  const { cls, sep } = z.object({ cls: token, sep: token }).parse(part);
  return { before: [cls[1]], behind: [sep[1]] };
}
