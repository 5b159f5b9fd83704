/** A request as people and datasets write it: the whole prompt, with the subject somewhere in it or "{}" in its place. */
import { answerText, promptText, SUBJECT_SLOT, type EditRequest } from "./request";

export interface WrittenRequest {
  readonly subject: string;
  readonly prompt: string;
  readonly target: string;
  /** Empty when nobody says what is true now. */
  readonly truth: string;
}

type RequestFault = "noSubject" | "noPrompt" | "noTarget" | "subjectMissing" | "subjectTwice" | "slotTwice";
type RequestFaults = Partial<Record<"subject" | "prompt" | "target", RequestFault>>;

/** Why a written request cannot become an `EditRequest`, by field; empty when it can. */
export function requestFaults(written: WrittenRequest): RequestFaults {
  const { subject, prompt, target } = trimmed(written);
  const slots = occurrences(prompt, SUBJECT_SLOT);
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

/** The request with a slot where the subject was. Call it only when `requestFaults` finds nothing. */
export function requestFrom(written: WrittenRequest, id: string): EditRequest {
  const { subject, prompt, target, truth } = trimmed(written);
  return {
    id,
    subject,
    prompt: prompt.includes(SUBJECT_SLOT) ? prompt : prompt.replace(subject, () => SUBJECT_SLOT),
    targetNew: target,
    ...(truth !== "" && { targetTrue: truth }),
  };
}

function trimmed({ subject, prompt, target, truth }: WrittenRequest): WrittenRequest {
  return {
    subject: subject.trim(),
    prompt: promptText(prompt),
    target: answerText(target),
    truth: answerText(truth),
  };
}

/** How often `part` is in `text`; never for an empty part. */
export function occurrences(text: string, part: string): number {
  return part === "" ? 0 : text.split(part).length - 1;
}
