/** What a model cannot read of a list of cases, found before anything is computed and named by its path in the whole list. */
import { invalidFields, PalimpsestError, type Issue } from "../../base";
import { filledPrompt, type EditCase } from "../../data";
import { caseAsRead, checkRequests } from "../../edit";
import type { FailedStep } from "../../eval";
import { encodePair, type Model } from "../../model";

export interface CaseFault extends Issue {
  /** The place of the case in the list, from zero. */
  readonly index: number;
}

/** Tokens that a checkpoint may put in front of a text, and a tokenizer in front of its first word. */
const TOKENS_AHEAD = 8;

/** Every request and every probe that has no tokens, more than the model reads at once, or one that it lacks. */
export function caseFaults(model: Model, cases: readonly EditCase[]): CaseFault[] {
  const isSafe = createSafeText(model);
  return cases.flatMap((written, index) => {
    const at = `cases.${index}`;
    const read = readAs(model, written);
    if (read instanceof PalimpsestError)
      return [{ index, field: `${at}.request.form`, message: read.message }];
    const { request } = read;
    const faults: CaseFault[] = [];
    /** Whether the work is done without a fault; the name of a field inside it becomes a path in the case. */
    const passes = (work: () => void, fieldOf: (field: string) => string): boolean => {
      try {
        work();
        return true;
      } catch (error) {
        if (!(error instanceof PalimpsestError) || error.code !== "invalid_input") throw error;
        const field = `${at}.${fieldOf(String(error.details?.field ?? ""))}`;
        // A target that is too long is so behind every rephrasing.
        if (!faults.some((other) => other.field === field))
          faults.push({ index, field, message: error.message });
        return false;
      }
    };
    const { tokenizer, facts } = model;
    const isRead = (prompt: string, field: string) =>
      passes(
        () => tokenizer.encode(prompt),
        () => field,
      );
    const prompt = filledPrompt(request);
    if (!isSafe(prompt, request.targetNew) && isRead(prompt, "request.prompt")) {
      passes(
        () => checkRequests(tokenizer, [request], facts.dimensions.context),
        // The prompt is read by itself, so what is not read by any name of a field is the target behind it.
        (field) => `request.${/^requests\.0\.(\w+)$/.exec(field)?.[1] ?? "targetNew"}`,
      );
    }
    for (const { prompt, target, promptField, targetField } of questionsOf(read)) {
      if (isSafe(prompt, target) || !isRead(prompt, promptField)) continue;
      passes(
        () => encodePair(model, { prompt, target }),
        (field) => (field === "prompt" ? promptField : targetField),
      );
    }
    return faults;
  });
}

/** The case as the model reads it, or why it cannot be written in its form. */
function readAs(model: Model, editCase: EditCase): EditCase | PalimpsestError {
  try {
    return caseAsRead(model, editCase);
  } catch (error) {
    if (error instanceof PalimpsestError) return error;
    throw error;
  }
}

/** Cases of one list must have ids of their own: scores are gathered by id. Throws `invalid_input` with every id that is not. */
export function checkCaseIds(cases: readonly EditCase[]): void {
  const faults = repeatedIds(cases);
  if (faults.length > 0) throw invalidFields(faults, "Give each case its own id.");
}

/** Every id that an earlier case of the list has. */
export function repeatedIds(cases: readonly EditCase[]): Issue[] {
  const seen = new Set<string>();
  return cases.flatMap(({ request: { id } }, index) => {
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated
      ? [{ field: `cases.${index}.request.id`, message: `Two cases have the id "${id}".` }]
      : [];
  });
}

/** The error of a list that is not to be used with faults. */
export function refusedCases(faults: readonly CaseFault[]): PalimpsestError {
  return invalidFields(
    faults.map(({ field, message }) => ({ field, message })),
    "Shorten the texts that are named, or take them out of the list.",
  );
}

/** A case that is left out for a fault, as the step that it would have been. */
export function stepLeftOut({ index: index, field, message }: CaseFault): FailedStep {
  return { edits: index + 1, code: "invalid_input", message: `${field}: ${message}` };
}

/** An error of a call of a method, whose requests are named by their places among all cases. */
export function namedInCases(error: unknown, places: readonly number[]): unknown {
  if (!(error instanceof PalimpsestError)) return error;
  const { code, message, hint, details, cause } = error;
  const [, request, rest] = /^requests\.(\d+)(.*)$/.exec(String(details?.field ?? "")) ?? [];
  if (request === undefined) return error;
  const field = `cases.${places[Number(request)]}.request${rest}`;
  return new PalimpsestError(code, message, { hint, cause, details: { ...details, field } });
}

interface AskedPair {
  readonly prompt: string;
  readonly target: string;
  readonly promptField: string;
  readonly targetField: string;
}

/** Every prompt of a case with each answer that it is asked for, but the edit's own. */
function questionsOf({
  request,
  rephrases,
  generality = {},
  locality,
  portability,
  mayChange = {},
}: EditCase): AskedPair[] {
  const reworded = rephrases.map((prompt, i) => ({
    prompt,
    target: request.targetNew,
    promptField: `rephrases.${i}`,
    targetField: "request.targetNew",
  }));
  const groups = Object.entries({ generality, locality, portability, mayChange }).flatMap(([group, kinds]) =>
    Object.entries(kinds).flatMap(([kind, probes]) =>
      probes.flatMap(({ prompt, target, alternatives = [] }, i) => {
        const field = `${group}.${kind}.${i}`;
        const promptField = `${field}.prompt`;
        return [
          { prompt, target, promptField, targetField: `${field}.target` },
          ...alternatives.map((other, a) => ({
            prompt,
            target: other,
            promptField,
            targetField: `${field}.alternatives.${a}`,
          })),
        ];
      }),
    ),
  );
  return [...reworded, ...groups];
}

/**
 * Whether a prompt with a target is known to be sound without being tokenized, which takes long for thousands of probes: no
 * tokenizer makes more tokens of plain ASCII than it has characters. A tokenizer that lacks one of these characters, or
 * has tokens that the model lacks, leaves nothing to be known.
 */
function createSafeText({ tokenizer, facts }: Model): (prompt: string, target: string) => boolean {
  const { context, vocabulary } = facts.dimensions;
  const readsAll =
    tokenizer.size <= vocabulary && VISIBLE_ASCII.every((sign) => tokenizer.encode(sign).ids.length > 0);
  return (prompt, target) =>
    readsAll &&
    prompt.length + target.length + TOKENS_AHEAD <= context &&
    PLAIN.test(prompt) &&
    PLAIN.test(target);
}

const VISIBLE_ASCII = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i));
/** Visible ASCII and single spaces, of which one sign at least is no space. */
const PLAIN = /^ ?[\x21-\x7e]+( [\x21-\x7e]+)*$/;
