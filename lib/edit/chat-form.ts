/**
 * Edits in chat form: the prompt of a request and of each of its probes becomes the user's turn of a conversation, written as
 * the model's chat template says, up to where the answer begins. What is edited is then the answer in chat.
 *
 * Methods take prompts as they are, so a case is written out once, before any of them sees it. The {} of a prompt stays the
 * subject's place in the written text, and no space comes before a target where the template ends a line. Contexts that a
 * method puts in front of prompts stand before the whole conversation.
 */
import { invalidField } from "../base";
import { filledPrompt, SUBJECT_SLOT, type EditCase, type Probe } from "../data";
import { chatText, type Model } from "../model";

type Reader = Pick<Model, "tokenizer" | "facts">;

/**
 * The case as the model reads it: itself in plain form. Throws `unsupported` with the field "form" when the model has no chat
 * template, and as its template does.
 */
export function caseAsRead(model: Reader, editCase: EditCase): EditCase {
  const { form, ...request } = editCase.request;
  if (form !== "chat") return editCase;
  const read = (prompt: string) => chatText(model, [{ role: "user", content: prompt }]);
  const probes = (kinds: Readonly<Record<string, readonly Probe[]>>) =>
    Object.fromEntries(
      Object.entries(kinds).map(([kind, list]) => [
        kind,
        list.map((probe) => ({ ...probe, prompt: read(probe.prompt) })),
      ]),
    );
  const prompt = read(request.prompt);
  if (prompt.split(SUBJECT_SLOT).length !== 2) {
    throw invalidField(
      "form",
      "The model's chat template changes the place of the subject in the prompt.",
      "Use the plain form.",
    );
  }
  return {
    request: { ...request, prompt },
    rephrases: editCase.rephrases.map(read),
    ...(editCase.generality && { generality: probes(editCase.generality) }),
    locality: probes(editCase.locality),
    portability: probes(editCase.portability),
    ...(editCase.mayChange && { mayChange: probes(editCase.mayChange) }),
    ...(editCase.together !== undefined && { together: editCase.together }),
  };
}

/** The prompts of cases as they were written, by the text that the model reads for them. Plain ones are left out. */
export function promptsAsWritten(model: Reader, cases: readonly EditCase[]): ReadonlyMap<string, string> {
  return new Map(
    cases.flatMap((editCase) => {
      const read = caseAsRead(model, editCase);
      return read === editCase ? [] : promptsOf(read).map((prompt, i) => [prompt, promptsOf(editCase)[i]]);
    }),
  );
}

function promptsOf({
  request,
  rephrases,
  generality = {},
  locality,
  portability,
  mayChange = {},
}: EditCase): readonly string[] {
  const probes = [generality, locality, portability, mayChange].flatMap((kinds) =>
    Object.values(kinds).flat(),
  );
  return [filledPrompt(request), ...rephrases, ...probes.map(({ prompt }) => prompt)];
}
