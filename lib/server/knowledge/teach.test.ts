/** Plans that are taught: what an edit must have done for it and its plan to be kept, and what is left when it has not. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CancelledError, hashJson, type Run } from "../../base";
import { EditCase } from "../../data";
import { probesOf } from "../../eval";
import { ALL_JOB_KINDS, createRunner, type ModelHost, type Runner } from "../../job";
import { casesOf, GuardPolicy, LAB_POLICY, type Statement } from "../../knowledge";
import { createMemoryStore, type EditJobInput, type EditOutcome, type Store } from "../../store";
import { sampleModel } from "../../store/conformance";
import { fakeRecords } from "../../testing/host/records";
import { branchId, createVersionGraph, type VersionGraph } from "../../version";
import { ANYBODY } from "../accounts/caller";
import type { Services } from "../services";
import { answerOf, factsAnswer, proposalAnswer } from "./answers";
import { chatResponse } from "./chat";
import { createKnowledge, WORLD_GRAPH, type Knowledge } from "./service";
import { checkTaught, teachInQueue } from "./teach";

const MAIN = branchId("atlas", "main");
const LYON: Statement = {
  sign: "add",
  subject: "country/France",
  relation: "capital",
  object: "city/Lyon",
};
const SENTENCE = "The capital of France is Lyon.";
const fingerprintOf = (model: string, overlays: readonly string[]) => hashJson({ model, overlays });

/** What the edit does: the groups of probes that are answered wrongly after it. */
let wrong: readonly string[];
/** What the model writes after any prompt. */
let written: string;
let taught: EditJobInput[];
/** What happens before the edit is computed. */
let onEdit: ((run: Run) => Promise<void>) | undefined;
let store: Store;
let versions: VersionGraph;
let knowledge: Knowledge;
let runner: Runner;
let services: Services;

const answer = (isRight: boolean) => ({
  teacherForced: { text: "", score: Number(isRight) },
  generation: { text: "", score: Number(isRight) },
  probability: 0.5,
});

function verdictOf(cases: readonly EditCase[]): NonNullable<EditOutcome["verdict"]> {
  const probes = cases.flatMap((one) =>
    probesOf(one).map(({ group, kind, prompt, expected }) => ({
      caseId: one.request.id,
      group,
      kind,
      prompt,
      expected,
      before: answer(group === "locality"),
      after: answer(!wrong.includes(group)),
    })),
  );
  return { metrics: [], probes, says: [], nextTokens: [], weights: [], disagreements: 0 };
}

async function edit({
  cases,
  methods,
  version,
}: EditJobInput): Promise<{ outcomes: EditOutcome[]; place: "native" }> {
  taught.push({ cases, methods, version } as EditJobInput);
  const overlays = [await store.blobs.put(new TextEncoder().encode(`edit ${taught.length}`))];
  const before = await versions.overlays(version!);
  const outcome: EditOutcome = {
    entry: 0,
    method: methods[0].method,
    parameters: {},
    overlays,
    deltaNorms: {},
    fingerprintBefore: await fingerprintOf("atlas", before),
    fingerprintAfter: await fingerprintOf("atlas", [...before, ...overlays]),
    report: { numbers: {} },
    verdict: verdictOf(cases),
    durationMs: 1,
  };
  return { outcomes: [outcome], place: "native" };
}

beforeEach(async () => {
  [wrong, written, taught, onEdit] = [[], " Paris. And so on.", [], undefined];
  store = createMemoryStore();
  versions = createVersionGraph(store, { fingerprintOf, distance: async () => ({}) });
  await store.models.put(sampleModel);
  await versions.ensureModel(sampleModel, await fingerprintOf("atlas", []));
  const modelHost = {
    edit: async (run: Run, input: EditJobInput) => {
      await onEdit?.(run);
      return edit(input);
    },
    generate: async () => ({ text: written, stoppedBy: "length", tokens: [] }),
  } as unknown as ModelHost;
  const records = fakeRecords();
  const downloads = {} as never;
  runner = createRunner({
    store,
    kinds: ALL_JOB_KINDS,
    context: { modelHost, records, downloads, presets: store.presets, lifelong: store.lifelong },
  });
  await runner.open();
  knowledge = knowledgeOf();
  const models = { prepare: async () => undefined };
  services = { store, versions, knowledge, models, modelHost, records, runner } as unknown as Services;
});
afterEach(() => runner.stop());

function knowledgeOf(policy?: GuardPolicy): Knowledge {
  const says = async (_branch: string, prompts: readonly string[]) => prompts.map(() => written);
  return createKnowledge({ store, versions, says, ...(policy && { policy }) });
}

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly palimpsest: { readonly plan: string; readonly version?: string };
}
async function say(palimpsest: object = {}, signal = new AbortController().signal): Promise<Completion> {
  const messages = [{ role: "user", content: SENTENCE }];
  const body = JSON.stringify({ model: "atlas", user: "ada", messages, palimpsest });
  return (await (
    await chatResponse(services, body, { origin: "http://here", signal, caller: ANYBODY })
  ).json()) as Completion;
}
const head = async () => (await store.branches.get(MAIN)).head;
const capital = async () =>
  (await knowledge.open(WORLD_GRAPH)).ledger.graph.objects("country/France", "capital");

describe("an approval through a chat client", () => {
  test("teaches the plan, and keeps graph and version together", async () => {
    const { palimpsest } = await say();
    const { choices, palimpsest: done } = await say({ approve: palimpsest.plan });
    expect(await capital()).toEqual(["city/Lyon"]);
    expect(done.version).toBe(await head());
    expect(await store.versions.get(await head())).toMatchObject({
      author: "ada",
      reason: SENTENCE,
      change: { kind: "edit", method: "memit" },
    });
    expect(choices[0].message.content).toMatch(/^MEMIT teaches .* http:\/\/here\/edit\?job=job_/);
    // One undo takes back both.
    const { version } = await knowledge.undo(WORLD_GRAPH, { plan: 1 }, { author: "ada", branchId: MAIN });
    expect(version?.fingerprint).toBe(await fingerprintOf("atlas", []));
    expect(await capital()).toEqual(["city/Paris"]);
  });

  test("gives a method that writes one fact at a time what was said last", async () => {
    const { palimpsest } = await say();
    await say({ approve: palimpsest.plan, method: "rome" });
    const { cases } = taught[0];
    expect(cases.length).toBeGreaterThan(1);
    expect(cases.at(-1)?.request).toMatchObject({ subject: "France", targetNew: "Lyon" });
  });

  test("keeps nothing of an edit that did not take", async () => {
    wrong = ["reliability", "generality"];
    const before = await head();
    const { palimpsest } = await say();
    await expect(say({ approve: palimpsest.plan })).rejects.toMatchObject({ code: "no_effect" });
    expect([await head(), await capital()]).toEqual([before, ["city/Paris"]]);
  });

  test("keeps nothing of an edit that changed what is near, unless it is told to", async () => {
    wrong = ["locality"];
    const before = await head();
    const { palimpsest } = await say();
    await expect(say({ approve: palimpsest.plan })).rejects.toMatchObject({ code: "no_effect" });
    expect([await head(), await capital()]).toEqual([before, ["city/Paris"]]);
    await say({ approve: palimpsest.plan, evenIfDamaged: true });
    expect(await head()).not.toBe(before);
    expect(await capital()).toEqual(["city/Lyon"]);
  });

  test("computes nothing for a plan that a guard stops", async () => {
    services = { ...services, knowledge: knowledgeOf(LAB_POLICY) };
    const { palimpsest } = await say();
    await expect(say({ approve: palimpsest.plan })).rejects.toMatchObject({ code: "forbidden" });
    expect(taught).toEqual([]);
  });

  test("corrects the graph alone where it names no method", async () => {
    const before = await head();
    const { palimpsest } = await say();
    await say({ approve: palimpsest.plan, method: null });
    expect([await head(), await capital(), taught]).toEqual([before, ["city/Lyon"], []]);
  });

  test("that is left in the middle keeps nothing, and its job ends", async () => {
    const control = new AbortController();
    onEdit = (run) =>
      new Promise((_, reject) => {
        run.signal.addEventListener("abort", () => reject(new CancelledError()));
        control.abort();
      });
    const { palimpsest } = await say();
    await expect(say({ approve: palimpsest.plan }, control.signal)).rejects.toThrow();
    expect(await capital()).toEqual(["city/Paris"]);
    await vi.waitFor(async () => {
      const [job] = await store.jobs.list({});
      expect(job.status).toBe("cancelled");
    });
  });
});

test("the outcome says how much was lost", () => {
  const request = { id: "1", subject: "France", prompt: "The capital of {} is", targetNew: "Lyon" };
  const near = [{ prompt: "The capital of Italy is", target: "Rome" }];
  const cases = [EditCase.parse({ request, locality: { near } })];
  wrong = ["locality"];
  const outcome = { verdict: verdictOf(cases) };
  expect(() => checkTaught(outcome, cases)).toThrow("1 of 1");
  expect(() => checkTaught(outcome, cases, { evenIfDamaged: true })).not.toThrow();
});

test("a fact names the plan that it came from, when it was recorded, and when it holds", async () => {
  const stated = { ...LYON, from: "2024", until: "2030-06" };
  const { plan } = await knowledge.plan(WORLD_GRAPH, { statements: [stated], author: "ada" });
  await knowledge.approve(WORLD_GRAPH, { statements: [stated], author: "ada", plan: plan.id });
  const asked = { search: "france lyon", relation: "capital", limit: 10 };
  const { facts } = await factsAnswer(services, WORLD_GRAPH, asked);
  const [entry] = (await knowledge.open(WORLD_GRAPH)).ledger.entries;
  expect(facts).toMatchObject([
    { author: "ada", from: "2024", until: "2030-06", plan: { sequence: 1, at: entry.at } },
  ]);
  const others = await factsAnswer(services, WORLD_GRAPH, { ...asked, search: "italy" });
  expect(others.facts[0]).not.toHaveProperty("plan");
});

describe("what graph and model agree on", () => {
  const asked = { statements: [LYON], author: "ada" };
  beforeEach(() => knowledge.setPolicy(WORLD_GRAPH, GuardPolicy.parse({ agreedWith: MAIN }), "ada"));

  test("is replaced only with a second person", async () => {
    const { plan, findings } = await knowledge.plan(WORLD_GRAPH, asked);
    expect(findings.map(({ guard }) => guard)).toEqual(["agreement"]);
    await expect(knowledge.approve(WORLD_GRAPH, { ...asked, plan: plan.id })).rejects.toMatchObject({
      code: "forbidden",
      hint: "A second person has to approve it.",
    });
    await knowledge.approve(WORLD_GRAPH, { ...asked, plan: plan.id, approvedBy: "bob" });
    expect(await capital()).toEqual(["city/Lyon"]);
  });

  test("and what the model does not say is replaced by one", async () => {
    written = " Marseille.";
    const { plan, findings } = await knowledge.plan(WORLD_GRAPH, asked);
    expect(findings).toEqual([]);
    await knowledge.approve(WORLD_GRAPH, { ...asked, plan: plan.id });
  });

  test("counts as agreed where no model can be asked", async () => {
    const deaf = createKnowledge({ store, versions });
    expect((await deaf.plan(WORLD_GRAPH, asked)).findings).toMatchObject([{ guard: "agreement" }]);
  });
});

describe("quarantine", () => {
  const looked = { statements: [LYON], author: "ada", unticked: [], entities: [], relations: [], checks: 8 };
  const names = async () => (await store.branches.list({})).map(({ name }) => name);
  /** Edits that were run for the plan on the head of main. */
  async function ran(): Promise<{ jobId: string; entry: number }> {
    const { plan } = await knowledge.plan(WORLD_GRAPH, looked);
    const cases = casesOf((await knowledge.open(WORLD_GRAPH)).ledger.graph, plan);
    const asked = { branchId: MAIN, cases, method: "memit", author: "ada" };
    return teachInQueue(services, asked, {
      signal: new AbortController().signal,
      onStart: () => undefined,
    });
  }

  test("keeps the edits of a waiting plan on a branch of their own", async () => {
    const run = await ran();
    const before = await head();
    services = { ...services, knowledge: knowledgeOf(LAB_POLICY) };
    const { plan } = await services.knowledge.plan(WORLD_GRAPH, { ...looked, source: "a letter" });
    const { proposal, branchId: branch } = await proposalAnswer(services, WORLD_GRAPH, {
      ...looked,
      source: "a letter",
      sentence: SENTENCE,
      plan: plan.id,
      keep: { branchId: MAIN, run },
    });
    expect(await names()).toEqual(["main", `quarantine-${plan.id.slice(0, 8)}`]);
    expect((await store.branches.get(branch!)).head).toBe(proposal.version);
    expect([await head(), await capital()]).toEqual([before, ["city/Paris"]]);
  });

  test("leaves no branch behind where a guard stops the plan", async () => {
    const run = await ran();
    services = { ...services, knowledge: knowledgeOf(LAB_POLICY) };
    const { plan } = await services.knowledge.plan(WORLD_GRAPH, looked);
    const proposed = proposalAnswer(services, WORLD_GRAPH, {
      ...looked,
      plan: plan.id,
      keep: { branchId: MAIN, run },
    });
    await expect(proposed).rejects.toMatchObject({ code: "forbidden" }); // it names no source
    expect(await names()).toEqual(["main"]);
  });
});

test("the past is asked of the version that the branch had come to", async () => {
  const at = async (asOf?: string) =>
    answerOf(services, WORLD_GRAPH, {
      subject: "country/France",
      relation: "capital",
      language: "en",
      branchId: MAIN,
      ...(asOf !== undefined && { asOf }),
    });
  const first = await head();
  const { palimpsest } = await say();
  await say({ approve: palimpsest.plan });
  const second = await head();
  await new Promise((resolve) => setTimeout(resolve, 5)); // times are kept to the millisecond
  await knowledge.undo(WORLD_GRAPH, { plan: 1 }, { author: "ada", branchId: MAIN });
  expect(await at("0")).toMatchObject({ version: first, answers: ["city/Paris"] });
  expect(await at("1")).toMatchObject({ version: second, answers: ["city/Lyon"] });
  expect(await at()).toMatchObject({ version: await head(), answers: ["city/Paris"] });
  expect((await at("2000-01-01")).version).toBe(first);
});
