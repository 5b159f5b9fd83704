/**
 * A requested change, and how to evaluate it.
 *
 * A request is the change alone; a case adds the probes that tell whether it worked (rephrases), whether it spread to what
 * should have stayed (locality), and whether what follows from it followed (portability).
 */
import { z } from "zod";

/** Marks the place of the subject in a prompt. */
export const SUBJECT_SLOT = "{}";

/** One wanted change. `prompt` has "{}" where the subject goes. Targets have no leading space; encoding adds it. */
export const EditRequest = z.object({
  id: z.string().min(1),
  subject: z.string().trim().min(1, "Name the subject: the thing whose fact changes."),
  prompt: z
    .string()
    .min(1, "Write the prompt: the words before the answer.")
    .max(4000, "The prompt is longer than 4,000 characters.")
    .refine(
      (text) => text.split(SUBJECT_SLOT).length === 2,
      "The prompt must contain {} exactly once, where the subject goes.",
    ),
  targetNew: z.string().min(1, "Write the target: what the model should say.").max(2000),
  targetTrue: z.string().max(2000).optional(),
});
export type EditRequest = z.infer<typeof EditRequest>;

/** A question with a known answer, asked before and after the edit. */
export const Probe = z.object({
  prompt: z.string().min(1),
  target: z.string().min(1),
  /** Other answers that count as much as the target; absent where the target alone does. */
  alternatives: z.array(z.string().min(1)).min(1).optional(),
});
export type Probe = z.infer<typeof Probe>;

/** All answers to a probe that count, the target first. */
export function acceptedAnswers({
  target,
  alternatives = [],
}: Pick<Probe, "target" | "alternatives">): readonly string[] {
  return [target, ...alternatives];
}

/** A request with everything needed to evaluate it. Datasets contain these; a person may write them too. */
export const EditCase = z.object({
  request: EditRequest,
  /** Whole prompts that ask the same in other words. */
  rephrases: z.array(z.string().min(1)).default([]),
  /** Facts that must not change, by kind: "same-relation", "same-subject", "other"… */
  locality: z.record(z.string(), z.array(Probe)).default({}),
  /** Facts that must change accordingly, by kind: "one-hop", "alias"… */
  portability: z.record(z.string(), z.array(Probe)).default({}),
});
export type EditCase = z.infer<typeof EditCase>;

/** The prompt with its subject filled in. */
export function filledPrompt(request: Pick<EditRequest, "prompt" | "subject">): string {
  return request.prompt.replace(SUBJECT_SLOT, () => request.subject);
}
