/**
 * Chat templates: a conversation as the one text that a chat model was trained to read. A checkpoint states its template in
 * Jinja, which `@huggingface/jinja` follows.
 *
 * Where that library prints what is no text, it does so as JavaScript would ("true", nothing for None, JSON for lists), and
 * Jinja2 as Python would ("True", "None"). So only texts are passed to a template, and one that prints anything else than
 * a text or a whole number is refused, because the model would read what it was not trained on.
 */
import { Environment, Interpreter, parse, tokenize } from "@huggingface/jinja";
import { because, invalidField, PalimpsestError } from "../../base";
import { fieldsOf, type TokenizerSettings } from "./special-tokens";

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ChatTemplate {
  /** As the checkpoint states it, in Jinja. */
  readonly source: string;
  /**
   * The conversation as text, as transformers' `apply_chat_template` gives it. With `awaitsAnswer` it ends where the answer
   * begins. Throws `invalid_input` for a conversation that the template refuses, such as one with a system message where the
   * model knows none, and `unsupported` for a template that cannot be followed here to the letter.
   */
  render(messages: readonly ChatMessage[], options?: { readonly awaitsAnswer?: boolean }): string;
}

/**
 * The template of a checkpoint. A file of its own comes before the key of tokenizer_config.json, as in transformers; of
 * several named ones the one named "default" counts. Undefined where the checkpoint states none. `tokens` are the texts of
 * special tokens, "bos_token" and others, for a checkpoint whose files name them by their ids alone.
 */
export function chatTemplateOf(
  settings: TokenizerSettings,
  tokens: Readonly<Record<string, string | undefined>> = {},
): ChatTemplate | undefined {
  const { chatTemplateText, chatTemplateJson, tokenizerConfig } = settings;
  const stated = [
    chatTemplateText,
    fieldsOf(tokenizerConfig).chat_template,
    fieldsOf(chatTemplateJson).chat_template,
  ];
  const source = stated.map(defaultOf).find((text) => text !== undefined);
  return source === undefined
    ? undefined
    : createChatTemplate(source, { ...tokens, ...namedTokens(settings) });
}

/**
 * A conversation as the text that a model reads, up to where its answer begins. Throws `unsupported` for a model without a
 * chat template, and as `ChatTemplate.render`.
 */
export function chatText(
  {
    tokenizer,
    facts,
  }: {
    readonly tokenizer: { readonly chat?: ChatTemplate };
    readonly facts: { readonly checkpoint: string };
  },
  messages: readonly ChatMessage[],
): string {
  if (tokenizer.chat) return tokenizer.chat.render(messages);
  throw new PalimpsestError("unsupported", `${facts.checkpoint} has no chat template.`, {
    hint: "Ask in plain form: write the beginning of a sentence, and the model continues it.",
    details: { ...because("noChatTemplate"), field: "messages" },
  });
}

/**
 * What conversations begin with, with and without a system message, up to the first words that somebody wrote. Empty where
 * nothing stands before them, or where a template refuses such a conversation.
 */
export function openingsOf(template: ChatTemplate): readonly string[] {
  const begun = (messages: (content: string) => ChatMessage[]): string => {
    try {
      const [one, other] = ["a", "b"].map((content) => template.render(messages(content)));
      let end = 0;
      while (end < one.length && one[end] === other[end]) end++;
      return one.slice(0, end);
    } catch {
      return "";
    }
  };
  return [
    begun((content) => [{ role: "user", content }]),
    begun((content) => [
      { role: "system", content },
      { role: "user", content: "" },
    ]),
  ].filter((opening) => opening.trim() !== "");
}

/** A template is a text, or a list of { name, template }. */
function defaultOf(stated: unknown): string | undefined {
  if (typeof stated === "string") return stated === "" ? undefined : stated;
  const named = (Array.isArray(stated) ? stated : []).map(fieldsOf);
  const { template } = named.find(({ name }) => name === "default") ?? named[0] ?? {};
  return typeof template === "string" ? template : undefined;
}

/** The texts of the special tokens by their keys, "bos_token" and others, as a template knows them. */
function namedTokens({ tokenizerConfig, specialTokensMap }: TokenizerSettings): Record<string, string> {
  const entries = [specialTokensMap, tokenizerConfig].flatMap((file) =>
    Object.entries(fieldsOf(file)).flatMap(([key, token]) => {
      const text = typeof token === "string" ? token : fieldsOf(token).content;
      return key.endsWith("_token") && typeof text === "string" ? [[key, text] as const] : [];
    }),
  );
  return Object.fromEntries(entries);
}

function createChatTemplate(
  source: string,
  tokens: Readonly<Record<string, string | undefined>>,
): ChatTemplate {
  let parsed: Program | undefined;
  return {
    source,
    render(messages, { awaitsAnswer = true } = {}) {
      try {
        // As transformers sets Jinja2 up.
        parsed ??= parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
        const environment = new Environment();
        const variables = {
          ...GLOBALS,
          ...tokens,
          messages: messages.map(({ role, content }) => ({ role, content })),
          add_generation_prompt: awaitsAnswer,
        };
        Object.entries(variables).forEach(([name, value]) => environment.set(name, value));
        return String(new StrictInterpreter(environment, parsed).run(parsed));
      } catch (cause) {
        if (cause instanceof PalimpsestError) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new PalimpsestError(
          "unsupported",
          `The model's chat template cannot be followed here: ${reason.slice(0, 300)}`,
          { hint: "Ask in plain form.", details: { field: "messages" }, cause },
        );
      }
    },
  };
}

/** What a template calls to refuse a conversation. */
function refuse(reason: unknown): never {
  throw invalidField(
    "messages",
    `The model's chat template refuses this conversation: ${String(reason).slice(0, 300)}`,
    "Leave out the system message, and let the user and the assistant take turns, the user first.",
  );
}

/** The date that some templates state in their system message. It is that of Llama 3's default, so that a text is the same tomorrow. */
const DATE: Readonly<Record<string, string>> = {
  "%d": "26",
  "%B": "July",
  "%b": "Jul",
  "%m": "07",
  "%Y": "2024",
  "%y": "24",
  "%A": "Friday",
  "%a": "Fri",
  "%H": "00",
  "%M": "00",
  "%S": "00",
};

function dateOfTemplates(format: unknown): string {
  return String(format).replace(/%[a-zA-Z]/g, (code) => DATE[code] ?? code);
}

function range(...bounds: readonly number[]): number[] {
  const [start, stop, step = 1] = bounds.length === 1 ? [0, bounds[0]] : bounds;
  return Array.from({ length: Math.max(0, Math.ceil((stop - start) / step)) }, (_, i) => start + i * step);
}

/** What every template knows beside the conversation. */
const GLOBALS = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  tools: null,
  documents: null,
  range,
  strftime_now: dateOfTemplates,
  raise_exception: refuse,
};

type Program = ReturnType<typeof parse>;
type Evaluate = Interpreter["evaluate"];

/** Statements of the library's syntax tree. They print through what they contain; any other entry of a block is printed itself. */
const STATEMENTS = [
  "Set",
  "If",
  "For",
  "Macro",
  "CallStatement",
  "FilterStatement",
  "Break",
  "Continue",
  "Comment",
];
const BLOCKS = ["body", "alternate", "defaultBlock"];
/** Values that JavaScript and Python print alike. */
const ALIKE = ["StringValue", "IntegerValue", "UndefinedValue"];

/** Refuses to print, or to join with "~", a value that Python prints in another way. */
class StrictInterpreter extends Interpreter {
  readonly #printed: ReadonlySet<unknown>;

  constructor(environment: Environment, program: Program) {
    super(environment);
    this.#printed = new Set(printedIn(program));
  }

  override evaluate(...[statement, environment]: Parameters<Evaluate>): ReturnType<Evaluate> {
    const value = super.evaluate(statement, environment);
    if (!this.#printed.has(statement) || ALIKE.includes(value.type)) return value;
    const kind = value.type.replace(/Value$/, "").toLowerCase();
    throw new Error(`it prints a value of the kind ${kind}, which JavaScript and Python print differently.`);
  }
}

/** The expressions of a syntax tree whose values become text. */
function printedIn(node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, operator, left, right } = node as Record<string, unknown>;
  const joined = type === "BinaryExpression" && (operator as { value: string }).value === "~";
  return Object.entries(node)
    .flatMap(([key, child]: [string, unknown]) => {
      const entries = BLOCKS.includes(key) && Array.isArray(child) ? (child as { type: string }[]) : [];
      return [...entries.filter((entry) => !STATEMENTS.includes(entry.type)), ...printedIn(child)];
    })
    .concat(joined ? [left, right] : []);
}
