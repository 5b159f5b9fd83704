/**
 * What a knowledge graph wants of a model: what the head of a branch says, and teaching it a plan. An edit that did not take, or that
 * changed facts beside it, is thrown away, and the plan with it: locality is measured on every edit, and a breach leaves nothing.
 */
import { because, fromWireError, PalimpsestError, parseInput } from "../../base";
import type { EditCase } from "../../data";
import { EDIT_METHODS } from "../../edit";
import { outcomeOf } from "../../eval/results";
import { oneByOne } from "../../knowledge";
import { EditJobInput, type EditOutcome } from "../../store";
import type { Services } from "../services";
import { jobDetails, startJob } from "../runs/jobs";

/** Tokens of an answer, enough for a long name. */
const ANSWER_TOKENS = 12;

/** What the head of a branch writes after prompts, in their order. */
export async function headSays(
  { store, models, modelHost }: Pick<Services, "store" | "models" | "modelHost">,
  branchId: string,
  prompts: readonly string[],
): Promise<readonly string[]> {
  const { model, head } = await store.branches.get(branchId);
  await models.prepare(model);
  const asked = { model, prompts: [...prompts], versions: [head], maxTokens: ANSWER_TOKENS };
  return (await modelHost.continuations(asked)).texts[0];
}

/** How a method is given the cases of a plan: together where it can, else one by one with what was said last. */
export function teachingOf(
  cases: readonly EditCase[],
  method: string,
): Pick<EditJobInput, "cases" | "methods" | "mode" | "seed"> {
  const isBatch = EDIT_METHODS.get(method).traits.batch;
  return {
    cases: isBatch ? [...cases] : oneByOne(cases),
    methods: [{ method, parameters: {} }],
    mode: isBatch ? "batch" : "sequential",
    seed: 0,
  };
}

/** Throws `no_effect` where the edits may not be kept with the plan: they failed, did not take, or changed facts beside them. */
export function checkTaught(
  { error, verdict }: Pick<EditOutcome, "error" | "verdict">,
  cases: readonly EditCase[],
  { evenIfDamaged = false } = {},
): void {
  if (error) throw fromWireError(error);
  if (verdict === undefined) return;
  const { kind, edits, neighbours } = outcomeOf(verdict, cases);
  if (kind === "missed")
    throw new PalimpsestError(
      "no_effect",
      `The model says ${edits.right} of ${edits.of} facts after the edit, so neither it nor the plan was kept.`,
      {
        hint: "Try another method, or change the graph alone.",
        details: because("taughtTooLittle", { right: edits.right, of: edits.of }),
      },
    );
  if (kind === "damaged" && !evenIfDamaged)
    throw new PalimpsestError(
      "no_effect",
      `The edit changed facts beside it (${neighbours.of - neighbours.right} of ${neighbours.of}), so neither it nor the plan was kept.`,
      {
        hint: "Try another method, or keep it all the same: --even-if-damaged, or evenIfDamaged in a request.",
        details: because("taughtWithDamage", {
          changed: neighbours.of - neighbours.right,
          of: neighbours.of,
        }),
      },
    );
}

type Queued = Pick<Services, "store" | "records" | "runner" | "models">;

/** Runs the edits in the server's queue, and returns the run that may be kept. A signal that aborts cancels the job. */
export async function teachInQueue(
  services: Queued,
  asked: {
    readonly branchId: string;
    readonly cases: readonly EditCase[];
    readonly method: string;
    readonly author: string;
    readonly evenIfDamaged?: boolean;
  },
  { signal, onStart }: { readonly signal: AbortSignal; readonly onStart: (jobId: string) => void },
): Promise<{ readonly jobId: string; readonly entry: number }> {
  const { store, runner, models } = services;
  const { model, head } = await store.branches.get(asked.branchId);
  await models.prepare(model);
  const input = parseInput(EditJobInput, {
    model,
    version: head,
    ...teachingOf(asked.cases, asked.method),
  });
  const { jobId } = await startJob(services, { kind: "edit", input, author: asked.author });
  onStart(jobId);
  await finished(runner, jobId, signal);
  const { status, error, output } = await jobDetails(services, jobId);
  const outcome = output && "outcomes" in output ? output.outcomes[0] : undefined;
  if (outcome === undefined)
    throw error
      ? fromWireError(error)
      : new PalimpsestError("cancelled", `The edit of the plan was ended: it is ${status}.`, {
          hint: "Approve the plan again.",
        });
  checkTaught(outcome, asked.cases, asked);
  return { jobId, entry: outcome.entry };
}

async function finished(runner: Services["runner"], jobId: string, signal: AbortSignal): Promise<void> {
  const events = runner.watch(jobId, 0, signal)[Symbol.asyncIterator]();
  while (!(await events.next()).done);
  if (!signal.aborted) return;
  await runner.cancel(jobId);
  signal.throwIfAborted();
}
