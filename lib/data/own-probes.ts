/**
 * Probes belong to a subject, a relation and a model, and consequences to a target too. A case may say what its probes were
 * written for; where that is another edit than its request, they judge nothing and are left out.
 */
import type { EditCase, WrittenFor } from "./request";

type Stated = Pick<EditCase["request"], "subject" | "prompt" | "targetNew">;

/** In which way probes are another edit's, the most telling first; undefined when they are this one's. */
export type Foreign = "subject" | "prompt" | "model" | "target";

/** `model` is the id of the model that is edited. Probes that name no model are of any. */
export function foreignTo(
  { subject, prompt, targetNew }: Stated,
  written: WrittenFor | undefined,
  model?: string,
): Foreign | undefined {
  if (!written) return undefined;
  if (written.subject !== subject) return "subject";
  if (written.prompt !== prompt) return "prompt";
  if (written.model !== undefined && model !== undefined && written.model !== model) return "model";
  return written.target !== undefined && written.target !== targetNew ? "target" : undefined;
}

/** What probes of a case are held against: the same request and model, as they are now. */
export function writtenFor({ subject, prompt, targetNew }: Stated, model?: string): WrittenFor {
  return { subject, prompt, target: targetNew, ...(model !== undefined && { model }) };
}

/** The case with the probes that are its own alone; a true answer that is another edit's goes with its probes. */
export function withOwnProbes<T extends EditCase>(editCase: T, model?: string): T {
  const foreign = foreignTo(editCase.request, editCase.writtenFor, model);
  if (foreign === undefined) return editCase;
  if (foreign === "target") return { ...editCase, portability: {} };
  const { mayChange: _, generality: ___, ...rest } = editCase;
  const { targetTrue: __, ...request } = editCase.request;
  return {
    ...(rest as T),
    // The same fact may be true of another model.
    request: foreign === "model" ? editCase.request : request,
    rephrases: [],
    locality: {},
    portability: {},
  };
}

/** One sentence for each reason why probes of these cases are left out. */
export function foreignNotes(cases: readonly EditCase[], model?: string): string[] {
  const left = cases.flatMap((editCase) => {
    const { writtenFor: written } = editCase;
    const foreign = foreignTo(editCase.request, written, model);
    const count = probeCount(editCase) - probeCount(withOwnProbes(editCase, model));
    return written && foreign && count > 0 ? [{ count, of: nameOf(written, foreign) }] : [];
  });
  const byName = new Map<string, number>();
  for (const { count, of } of left) byName.set(of, (byName.get(of) ?? 0) + count);
  const named = [...byName].slice(0, MOST_NAMED).map(([of, count]) => noteOf(count, of));
  const rest = [...byName.values()].slice(MOST_NAMED).reduce((sum, count) => sum + count, 0);
  return rest > 0 ? [...named, noteOf(rest, "other edits")] : named;
}

const MOST_NAMED = 3;

function noteOf(count: number, of: string): string {
  return `${count} ${count === 1 ? "probe was" : "probes were"} written for ${of} and left out.`;
}

function nameOf({ subject, prompt, target, model }: WrittenFor, foreign: Foreign): string {
  return `“${{ subject, prompt, target: target ?? "", model: model ?? "" }[foreign]}”`;
}

export function probeCount({
  rephrases,
  generality = {},
  locality,
  portability,
  mayChange = {},
}: EditCase): number {
  const groups = [generality, locality, portability, mayChange].flatMap((kinds) => Object.values(kinds));
  return rephrases.length + groups.reduce((sum, probes) => sum + probes.length, 0);
}
