/**
 * An edit as a person types it. Its prompt has a slot where the subject goes, so that it follows the subject; a person reads and
 * types the prompt with the subject in it. The request that methods read is derived here, with what is wrong when it cannot be.
 */
import {
  answerText,
  occurrences,
  promptText,
  requestFaults,
  requestFrom,
  SUBJECT_SLOT,
  writtenFor,
  type EditCase,
  type EditRequest,
  type Probe,
  type WrittenFor,
  type WrittenRequest,
} from "@/lib/data";

/** A question with a known answer, and why it is asked: "same-relation", "one-hop"… */
export interface DraftProbe extends Readonly<Probe> {
  readonly kind: string;
}

export interface Draft extends WrittenRequest {
  /** Absent for plain text. */
  readonly form?: EditRequest["form"];
  readonly rephrasings: readonly string[];
  readonly neighbours: readonly DraftProbe[];
  readonly consequences: readonly DraftProbe[];
  readonly mayChange: readonly DraftProbe[];
  /** The edit that its probes were written for; absent while that is this one. */
  readonly writtenFor?: WrittenFor;
}

export const NO_PROBES = {
  rephrasings: [],
  neighbours: [],
  consequences: [],
  mayChange: [],
  writtenFor: undefined,
} satisfies Partial<Draft>;

export const EMPTY_DRAFT: Draft = {
  subject: "",
  prompt: "",
  target: "",
  truth: "",
  form: undefined,
  ...NO_PROBES,
};

/** For probes that a person writes: no kind is known, and none is needed. */
export const OWN_KIND = "own";

/** The request of a draft, or null while something is wrong with it. */
export function requestOf(draft: Draft, id: string): EditRequest | null {
  if (Object.keys(requestFaults(draft)).length > 0) return null;
  return { ...requestFrom(draft, id), ...(draft.form && { form: draft.form }) };
}

/** The case of a draft: its request and the probes that are filled in; half-written probes are left out. */
export function caseOf(draft: Draft, id: string): EditCase | null {
  const request = requestOf(draft, id);
  if (!request) return null;
  const mayChange = byKind(draft.mayChange);
  return {
    request,
    rephrases: draft.rephrasings.map(promptText).filter((prompt) => prompt !== ""),
    locality: byKind(draft.neighbours),
    portability: byKind(draft.consequences),
    ...(Object.keys(mayChange).length > 0 && { mayChange }),
    ...(draft.writtenFor && { writtenFor: draft.writtenFor }),
  };
}

/** A case as a person can edit it. */
export function draftOf(source: EditCase): Draft {
  const { request } = source;
  return {
    subject: request.subject,
    prompt: request.prompt,
    target: request.targetNew,
    truth: request.targetTrue ?? "",
    form: request.form,
    ...probesOf(source),
  };
}

/** The probes of a case as a person can edit them. */
export function probesOf(source: Omit<EditCase, "request">): Pick<Draft, keyof typeof NO_PROBES> {
  return {
    rephrasings: source.rephrases,
    neighbours: listed(source.locality),
    consequences: listed(source.portability),
    mayChange: listed(source.mayChange ?? {}),
    writtenFor: source.writtenFor,
  };
}

/** Whether a person wrote some of its probes. */
export function hasOwnLines({ neighbours, consequences, mayChange }: Draft): boolean {
  return [...neighbours, ...consequences, ...mayChange].some(({ kind }) => kind === OWN_KIND);
}

function hasProbes({ rephrasings, neighbours, consequences, mayChange }: Draft): boolean {
  return [rephrasings, neighbours, consequences, mayChange].some(({ length }) => length > 0);
}

/** The draft after a change. Probes that stay while the edit becomes another remember what they were written for. */
export function changed(draft: Draft, change: Partial<Draft>): Draft {
  const next = { ...draft, ...change };
  if (!hasProbes(next)) return { ...next, writtenFor: undefined };
  if (draft.writtenFor || "writtenFor" in change) return next;
  const before = hasProbes(draft) ? requestOf(draft, "before") : null;
  return before ? { ...next, writtenFor: writtenFor(before) } : next;
}

/** The prompt as a person reads it: the subject stands in its slot, once there is one. */
export function shownPrompt({ subject, prompt }: Pick<Draft, "subject" | "prompt">): string {
  const name = subject.trim();
  return name === "" ? prompt : prompt.replace(SUBJECT_SLOT, () => name);
}

/** What a person typed as the prompt, with a slot in place of the subject where that stands in it once. */
export function slottedPrompt(subject: string, typed: string): string {
  const name = subject.trim();
  const isPlain = typed.includes(SUBJECT_SLOT) || occurrences(typed, name) !== 1;
  return isPlain ? typed : typed.replace(name, () => SUBJECT_SLOT);
}

/** The prompt as the model reads it, and where the subject stands in it; null when it does not stand there once. */
export function subjectSpan(
  draft: Draft,
): { readonly text: string; readonly start: number; readonly end: number } | null {
  const subject = draft.subject.trim();
  const text = promptText(draft.prompt);
  const marked = text.includes(SUBJECT_SLOT) ? SUBJECT_SLOT : subject;
  if (subject === "" || occurrences(text, marked) !== 1) return null;
  const start = text.indexOf(marked);
  return { text: text.replace(marked, () => subject), start, end: start + subject.length };
}

function byKind(probes: readonly DraftProbe[]): EditCase["locality"] {
  const groups: EditCase["locality"] = {};
  for (const { kind, alternatives, ...probe } of probes) {
    const prompt = promptText(probe.prompt);
    const target = answerText(probe.target);
    const more = alternatives && { alternatives };
    if (prompt !== "" && target !== "") (groups[kind] ??= []).push({ prompt, target, ...more });
  }
  return groups;
}

function listed(groups: EditCase["locality"]): DraftProbe[] {
  return Object.entries(groups).flatMap(([kind, probes]) => probes.map((probe) => ({ kind, ...probe })));
}
