/**
 * What an edit did, as far as its probes tell: whether it took, what followed and what held. Read from what the model writes by
 * itself, because that is what a person meets; teacher forcing gives half a wrong answer half a point.
 */
import { replacedBy, type EditCase } from "../../data";
import {
  isComparedWithBase,
  NEIGHBOURS,
  CONSEQUENCES,
  MAY_CHANGE,
  OWN_PROMPT,
  REPHRASES,
} from "../metrics/probe-groups";
import { passes, type ProbeResult, type Protocol, type Verdict } from "../report";

/** Questions that were asked, and how many were answered as they should be. */
export interface Tally {
  readonly right: number;
  readonly of: number;
}

/**
 * "damaged" took at the cost of its neighbours, "narrow" took for its own wording alone, "unchanged" was answered so before.
 * "unasked" cannot be told: nobody asked the edit's own prompt.
 */
type OutcomeKind = "took" | "narrow" | "damaged" | "missed" | "unchanged" | "unasked";

export interface Outcome {
  readonly kind: OutcomeKind;
  /** Edits that were asked, and of these how many answer their own prompt. Those that a later edit replaced are neither. */
  readonly edits: Tally;
  /** Edits whose fact a later one of the list gave another target. */
  readonly replaced: number;
  readonly rephrasings: Tally;
  readonly neighbours: Tally;
  /** Neighbours that answer otherwise than the unedited model, and did so before this edit already. */
  readonly lostBefore: number;
  readonly consequences: Tally;
  /** Facts that may change: "right" counts those that stayed, and none is a miss. */
  readonly leftOpen: Tally;
  /** What the model writes after the prompt; of a single edit alone. */
  readonly says?: { readonly before: string; readonly after: string };
}

type Stated = Pick<EditCase, "request" | "rephrases">;

/** A smaller share of right answers is too little: one miss of six is common among methods that work, two are not. */
const ENOUGH = 0.8;

/** Whether such a share of right answers passes. */
export function isEnough(share: number): boolean {
  return share >= ENOUGH;
}

export function outcomeOf(
  { probes, says }: Pick<Verdict, "probes" | "says">,
  cases: readonly Stated[],
): Outcome {
  const writers = replacedBy(cases);
  const replaced = new Set(cases.flatMap(({ request }, i) => (writers[i] === undefined ? [] : [request.id])));
  // A replaced edit cannot answer as it was told and as the later one was; what should stay is asked all the same.
  const counted = probes.filter(({ caseId, group }) => isComparedWithBase(group) || !replaced.has(caseId));
  const tally = (group: string): Tally => tallyOf(counted.filter((probe) => probe.group === group));
  const own = counted.filter(({ group }) => group === OWN_PROMPT);
  const [edits, rephrasings, neighbours] = [tallyOf(own), tally(REPHRASES), tally(NEIGHBOURS)];
  const isSingle = own.length === 1 && cases.length <= 1;
  return {
    kind: kindOf(own, edits, rephrasings, neighbours),
    edits,
    replaced: replaced.size,
    rephrasings,
    neighbours,
    lostBefore: counted.filter(
      ({ group, before, after }) =>
        group === NEIGHBOURS && !passes(before, "generation") && !passes(after, "generation"),
    ).length,
    consequences: tally(CONSEQUENCES),
    leftOpen: tally(MAY_CHANGE),
    ...(isSingle && { says: writtenBy(own[0], says[0]) }),
  };
}

function kindOf(
  own: readonly ProbeResult[],
  edits: Tally,
  rephrasings: Tally,
  neighbours: Tally,
): OutcomeKind {
  if (edits.of === 0) return "unasked";
  if (own.every(({ before, after }) => passes(before, "generation") && passes(after, "generation")))
    return "unchanged";
  if (edits.right * 2 <= edits.of) return "missed";
  if (neighbours.of > 0 && !isEnough(neighbours.right / neighbours.of)) return "damaged";
  return rephrasings.of > 0 && rephrasings.right === 0 ? "narrow" : "took";
}

/** Right answers among these probes, in what the model writes unless another protocol is asked for. */
export function tallyOf(
  probes: readonly Pick<ProbeResult, "after">[],
  protocol: Protocol = "generation",
): Tally {
  return { right: probes.filter(({ after }) => passes(after, protocol)).length, of: probes.length };
}

/** Whole words from the continuation where it was written down; the probe's own answer ends after as many tokens as its target. */
function writtenBy(
  own: ProbeResult,
  shown: Verdict["says"][number] | undefined,
): NonNullable<Outcome["says"]> {
  const { before, after } = shown ?? { before: own.before.generation.text, after: own.after.generation.text };
  return { before: beginningOf(before), after: beginningOf(after) };
}

/** Longer, a sentence would be a quotation. */
const MOST_CHARACTERS = 48;

/** A text to the end of its first sentence or line, cut between words where that is long. */
export function beginningOf(text: string): string {
  const [first] = text.trim().split(/\n|(?<=[.!?])\s|[。！？]/);
  const sentence = first.replace(/[.!?]+$/, "").trim();
  if (sentence.length <= MOST_CHARACTERS) return sentence;
  const cut = sentence.slice(0, MOST_CHARACTERS);
  return `${cut.slice(0, cut.lastIndexOf(" ") > 0 ? cut.lastIndexOf(" ") : cut.length)}…`;
}
