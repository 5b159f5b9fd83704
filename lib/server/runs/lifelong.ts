/** Lifelong runs as the API sends them: records joined with the state of their jobs, and the blobs that their rows name. */
import { because, hashJson, PalimpsestError, type JsonObject } from "../../base";
import type { LifelongSummary } from "../../api";
import { probesOf, type HealthSample, type ProbeAnswer } from "../../eval";
import { lifelongArtifact, readJson, stateOfRun, type StateAsked } from "../../job";
import type { ModelFacts } from "../../model";
import {
  LifelongAnswers,
  LifelongCases,
  LifelongRetention,
  type LifelongRunRecord,
  type LifelongState,
  type Store,
  type Version,
} from "../../store";
import type { Services } from "../services";

/** Most points of a curve that a page draws. */
const DRAWN = 500;

export async function lifelongRuns(store: Store, model: string | undefined): Promise<LifelongSummary[]> {
  const runs = await store.lifelong.list({ where: { model } });
  const summaries = await Promise.all(runs.map((run) => summaryOf(store, run)));
  return summaries.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
}

export async function lifelongRun(store: Store, runId: string) {
  const run = await store.lifelong.get(runId);
  return { ...(await summaryOf(store, run)), samples: thinned(run.state?.samples ?? []) };
}

async function summaryOf(store: Store, { state, ...run }: LifelongRunRecord): Promise<LifelongSummary> {
  const job = await store.jobs.find(run.job);
  return { ...run, ...(state && { state: withoutBulk(state) }), jobStatus: job?.status ?? null };
}

function withoutBulk({ samples: _, editOverlays: __, cases: ___, ...state }: LifelongState) {
  return state;
}

/** One sample of each group of neighbours, at most `DRAWN`: a full check if the group has one. The last sample is kept. */
function thinned(samples: readonly HealthSample[]): HealthSample[] {
  if (samples.length <= DRAWN) return [...samples];
  const stride = Math.ceil(samples.length / DRAWN);
  const groups = Array.from({ length: Math.ceil(samples.length / stride) }, (_, g) =>
    samples.slice(g * stride, (g + 1) * stride),
  );
  return groups.map(
    (group, g) =>
      (g < groups.length - 1 && group.find((sample) => sample.repetition !== undefined)) ||
      group[group.length - 1],
  );
}

type Places = Pick<Services, "store" | "blobs">;

export async function retentionOf({ store, blobs }: Places, runId: string) {
  const state = await stateOf(store, runId);
  const cases = LifelongCases.parse(readJson(await blobs.get(state.cases)));
  const checkpoints = [];
  for (const { edits, retention } of state.rows)
    checkpoints.push({ edits, cases: LifelongRetention.parse(readJson(await blobs.get(retention))) });
  return { edits: cases.slice(0, state.rows.at(-1)?.edits ?? 0).map(({ request }) => request), checkpoints };
}

export async function caseOf({ store, blobs }: Places, runId: string, edit: number) {
  const state = await stateOf(store, runId);
  const cases = LifelongCases.parse(readJson(await blobs.get(state.cases)));
  const rows = state.rows.filter(({ edits }) => edit < edits);
  const [first] = rows;
  if (!first) {
    throw new PalimpsestError("not_found", `Edit ${edit} of this run has not been judged.`, {
      details: { field: "edit" },
    });
  }
  const answersAt = async (address: string, index: number): Promise<ProbeAnswer[]> =>
    LifelongAnswers.parse(readJson(await blobs.get(address)))[index];
  const before = state.rows.findLast(({ edits }) => edits < first.edits)?.edits ?? 0;
  const base = await answersAt(first.baseAnswers, edit - before);
  const said: { readonly edits: number; readonly answers: readonly ProbeAnswer[] }[] = [];
  for (const { edits, answers } of rows)
    if (answers) said.push({ edits, answers: await answersAt(answers, edit) });
  return {
    request: cases[edit].request,
    probes: probesOf(cases[edit]).map(({ caseId: _, ...probe }, p) => ({
      ...probe,
      base: base[p],
      checkpoints: said.map(({ edits, answers }) => ({ edits, answer: answers[p] })),
    })),
  };
}

interface KeepAsked extends StateAsked {
  readonly branchId: string;
  readonly expectedHead: string;
  readonly author: string;
  readonly reason: string;
}

/** Keeps a state of a run as a version after the one it started from, with its evaluation if that state has one. */
export async function keepRun(
  { store, blobs, modelHost, versions }: Pick<Services, "store" | "blobs" | "modelHost" | "versions">,
  runId: string,
  { branchId, expectedHead, author, reason, ...asked }: KeepAsked,
): Promise<Version> {
  const run = await store.lifelong.get(runId);
  const head = await store.versions.get(expectedHead);
  const before = await versions.overlays(expectedHead);
  const start = run.version === "" ? [] : await versions.overlays(run.version);
  if (head.model !== run.model || before.join() !== start.join()) {
    throw new PalimpsestError(
      "conflict",
      "The run started from another version than the head of this branch.",
      {
        hint: "Make a branch at the version that the run started from, and keep it there.",
        details: { ...because("runOfOtherHead"), field: "expectedHead" },
      },
    );
  }
  const { facts } = await store.models.get(run.model);
  const { row, requests, ...added } = await stateOfRun(run, asked, facts as unknown as ModelFacts, blobs);
  const { fingerprint } = await modelHost.fingerprint({
    model: run.model,
    version: head.id,
    overlays: [...added.overlays],
  });
  const place = run.state?.place ?? "native";
  const addition = {
    ...added,
    branchId,
    expectedHead,
    author,
    reason,
    fingerprint,
    change: {
      kind: "edit" as const,
      method: run.method,
      requests: [...requests],
      parameters: run.parameters,
      seed: run.settings.seed,
      place,
    },
  };
  if (!row) return versions.adopt(addition);
  return versions.keep({
    ...addition,
    verdict: {
      metrics: row.metrics,
      probes: [],
      says: [],
      nextTokens: [],
      weights: [],
      disagreements: row.disagreements,
    },
    report: reportOf(runId, row.edits),
    durationMs: (run.state?.samples ?? []).reduce(
      (sum, { edits, applyMs }) => (edits <= row.edits ? sum + applyMs : sum),
      0,
    ),
    place,
  });
}

function reportOf(runId: string, edits: number): JsonObject {
  return { numbers: { edits }, lifelongRun: runId };
}

export async function forgetRun(
  { store, artifacts }: Pick<Services, "store" | "artifacts">,
  runId: string,
): Promise<void> {
  const run = await store.lifelong.get(runId);
  const job = await store.jobs.find(run.job);
  if (job?.status === "running" || job?.status === "queued") {
    throw new PalimpsestError("conflict", "The run has not ended.", {
      hint: "Cancel or pause its job first.",
      details: because("runUnderWay"),
    });
  }
  const { facts } = await store.models.get(run.model);
  const { checkpoint } = facts as unknown as ModelFacts;
  await artifacts.remove(await hashJson(lifelongArtifact(checkpoint, runId)));
  await store.lifelong.delete(runId);
}

async function stateOf(store: Store, runId: string): Promise<LifelongState> {
  const { state } = await store.lifelong.get(runId);
  if (state) return state;
  throw new PalimpsestError("not_found", "The run has not reached a checkpoint yet.", {
    hint: "Wait for its first checkpoint.",
    details: because("noCheckpointYet"),
  });
}
