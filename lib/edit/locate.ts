/** Templates, targets, and the subject's last token. Conventions are those of EasyEdit, except where stated. */
import { because, invalidField } from "../base";
import { filledPrompt, SUBJECT_SLOT, type EditRequest } from "../data";
import { encodeSentence, type Tokenizer, type TokenId } from "../model";

/** A sentence about the subject, as ids, with the index of the subject's last token. */
interface Located {
  readonly ids: readonly TokenId[];
  readonly subjectEnd: number;
}

/**
 * Fills the subject into a template that holds {} once. The subject's last token is the last token of the text up to and
 * including the subject, tokenized without the rest. This is EasyEdit's rule; it works for every tokenizer.
 */
export function locateSubject(tokenizer: Tokenizer, template: string, subject: string): Located {
  const parts = template.split(SUBJECT_SLOT);
  if (parts.length !== 2) {
    throw invalidField(
      "prompt",
      `The template "${template}" holds {} ${parts.length - 1} times.`,
      "Write {} once.",
      because("slotTwice", { template, times: parts.length - 1 }),
    );
  }
  const [before, after] = parts;
  return {
    ids: tokenizer.encode(before + subject + after, { special: true }).ids,
    subjectEnd: tokenizer.encode(before + subject, { special: true }).ids.length - 1,
  };
}

/** A context template around a request's prompt: "Yesterday it rained. {}" gives "Yesterday it rained. {} is in". */
export function inContext(context: string, prompt: string): string {
  return context.replace(SUBJECT_SLOT, () => prompt);
}

/**
 * The ids of a target behind the request's prompt, as the whole sentence is tokenized: by these an edit is trained and
 * judged. Alone, a target may have other ids, because some tokenizers put a space in front of every text.
 */
export function targetIds(
  tokenizer: Tokenizer,
  request: Pick<EditRequest, "prompt" | "subject" | "targetNew">,
  target = request.targetNew,
): readonly TokenId[] {
  const { ids, promptLength } = encodeSentence(tokenizer, filledPrompt(request), target);
  return ids.slice(promptLength);
}

/**
 * Checks every request before a method receives it. `context` is the model's, in tokens. Throws `invalid_input` with the
 * path of the field.
 */
export function checkRequests(tokenizer: Tokenizer, requests: readonly EditRequest[], context: number): void {
  requests.forEach((request, i) => {
    const field = (name: string) => `requests.${i}.${name}`;
    if (request.prompt.split(SUBJECT_SLOT).length !== 2) {
      throw invalidField(
        field("prompt"),
        `The prompt "${request.prompt}" does not hold the subject exactly once.`,
        "Mark the subject's place in the prompt with {}, once.",
        because("subjectNotOnce", { prompt: request.prompt }),
      );
    }
    const target = targetIds(tokenizer, request);
    if (request.targetNew.trim() === "" || target.length === 0) {
      throw invalidField(
        field("targetNew"),
        "The target has no tokens.",
        "Write what the model should say instead.",
        because("targetWithoutTokens"),
      );
    }
    const { ids } = locateSubject(tokenizer, request.prompt, request.subject);
    if (tokenizer.encode(request.subject).ids.length === 0) {
      throw invalidField(
        field("subject"),
        "The subject has no tokens.",
        "Name the subject.",
        because("subjectWithoutTokens"),
      );
    }
    if (ids.length + target.length > context) {
      throw invalidField(
        field("prompt"),
        `Prompt and target have ${ids.length + target.length} tokens, and the model reads at most ${context}.`,
        "Shorten the prompt or the target.",
        because("textTooLong", { tokens: ids.length + target.length, most: context }),
      );
    }
  });
}
