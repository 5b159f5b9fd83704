/**
 * A requested change, and how to evaluate it.
 *
 * A request is the change alone; a case adds the probes that tell whether it worked (rephrases), whether it spread to what
 * should have stayed (locality), and whether what follows from it followed (portability). What the edit leaves open is asked too.
 */
import { z } from "zod";

/** Marks the place of the subject in a prompt. */
export const SUBJECT_SLOT = "{}";

/**
 * White space at the ends of texts that are asked and scored. A prompt and its answer are joined in one way, however both are
 * written: a second space would be a text that nobody means. A prompt keeps what it begins with.
 */
export const promptText = (written: string): string => written.trimEnd();
export const answerText = (written: string): string => written.trim();

/**
 * What joins a prompt and its answer: one space, as in the published implementations. None behind white space, where the answer of a
 * conversation begins, nor behind Chinese or Japanese, which are written without spaces.
 */
export const spaceBehind = (prompt: string): "" | " " =>
  /[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFF60]$/u.test(prompt)
    ? ""
    : " ";

const Prompt = z.string().overwrite(promptText);
const Answer = z.string().overwrite(answerText);
const BLANK_PROMPT = "Write the prompt: the words before the answer.";
const LONG_ANSWER = "The answer is longer than 2,000 characters.";
const BLANK_ANSWER = "Write the answer: it is empty or white space.";

/** One wanted change. `prompt` has "{}" where the subject goes. */
export const EditRequest = z.object({
  id: z.string().min(1),
  subject: z.string().trim().min(1, "Name the subject: the thing whose fact changes."),
  prompt: Prompt.min(1, BLANK_PROMPT)
    .max(4000, "The prompt is longer than 4,000 characters.")
    .refine(
      (text) => text.split(SUBJECT_SLOT).length === 2,
      "The prompt must contain {} exactly once, where the subject goes.",
    ),
  targetNew: Answer.min(1, "Write the target: what the model should say.").max(2000, LONG_ANSWER),
  targetTrue: Answer.min(1, BLANK_ANSWER).max(2000, LONG_ANSWER).optional(),
  /**
   * "chat": the prompt is the user's turn of a conversation, and the answer the assistant's, in the form of the model's chat
   * template; the prompts of all probes too. Plain text that the model continues when absent.
   */
  form: z.literal("chat").optional(),
});
export type EditRequest = z.infer<typeof EditRequest>;

/** A question with a known answer, asked before and after the edit. */
export const Probe = z.object({
  prompt: Prompt.min(1, BLANK_PROMPT),
  target: Answer.min(1, BLANK_ANSWER),
  /** Other answers that count as much as the target; absent where the target alone does. */
  alternatives: z.array(Answer.min(1, BLANK_ANSWER)).min(1).optional(),
});
export type Probe = z.infer<typeof Probe>;

/** All answers to a probe that count, the target first. */
export function acceptedAnswers({
  target,
  alternatives = [],
}: Pick<Probe, "target" | "alternatives">): readonly string[] {
  return [target, ...alternatives];
}

/** The edit that probes were written for. */
export const WrittenFor = z.object({
  subject: z.string(),
  /** With its slot: the relation. */
  prompt: z.string(),
  /** That the consequences follow from; absent where there are none. */
  target: z.string().optional(),
  /** Id of the model whose facts they are; absent where they were written by hand or come from a dataset. */
  model: z.string().optional(),
});
export type WrittenFor = z.infer<typeof WrittenFor>;

/** A request with everything needed to evaluate it. Datasets contain these; a person may write them too. */
export const EditCase = z.object({
  request: EditRequest,
  /** Whole prompts that ask the same in other words. */
  rephrases: z.array(Prompt.min(1, BLANK_PROMPT)).default([]),
  /** Questions that ask the same in another form and have an answer of their own, by kind: "yes", "multiple-choice"… */
  generality: z.record(z.string(), z.array(Probe)).optional(),
  /** Facts that must not change, by kind: "same-relation", "same-subject", "other"… */
  locality: z.record(z.string(), z.array(Probe)).default({}),
  /** Facts that must change accordingly, by kind: "one-hop", "alias"… */
  portability: z.record(z.string(), z.array(Probe)).default({}),
  /** Facts that may change or stay, by kind: they are asked and reported, and none of them is a miss. */
  mayChange: z.record(z.string(), z.array(Probe)).optional(),
  /**
   * What the probes were written for. Where that is another subject, prompt or model than those of the edit, they are not asked;
   * where it is another target, the consequences are not. They are taken to be of this request when absent.
   */
  writtenFor: WrittenFor.optional(),
  /** Cases of a list with the same text here are one change that takes several edits: its probes hold after all of them. */
  together: z.string().optional(),
});
export type EditCase = z.infer<typeof EditCase>;

/** The prompt with its subject filled in. */
export function filledPrompt(request: Pick<EditRequest, "prompt" | "subject">): string {
  return request.prompt.replace(SUBJECT_SLOT, () => request.subject);
}
