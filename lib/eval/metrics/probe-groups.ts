/**
 * Groups of probes: the questions that a case brings along, by what they test. Stored records name a probe's group by these
 * ids and keep answers in this order, so a group is never renamed, and a new one is added at the end.
 */
import { filledPrompt, type EditCase, type Probe } from "../../data";
import { disagrees, passes, type ProbeResult, type Protocol } from "../report";
import type { Translated } from "./metric";

interface ProbeGroup {
  readonly id: string;
  readonly name: Translated;
  /** The desired effect on the answers, in a few words. */
  readonly hint: Translated;
  /** The reference of an answer: the probe's target, or the answer of the frozen base model. */
  readonly comparedWith: "target" | "base";
  /** Either answer can be defended: it is reported, and never a miss. */
  readonly isOpen?: true;
  /** The probes of a case, by kind. */
  probesOf(editCase: EditCase): Readonly<Record<string, readonly Probe[]>>;
}

/** The prompt of the edit itself. */
export const OWN_PROMPT = "reliability";
export const REPHRASES = "generality";
export const NEIGHBOURS = "locality";
export const CONSEQUENCES = "portability";
export const MAY_CHANGE = "may-change";

/** The kind of rephrasings that ask for the new target itself. */
const REPHRASE = "rephrase";

export const PROBE_GROUPS: readonly ProbeGroup[] = [
  {
    id: OWN_PROMPT,
    name: { en: "Reliability", zh: "可靠性" },
    hint: { en: "the edit itself", zh: "编辑本身" },
    comparedWith: "target",
    probesOf: ({ request }) => ({ prompt: [{ prompt: filledPrompt(request), target: request.targetNew }] }),
  },
  {
    id: REPHRASES,
    name: { en: "Generality", zh: "泛化性" },
    hint: { en: "rephrased", zh: "换种说法" },
    comparedWith: "target",
    probesOf: ({ request, rephrases, generality = {} }) => ({
      [REPHRASE]: rephrases.map((prompt) => ({ prompt, target: request.targetNew })),
      ...generality,
    }),
  },
  {
    id: NEIGHBOURS,
    name: { en: "Locality", zh: "局部性" },
    hint: { en: "should not change", zh: "不应改变" },
    comparedWith: "base",
    probesOf: ({ locality }) => locality,
  },
  {
    id: CONSEQUENCES,
    name: { en: "Portability", zh: "可迁移性" },
    hint: { en: "should follow", zh: "应随之改变" },
    comparedWith: "target",
    probesOf: ({ portability }) => portability,
  },
  {
    id: MAY_CHANGE,
    name: { en: "May change", zh: "可变" },
    hint: { en: "either is fine", zh: "变与不变皆可" },
    comparedWith: "base",
    isOpen: true,
    probesOf: ({ mayChange = {} }) => mayChange,
  },
];

/** One question of a case, before a model has answered it. */
export type ProbeQuestion = Pick<
  ProbeResult,
  "caseId" | "group" | "kind" | "prompt" | "expected" | "alternatives"
>;

/** A case of a run; one that the model cannot read is neither edited nor asked, and has the reason. */
export type RunCase = EditCase & { readonly refused?: string };

/** Every probe of a case, group after group. */
export function probesOf(editCase: RunCase): ProbeQuestion[] {
  if (editCase.refused !== undefined) return [];
  return PROBE_GROUPS.flatMap((group) =>
    Object.entries(group.probesOf(editCase)).flatMap(([kind, probes]) =>
      probes.map(({ prompt, target, alternatives }) => ({
        caseId: editCase.request.id,
        group: group.id,
        kind,
        prompt,
        expected: target,
        ...(alternatives && { alternatives }),
      })),
    ),
  );
}

/** The case that brought these probes along. */
export function caseOf(
  request: EditCase["request"],
  probes: readonly Omit<ProbeQuestion, "caseId">[],
): EditCase {
  const byKind = (group: string) => {
    const kinds: EditCase["locality"] = {};
    for (const { group: probeGroup, kind, prompt, expected, alternatives } of probes) {
      if (probeGroup !== group) continue;
      const probe = { prompt, target: expected, ...(alternatives && { alternatives }) };
      kinds[kind] = [...(kinds[kind] ?? []), probe];
    }
    return kinds;
  };
  const mayChange = byKind(MAY_CHANGE);
  const { [REPHRASE]: rephrased = [], ...generality } = byKind(REPHRASES);
  return {
    request,
    rephrases: rephrased.map(({ prompt }) => prompt),
    ...(Object.keys(generality).length > 0 && { generality }),
    locality: byKind(NEIGHBOURS),
    portability: byKind(CONSEQUENCES),
    ...(Object.keys(mayChange).length > 0 && { mayChange }),
  };
}

/** True for probes that ask whether an answer stayed: right is what the frozen base model answers. */
export function isComparedWithBase(group: string): boolean {
  return PROBE_GROUPS.some(({ id, comparedWith }) => id === group && comparedWith === "base");
}

/** True for probes whose answer may change or stay. */
export function isLeftOpen(group: string): boolean {
  return PROBE_GROUPS.some(({ id, isOpen }) => id === group && isOpen);
}

/** Whether a probe's answer after the edit is wrong under a protocol. */
export function isMiss({ group, after }: Pick<ProbeResult, "group" | "after">, protocol: Protocol): boolean {
  return !isLeftOpen(group) && !passes(after, protocol);
}

/** Whether the protocols disagree on a probe that they judge. */
export function isDisputed({ group, after }: Pick<ProbeResult, "group" | "after">): boolean {
  return !isLeftOpen(group) && disagrees(after);
}
