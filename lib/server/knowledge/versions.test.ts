/** Plans that are kept as versions, proposals and policies: the graph's events and the version graph together. */
import { beforeEach, describe, expect, test } from "vitest";
import { hashJson, seededRandom, shuffled } from "../../base";
import type { EditRequest } from "../../data";
import { GuardPolicy, LAB_POLICY, type Statement } from "../../knowledge";
import { createMemoryStore, type ModelRecord, type Store, type Version } from "../../store";
import { branchId, createVersionGraph, type VersionGraph } from "../../version";
import { computedBefore, keepAgain } from "./kept";
import { createKnowledge, WORLD_GRAPH, type Knowledge } from "./service";

const VERDICT = { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 };
const fingerprintOf = (model: string, overlays: readonly string[]) => hashJson({ model, overlays });
const modelOf = (id: string): ModelRecord => ({
  id,
  name: id,
  family: "gpt2",
  kind: "model",
  source: "embedded",
  facts: {},
  sizeBytes: 1,
  files: [],
  addedAt: "2026-11-01T00:00:00.000Z",
});
const MAIN = branchId("atlas", "main");
const OTHER = branchId("other", "main");

let store: Store;
let versions: VersionGraph;
let knowledge: Knowledge;
let day = "2026-01-02";
beforeEach(async () => {
  day = "2026-01-02";
  store = createMemoryStore();
  versions = createVersionGraph(store, { fingerprintOf, distance: async () => ({}) });
  for (const id of ["atlas", "other"]) {
    await store.models.put(modelOf(id));
    await versions.ensureModel(modelOf(id), await fingerprintOf(id, []));
  }
  knowledge = createKnowledge({ store, versions, now: () => new Date(`${day}T03:04:05Z`) });
});

const headOf = async (branch = MAIN): Promise<Version> =>
  store.versions.get((await store.branches.get(branch)).head);
const capital = (country: string, city: string): Statement => ({
  sign: "add",
  subject: `country/${country}`,
  relation: "capital",
  object: `city/${city}`,
});
const requestOf = ({ subject, object }: Statement): EditRequest => ({
  id: `${subject} ${object}`,
  subject,
  prompt: "The capital of {} is",
  targetNew: object,
});

async function keepEdit(
  statement: Statement,
  branch: string,
  also: (inside: Store, version: Version) => Promise<void>,
) {
  const head = await headOf(branch);
  const overlays = [await store.blobs.put(new TextEncoder().encode(JSON.stringify(statement)))];
  return versions.keep(
    {
      branchId: branch,
      expectedHead: head.id,
      change: {
        kind: "edit",
        method: "rome",
        requests: [requestOf(statement)],
        parameters: {},
        seed: 0,
        place: "native",
      },
      overlays,
      deltaNorms: {},
      fingerprint: await fingerprintOf(head.model, [...(await versions.overlays(head.id)), ...overlays]),
      author: "",
      reason: "",
      verdict: VERDICT,
      report: {},
      durationMs: 1,
      place: "native",
    },
    also,
  );
}

/** Takes the plan up, as a version on the branch where one is named. */
async function approve(
  statement: Statement,
  { author = "ada", branch }: { author?: string; branch?: string } = {},
) {
  const request = { statements: [statement], author };
  const { plan } = await knowledge.plan(WORLD_GRAPH, request);
  return knowledge.approve(WORLD_GRAPH, {
    ...request,
    plan: plan.id,
    ...(branch && { keep: (also) => keepEdit(statement, branch, also) }),
  });
}
const graphPrint = async () => (await knowledge.open(WORLD_GRAPH)).ledger.graph.fingerprint();
const capitalOf = async (country: string) =>
  (await knowledge.open(WORLD_GRAPH)).ledger.graph.objects(`country/${country}`, "capital");

describe("undo", () => {
  test("takes a version out of the branch where it lies, also when another model is checked out", async () => {
    const before = await headOf();
    const { entry } = await approve(capital("France", "Lyon"), { branch: MAIN });
    const call = { author: "ada", branchId: OTHER };
    const { version } = await knowledge.undo(WORLD_GRAPH, { plan: entry.sequence }, call);
    expect(version).toMatchObject({ model: "atlas", fingerprint: before.fingerprint });
    expect((await headOf(OTHER)).parents).toEqual([]);
    expect(await capitalOf("France")).toEqual(["city/Paris"]);
  });

  test("of a person takes versions of two models out of their branches", async () => {
    const heads = [await headOf(MAIN), await headOf(OTHER)];
    await approve(capital("France", "Lyon"), { branch: MAIN });
    await approve(capital("Italy", "Milan"), { branch: OTHER });
    await knowledge.undo(WORLD_GRAPH, { author: "ada" }, { author: "bob" });
    expect([(await headOf(MAIN)).fingerprint, (await headOf(OTHER)).fingerprint]).toEqual(
      heads.map(({ fingerprint }) => fingerprint),
    );
  });

  test("of a version that History has taken out already corrects the graph", async () => {
    const { entry } = await approve(capital("France", "Lyon"), { branch: MAIN });
    await versions.undo(MAIN);
    await knowledge.undo(WORLD_GRAPH, { plan: entry.sequence }, { author: "ada", branchId: MAIN });
    expect(await capitalOf("France")).toEqual(["city/Paris"]);
  });

  test("of a fact means the plans that brought it or took it out", async () => {
    await approve(capital("Italy", "Milan"));
    await approve(capital("France", "Lyon"));
    const fact = { subject: "country/France", relation: "capital", object: "city/Paris" };
    const { undone } = await knowledge.undo(WORLD_GRAPH, { fact }, { author: "ada" });
    expect(undone.map(({ sequence }) => sequence)).toEqual([2]);
    expect(await capitalOf("Italy")).toEqual(["city/Milan"]);
  });

  test.each([1, 2, 3, 4])(
    "seed %i: plans and undos in any order end at the ledger's state, graph and weights",
    async (seed) => {
      const random = seededRandom(seed);
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random.uniform() * items.length)];
      const start = { graph: await graphPrint(), weights: (await headOf()).fingerprint };
      const said = new Map<number, Statement>();
      for (let step = 0; step < 24; step++) {
        const { entries } = (await knowledge.open(WORLD_GRAPH)).ledger;
        const active = entries.filter(({ isActive }) => isActive);
        if (active.length > 2 && random.uniform() < 0.4) {
          await knowledge.undo(
            WORLD_GRAPH,
            { plan: pick(active).sequence },
            { author: "ada", branchId: MAIN },
          );
          continue;
        }
        const statement = capital(
          pick(["France", "Italy", "Spain"]),
          pick(["Lyon", "Milan", "Seville", "Nice"]),
        );
        // What holds already changes nothing in the graph, and nothing is kept twice.
        const { entry } = await approve(statement, { author: pick(["ada", "bob"]), branch: MAIN });
        said.set(entry.sequence, statement);
      }
      const check = async () => {
        const { ledger } = await knowledge.open(WORLD_GRAPH);
        const active = ledger.entries.filter(({ isActive }) => isActive);
        const overlays = await Promise.all(
          active.map(({ sequence }) =>
            store.blobs.put(new TextEncoder().encode(JSON.stringify(said.get(sequence)))),
          ),
        );
        expect((await headOf()).fingerprint).toBe(await fingerprintOf("atlas", overlays));
        const again = createKnowledge({ store, versions });
        expect(await (await again.open(WORLD_GRAPH)).ledger.graph.fingerprint()).toBe(await graphPrint());
        return active;
      };
      for (const { sequence } of shuffled(await check(), random))
        await knowledge.undo(WORLD_GRAPH, { plan: sequence }, { author: "ada", branchId: MAIN });
      await check();
      expect({ graph: await graphPrint(), weights: (await headOf()).fingerprint }).toEqual(start);
    },
  );
});

describe("edits that were computed before", () => {
  test("are used again where the weights are the same, and no others", async () => {
    const statement = capital("France", "Lyon");
    const first = await approve(statement, { branch: MAIN });
    const requests = [requestOf(statement)];
    expect(await computedBefore(store, MAIN, requests)).toEqual([]);
    await knowledge.undo(WORLD_GRAPH, { plan: first.entry.sequence }, { author: "ada", branchId: MAIN });
    const [found] = await computedBefore(store, MAIN, requests);
    expect(found).toEqual({ version: first.version!.id, method: "rome" });
    expect(await computedBefore(store, MAIN, [requestOf(capital("France", "Nice"))])).toEqual([]);

    const again = { version: found.version, branchId: MAIN, author: "bob", reason: "" };
    const version = await keepAgain({ store, versions }, again, async () => undefined);
    expect(version).toMatchObject({
      fingerprint: first.version!.fingerprint,
      overlays: first.version!.overlays,
    });
    await expect(keepAgain({ store, versions }, again, async () => undefined)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("a second person", () => {
  const lab = () => createKnowledge({ store, versions, policy: LAB_POLICY });
  const asked = { statements: [capital("France", "Lyon")], author: "ada", source: "a letter" };

  test("approves what waits, and its author cannot", async () => {
    knowledge = lab();
    const { plan, findings } = await knowledge.plan(WORLD_GRAPH, asked);
    expect(findings.map(({ guard }) => guard)).toEqual(["second-person"]);
    const { proposal } = await knowledge.propose(WORLD_GRAPH, { ...asked, plan: plan.id });
    expect(await capitalOf("France")).toEqual(["city/Paris"]);
    const approval = { ...asked, plan: plan.id, proposal: proposal.sequence };
    for (const approvedBy of ["ada", " Ada "])
      await expect(knowledge.approve(WORLD_GRAPH, { ...approval, approvedBy })).rejects.toMatchObject({
        code: "forbidden",
      });
    const { entry } = await knowledge.approve(WORLD_GRAPH, { ...approval, author: "bob", approvedBy: "bob" });
    expect(entry).toMatchObject({ author: "ada", approvedBy: "bob", proposal: proposal.sequence });
    expect(await capitalOf("France")).toEqual(["city/Lyon"]);
    expect((await knowledge.open(WORLD_GRAPH)).ledger.proposals).toEqual([]);
    await expect(knowledge.approve(WORLD_GRAPH, approval)).rejects.toMatchObject({ code: "not_found" });
  });

  test("finds the same proposals in another process, and can decline them", async () => {
    knowledge = lab();
    const { plan } = await knowledge.plan(WORLD_GRAPH, asked);
    await knowledge.propose(WORLD_GRAPH, { ...asked, plan: plan.id });
    const other = lab();
    expect((await other.open(WORLD_GRAPH)).ledger.proposals.map(({ author }) => author)).toEqual(["ada"]);
    await other.decline(WORLD_GRAPH, 1, "bob");
    await expect(other.decline(WORLD_GRAPH, 1, "bob")).rejects.toMatchObject({ code: "not_found" });
    expect((await knowledge.open(WORLD_GRAPH)).ledger.proposals).toEqual([]);
  });

  test("what is rejected cannot wait either", async () => {
    const policy = GuardPolicy.parse({ protectedRelations: ["capital"] });
    await knowledge.setPolicy(WORLD_GRAPH, policy, "ada");
    const { plan } = await knowledge.plan(WORLD_GRAPH, asked);
    await expect(knowledge.propose(WORLD_GRAPH, { ...asked, plan: plan.id })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

test("a graph protects a fact from now on, and asks for no less than its server", async () => {
  const [paris] = [{ subject: "country/France", relation: "capital", object: "city/Paris" }];
  await knowledge.setPolicy(WORLD_GRAPH, GuardPolicy.parse({ protectedFacts: [paris] }), "ada");
  await expect(approve(capital("France", "Lyon"))).rejects.toMatchObject({ code: "forbidden" });
  await approve(capital("Italy", "Milan"));
  const lab = createKnowledge({ store, versions, policy: LAB_POLICY });
  expect(lab.policyOf(await lab.open(WORLD_GRAPH))).toMatchObject({
    protectedFacts: [paris],
    evidence: "everything",
    twoPersonsForCurated: true,
  });
});

test("the graph is seen as of a plan and as of a day", async () => {
  await approve(capital("France", "Lyon"));
  day = "2026-01-05";
  await approve(capital("France", "Nice"));
  const at = async (when: number | string) =>
    (await knowledge.openAt(WORLD_GRAPH, when)).ledger.graph.objects("country/France", "capital");
  expect([await at(0), await at(1), await at(2)]).toEqual([["city/Paris"], ["city/Lyon"], ["city/Nice"]]);
  expect([await at("2026-01-01"), await at("2026-01-04"), await at("2026-01-05")]).toEqual([
    ["city/Paris"],
    ["city/Lyon"],
    ["city/Nice"],
  ]);
  expect(await capitalOf("France")).toEqual(["city/Nice"]);
});

test("a plan brings a relation that the graph did not have, and another process knows it too", async () => {
  const relations = [
    {
      id: "twin-city",
      label: "twin city",
      domain: "city",
      range: "city",
      functional: false,
      inverseFunctional: false,
      inverse: "twin-city",
      irreflexive: true,
      temporal: false,
      templates: {},
    },
  ];
  const statement: Statement = {
    sign: "add",
    subject: "city/Lyon",
    relation: "twin-city",
    object: "city/Milan",
  };
  const request = { statements: [statement], relations, author: "ada" };
  await expect(knowledge.plan(WORLD_GRAPH, { ...request, relations: [] })).rejects.toMatchObject({
    code: "not_found",
  });
  const { plan } = await knowledge.plan(WORLD_GRAPH, request);
  expect(plan.lines.map(({ kind, rule }) => [kind, rule.kind])).toContainEqual(["derive", "inverse"]);
  await knowledge.approve(WORLD_GRAPH, { ...request, plan: plan.id });
  const { ledger, interpreter } = await createKnowledge({ store, versions }).open(WORLD_GRAPH);
  expect(ledger.graph.objects("city/Milan", "twin-city")).toEqual(["city/Lyon"]);
  expect(interpreter.interpret("The twin city of Lyon is Nice.").statements).toEqual([
    { ...statement, object: "city/Nice" },
  ]);
});
