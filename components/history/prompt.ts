/** A request's prompt as a person reads it. Pages know requests as types only, so the slot is written here again. */
import type { EditRequest } from "@/lib/data";

const SLOT = "{}";

/** The words before the subject and those after it. */
export function aroundSubject({
  prompt,
}: Pick<EditRequest, "prompt">): readonly [before: string, after: string] {
  const at = prompt.indexOf(SLOT);
  return at < 0 ? [prompt, ""] : [prompt.slice(0, at), prompt.slice(at + SLOT.length)];
}

export function wholePrompt(request: Pick<EditRequest, "prompt" | "subject">): string {
  return aroundSubject(request).join(request.subject);
}
