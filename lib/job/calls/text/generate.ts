/** A prompt or a conversation, continued by a version; its progress is the text so far. */
import { z } from "zod";
import { invalidField } from "../../../base";
import { Address, ModelVersion } from "../../../store";
import { defineQuestion } from "../call";

/** A turn of a conversation, as chat templates have it. */
const ChatMessage = z.object({
  role: z.enum(["system", "user", "assistant"]),
  content: z.string().max(20_000),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const generate = defineQuestion({
  summary:
    "Continue a prompt, or answer a conversation in the model's chat form, greedily or by sampling, in one version. Asked with " +
    "`Accept: text/event-stream`, the text so far comes as events while it is written.",
  input: ModelVersion.extend({
    /** On top of the version, such as those of an edit that is not kept yet. */
    overlays: z.array(Address).max(64).optional(),
    /** The text to continue; absent with `messages`. */
    prompt: z.string().min(1).max(20_000).optional(),
    /** The conversation to answer, written as the model's chat template says; absent with `prompt`. */
    messages: z.array(ChatMessage).min(1).max(64).optional(),
    maxTokens: z.int().min(1).max(512).default(24),
    /** 0 is greedy. */
    temperature: z.number().min(0).max(4).default(0),
    /** Draws from the k likeliest tokens alone. */
    topK: z.int().min(1).max(1000).optional(),
    /** Draws from the likeliest tokens that together have this probability. */
    topP: z.number().gt(0).max(1).optional(),
    seed: z.int().min(0).default(0),
  }),
  output: z.object({
    text: z.string(),
    /** "end": the model ended its text. "length": the limit or the context's end came first. */
    stoppedBy: z.enum(["end", "length"]),
    /** The parts that make up the text, each with the probability that the model gave it at temperature 1. */
    tokens: z.array(z.object({ text: z.string(), probability: z.number() })),
  }),
  async perform({ openVersion }, run, { model, version, overlays, prompt, messages, seed: _, ...options }) {
    if ((prompt === undefined) === (messages === undefined))
      throw invalidField("prompt", "Give either a prompt or messages.", "Leave one of the two out.");
    const { chatText, streamText } = await import("../../../model");
    const opened = await openVersion({ model, version, overlays }, run.signal);
    const { tokenizer } = opened;
    const stream = streamText(run, opened, prompt ?? chatText(opened, messages ?? []), options);
    const ids: number[] = [];
    const tokens: { text: string; probability: number }[] = [];
    let text = "";
    for (;;) {
      const { done, value } = await stream.next();
      if (done) return { text: tokenizer.continuation(ids), stoppedBy: value, tokens };
      ids.push(value.id);
      // A character of several bytes is shown when its last token has come.
      const whole = tokenizer.continuation(ids).replace(/\uFFFD+$/, "");
      tokens.push({ text: whole.slice(text.length), probability: value.probability });
      text = whole;
      run.progress({ phase: "writing", step: ids.length, steps: options.maxTokens, text });
    }
  },
});
