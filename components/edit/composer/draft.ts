/**
 * An edit as a person types it: the whole prompt, and the subject somewhere in it. The request that methods read has a slot
 * where the subject was; it is derived here, with what is wrong when it cannot be.
 */
import type { EditCase, EditRequest } from "@/lib/data";

/** A question with a known answer, and why it is asked: "same-relation", "one-hop"… */
export interface DraftProbe {
  readonly kind: string;
  readonly prompt: string;
  readonly target: string;
}

export interface Draft {
  readonly subject: string;
  readonly prompt: string;
  readonly target: string;
  /** Empty when the person does not say what is true now. */
  readonly truth: string;
  readonly rephrasings: readonly string[];
  readonly neighbours: readonly DraftProbe[];
  readonly consequences: readonly DraftProbe[];
}

export type DraftField = "subject" | "prompt" | "target";
export type DraftFault =
  "noSubject" | "noPrompt" | "noTarget" | "subjectMissing" | "subjectTwice" | "slotTwice";
export type DraftFaults = Partial<Record<DraftField, DraftFault>>;

export const EMPTY_DRAFT: Draft = {
  subject: "",
  prompt: "",
  target: "",
  truth: "",
  rephrasings: [],
  neighbours: [],
  consequences: [],
};

/** For probes that a person writes: no kind is known, and none is needed. */
export const OWN_KIND = "own";
const SLOT = "{}";

/** What keeps a draft from being run, by field; empty when nothing does. */
export function faultsOf(draft: Draft): DraftFaults {
  const { subject, prompt, target } = trimmed(draft);
  const slots = occurrences(prompt, SLOT);
  const found = slots > 0 ? slots : occurrences(prompt, subject);
  return {
    ...(subject === "" && { subject: "noSubject" as const }),
    ...(target === "" && { target: "noTarget" as const }),
    ...(prompt === ""
      ? { prompt: "noPrompt" as const }
      : slots > 1
        ? { prompt: "slotTwice" as const }
        : subject !== "" && found === 0
          ? { prompt: "subjectMissing" as const }
          : subject !== "" && found > 1 && { prompt: "subjectTwice" as const }),
  };
}

/** The request of a draft, or null while something is wrong with it. */
export function requestOf(draft: Draft, id: string): EditRequest | null {
  if (Object.keys(faultsOf(draft)).length > 0) return null;
  const { subject, prompt, target, truth } = trimmed(draft);
  return {
    id,
    subject,
    // A person may also type the slot itself.
    prompt: prompt.includes(SLOT) ? prompt : prompt.replace(subject, () => SLOT),
    targetNew: target,
    ...(truth !== "" && { targetTrue: truth }),
  };
}

/** The case of a draft: its request and the probes that are filled in; half-written probes are left out. */
export function caseOf(draft: Draft, id: string): EditCase | null {
  const request = requestOf(draft, id);
  if (!request) return null;
  return {
    request,
    rephrases: draft.rephrasings.map((prompt) => prompt.trim()).filter((prompt) => prompt !== ""),
    locality: byKind(draft.neighbours),
    portability: byKind(draft.consequences),
  };
}

/** A case as a person can edit it. */
export function draftOf(source: EditCase): Draft {
  const { request } = source;
  return {
    subject: request.subject,
    prompt: request.prompt.replace(SLOT, () => request.subject),
    target: request.targetNew,
    truth: request.targetTrue ?? "",
    ...probesOf(source),
  };
}

/** The probes of a case as a person can edit them. */
export function probesOf(
  source: Omit<EditCase, "request">,
): Pick<Draft, "rephrasings" | "neighbours" | "consequences"> {
  return {
    rephrasings: source.rephrases,
    neighbours: listed(source.locality),
    consequences: listed(source.portability),
  };
}

/** The prompt as the model reads it, and where the subject stands in it; null when it does not stand there once. */
export function subjectSpan(
  draft: Draft,
): { readonly text: string; readonly start: number; readonly end: number } | null {
  const subject = draft.subject.trim();
  const text = draft.prompt.trimEnd();
  const marked = text.includes(SLOT) ? SLOT : subject;
  if (subject === "" || occurrences(text, marked) !== 1) return null;
  const start = text.indexOf(marked);
  return { text: text.replace(marked, () => subject), start, end: start + subject.length };
}

function trimmed(draft: Draft) {
  return {
    subject: draft.subject.trim(),
    // The target brings the space before it; one at the end of the prompt would be a second.
    prompt: draft.prompt.trimEnd(),
    target: draft.target.trim(),
    truth: draft.truth.trim(),
  };
}

function occurrences(text: string, part: string): number {
  return part === "" ? 0 : text.split(part).length - 1;
}

function byKind(probes: readonly DraftProbe[]): EditCase["locality"] {
  const groups: EditCase["locality"] = {};
  for (const probe of probes) {
    const prompt = probe.prompt.trim();
    const target = probe.target.trim();
    if (prompt !== "" && target !== "") (groups[probe.kind] ??= []).push({ prompt, target });
  }
  return groups;
}

function listed(groups: EditCase["locality"]): DraftProbe[] {
  return Object.entries(groups).flatMap(([kind, probes]) => probes.map((probe) => ({ kind, ...probe })));
}
