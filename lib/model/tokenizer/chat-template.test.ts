import { describe, expect, test } from "vitest";
import { PalimpsestError } from "../../base";
import { CHAT_TEMPLATE, jsonBytes, memoryFiles, tinyFileBytes } from "../../testing/tiny";
import { chatTemplateOf, type ChatMessage } from "./chat-template";
import { readTokenizer } from "./read-tokenizer";
import { encodeSentence } from "./tokenizer";

const MESSAGES: readonly ChatMessage[] = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Where is Rome?" },
];
const TEMPLATE = `{{ bos_token }}{% for m in messages %}
<{{ m.role }}> {{ m['content'] | trim }}
{% endfor %}
{%- if add_generation_prompt %}<assistant> {% endif %}`;
const RENDERED = "<s><system> Be brief.\n<user> Where is Rome?\n";

const templateOf = (template: unknown, others: object = {}) =>
  chatTemplateOf({ tokenizerConfig: { bos_token: "<s>", chat_template: template, ...others } });
const render = (template: string, messages = MESSAGES) => templateOf(template)?.render(messages);

describe("a conversation", () => {
  test("is written as the template says, up to where the answer begins", () => {
    const template = templateOf(TEMPLATE);
    expect(template?.render(MESSAGES)).toBe(`${RENDERED}<assistant> `);
    expect(template?.render(MESSAGES, { awaitsAnswer: false })).toBe(RENDERED);
  });

  test("is the same whatever the day", () => {
    expect(render("{{ strftime_now('%d %b %Y') }}")).toBe("26 Jul 2024");
  });

  test("that the template refuses is refused in its words", () => {
    expect(() => render("{{ raise_exception('System role not supported') }}")).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        message: expect.stringContaining("System role not supported") as string,
        details: { field: "messages" },
      }),
    );
  });
});

describe("a template that cannot be followed to the letter", () => {
  test.each([
    ["True", "{{ add_generation_prompt }}"],
    ["None", "{% if true %}{{ none }}{% endif %}"],
    ["a list", "{% for m in messages %}{{ messages }}{% endfor %}"],
    ["a fraction", "{{ 1.0 }}"],
    ["True joined to a text", "{{ 'a' ~ true }}"],
    ["what is no template", "{% for %}"],
    ["an unknown filter", "{{ 'a' | nothing_of_this_name }}"],
  ])("is refused: %s", (_, template) => {
    let thrown: unknown;
    try {
      render(template);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PalimpsestError);
    expect(thrown).toMatchObject({ code: "unsupported", hint: expect.any(String) as string });
  });

  test("prints whole numbers and nothing for what is not there, as Python does", () => {
    expect(render("{{ messages | length }}{{ nothing }}{% set x = true %}{{ 'a' if x }}")).toBe("2a");
  });
});

describe("where a template is stated", () => {
  test("several named ones: the default counts", () => {
    const named = [
      { name: "tool_use", template: "tools" },
      { name: "default", template: "plain" },
    ];
    expect(templateOf(named)?.render(MESSAGES)).toBe("plain");
    expect(templateOf(named.slice(0, 1))?.render(MESSAGES)).toBe("tools");
  });

  test("nowhere", () => {
    expect(templateOf(undefined)).toBeUndefined();
    expect(templateOf("")).toBeUndefined();
  });

  const files = (more: Record<string, Uint8Array>) => memoryFiles({ ...tinyFileBytes("llama"), ...more });
  const text = (source: string) => new TextEncoder().encode(source);

  test("chat_template.jinja comes before tokenizer_config.json, and chat_template.json last", async () => {
    const config = jsonBytes({ chat_template: "config" });
    const json = jsonBytes({ chat_template: "json" });
    const of = async (more: Record<string, Uint8Array>) => (await readTokenizer(files(more))).chat?.source;
    expect(await of({ "tokenizer_config.json": config, "chat_template.jinja": text("file") })).toBe("file");
    expect(await of({ "tokenizer_config.json": config, "chat_template.json": json })).toBe("config");
    expect(await of({ "chat_template.json": json })).toBe("json");
    expect(await of({})).toBeUndefined();
  });

  test("special tokens are known to it where a file gives their ids alone", async () => {
    const { chat } = await readTokenizer(
      files({
        "tokenizer_config.json": jsonBytes({ chat_template: "{{ bos_token }}|{{ eos_token }}" }),
        "generation_config.json": jsonBytes({ bos_token_id: 0, eos_token_id: [0, 1] }),
      }),
    );
    expect(chat?.render(MESSAGES)).toBe("<|endoftext|>|<|endoftext|>");
  });
});

describe("the ids of a conversation", () => {
  const withBos = async (chatTemplate?: string) => {
    const bytes = tinyFileBytes("llama", { chatTemplate });
    const json = JSON.parse(new TextDecoder().decode(bytes["tokenizer.json"])) as object;
    const [id, token] = [0, "<|endoftext|>"];
    const post_processor = {
      type: "TemplateProcessing",
      single: [{ SpecialToken: { id: token, type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
      pair: [],
      special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
    };
    return readTokenizer(memoryFiles({ ...bytes, "tokenizer.json": jsonBytes({ ...json, post_processor }) }));
  };

  test("begin with the beginning-of-sequence token once where the template writes it, and not where it does not", async () => {
    const begins = async (chatTemplate: string, messages = MESSAGES) => {
      const tokenizer = await withBos(chatTemplate);
      const text = tokenizer.chat?.render(messages) ?? "";
      return tokenizer
        .encode(text, { special: true })
        .ids.slice(0, 2)
        .map((id) => id === 0);
    };
    expect(await begins(`{{ bos_token }}${CHAT_TEMPLATE}`)).toEqual([true, false]);
    expect(await begins(CHAT_TEMPLATE)).toEqual([false, false]);
    expect(await begins(CHAT_TEMPLATE, MESSAGES.slice(1))).toEqual([false, false]);
    const chat = await withBos(CHAT_TEMPLATE);
    expect(chat.encode("The city", { special: true }).ids[0]).toBe(0);
  });

  test("begin with the beginning-of-sequence token once when it is written already", async () => {
    const tokenizer = await withBos();
    const plain = tokenizer.encode("The city", { special: true });
    expect(tokenizer.encode("<|endoftext|>The city", { special: true }).ids).toEqual(plain.ids);
    expect(plain.ids.filter((id) => id === 0)).toEqual([0]);
  });

  test("have no space before the answer where a line has ended", async () => {
    const tokenizer = await withBos();
    const answerOf = (prompt: string) => {
      const { ids, promptLength } = encodeSentence(tokenizer, prompt, "Rome");
      return tokenizer.continuation(ids.slice(promptLength));
    };
    expect(answerOf("The city is")).toBe(" Rome");
    expect(answerOf("<assistant>\n")).toBe("Rome");
  });
});
