/** Merges the edits of two branches. What both taught is asked again of the merged model, before it is kept and beside it. */
import type { z } from "zod";
import type { joinBranches, joinCheck, joinPlan } from "../../api";
import { because, createRun, PalimpsestError } from "../../base";
import { filledPrompt, type EditCase } from "../../data";
import { caseOf, isLeftOpen, OWN_PROMPT, passes } from "../../eval/results";
import type { MeasurementRecord, RecheckOutput, Version } from "../../store";
import {
  distanceBetween,
  mergeBranches,
  nameOfFact,
  planBranchMerge,
  proposeBranchMerge,
  type ProposedMerge,
} from "../../version";
import type { Services } from "../services";

type Sources = Pick<Services, "store" | "modelHost">;
type Probes = MeasurementRecord["verdict"]["probes"];

/** Edits that are asked about again, each with its probes. */
const MOST_EDITS = 200;

export async function planOf(
  { store }: Pick<Sources, "store">,
  { ours, theirs }: z.infer<typeof joinPlan.input>,
): Promise<z.infer<typeof joinPlan.output>> {
  const { conflicts, added, takenOut, ...plan } = await planBranchMerge(store, ours, theirs);
  const said = ({ version, request, edits }: (typeof conflicts)[number]["left"]) => ({
    version,
    target: request.targetNew,
    edits,
  });
  return {
    ...plan,
    added: [...added],
    takenOut: [...takenOut],
    conflicts: conflicts.map(({ left, right }) => ({
      prompt: filledPrompt(left.request),
      ours: said(left),
      theirs: said(right),
    })),
  };
}

/** Asks the merged model what both branches taught. Nothing is kept. */
export async function checkJoin(
  services: Sources,
  { ours, theirs, choices }: z.infer<typeof joinCheck.input>,
  signal: AbortSignal,
): Promise<z.infer<typeof joinCheck.output>> {
  const proposed = await proposeBranchMerge(services.store, ours, theirs, sidesOf(choices));
  const { asked, checked } = await recheck(services, ours, proposed, signal);
  const probesOf = probesByCase(checked?.verdict.probes ?? []);
  return {
    unasked: proposed.taught.length - asked.length,
    checks: asked.map(({ side, version, request, before }) => {
      const answers = probesOf(nameOfFact(version, request)).map((probe) => ({
        group: probe.group,
        prompt: probe.prompt,
        expected: probe.expected,
        said: probe.after.generation.text,
        held: heldBefore(before, probe),
        holds: passes(probe.after, "generation"),
      }));
      return {
        side: side === "left" ? ("ours" as const) : ("theirs" as const),
        version,
        answers: answers.filter(({ group }) => !isLeftOpen(group)),
      };
    }),
  };
}

/** Throws `conflict` for a branch that has moved since the plan. */
export async function joinOnBranch(
  services: Sources,
  { branchId, ours, theirs, choices, author, reason }: z.infer<typeof joinBranches.input>,
  signal: AbortSignal,
): Promise<Version> {
  const { store, modelHost } = services;
  const { head, name } = await store.branches.get(branchId);
  if (head !== ours) {
    throw new PalimpsestError("conflict", `Branch ${name} has moved since the merge was planned.`, {
      hint: "Look at the plan again.",
      details: { ...because("branchMoved", { branch: name }), field: "ours", expected: ours, head },
    });
  }
  const proposed = await proposeBranchMerge(store, ours, theirs, sidesOf(choices));
  const { checked } = await recheck(services, ours, proposed, signal);
  return mergeBranches(
    store,
    {
      fingerprintOf: async (model, overlays) =>
        (await modelHost.fingerprint({ model, overlays: [...overlays] })).fingerprint,
      distance: (_, left, right) => distanceBetween(store.blobs, left, right),
    },
    {
      branchId,
      other: theirs,
      choices: sidesOf(choices),
      author,
      reason,
      ...(checked && { judgement: { ...checked, report: { numbers: {} } } }),
    },
  );
}

const sidesOf = (choices: readonly ("ours" | "theirs")[]) =>
  choices.map((side) => (side === "ours" ? ("left" as const) : ("right" as const)));

type Asked = ProposedMerge["taught"][number] & {
  /** The probes of the edit as they were answered when it was made. */
  readonly before: Probes;
};

/** The answers to what both sides taught; null where they taught nothing by edits. */
async function recheck(
  { store, modelHost }: Sources,
  ours: string,
  { plan, kept, added, taught }: ProposedMerge,
  signal: AbortSignal,
): Promise<{ readonly asked: readonly Asked[]; readonly checked: RecheckOutput | null }> {
  const measured = new Map<string, ReturnType<typeof probesByCase>>();
  for (const id of new Set(taught.map(({ version }) => version))) {
    const [last] = await store.measurements.list({ where: { version: id }, order: "newest", limit: 1 });
    measured.set(id, probesByCase(last?.verdict.probes ?? []));
  }
  const asked = taught
    .slice(0, MOST_EDITS)
    .map((one): Asked => ({ ...one, before: measured.get(one.version)?.(one.request.id) ?? [] }));
  if (asked.length === 0) return { asked, checked: null };
  const { model } = await store.versions.get(plan.ancestor);
  const edited = new Set(taught.map(({ request }) => filledPrompt(request)));
  const cases = asked.map((one) => caseOfAsked(one, edited));
  const checked = await modelHost.recheck(createRun({ seed: 0, signal }), {
    model,
    before: ours,
    kept: [...kept],
    added: [...added],
    cases,
  });
  return { asked, checked };
}

/** The edit with its questions, but for those to which one of the merged edits is another answer. */
function caseOfAsked({ version, request, before }: Asked, edited: ReadonlySet<string>): EditCase {
  return caseOf(
    { ...request, id: nameOfFact(version, request) },
    before.filter(({ prompt }) => !edited.has(prompt)),
  );
}

function probesByCase(probes: Probes): (id: string) => Probes {
  const byCase = new Map<string, Probes>();
  for (const probe of probes) byCase.set(probe.caseId, [...(byCase.get(probe.caseId) ?? []), probe]);
  return (id) => byCase.get(id) ?? [];
}

/** Whether the same question was answered well when the edit was made; null when nobody asked it. */
function heldBefore(before: Probes, { group, prompt, expected }: Probes[number]): boolean | null {
  const same = before.find(
    (one) =>
      one.group === group && (group === OWN_PROMPT || (one.prompt === prompt && one.expected === expected)),
  );
  return same ? passes(same.after, "generation") : null;
}
