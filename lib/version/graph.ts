/**
 * The version graph of each model: what was done to it, by whom and why, and the branches that point into it.
 *
 * Nothing here computes on weights. The overlays of a version follow from its ancestors, which never change; undo moves a
 * branch to the version before, whose overlays are the exact old ones. Functions that need the weights, fingerprints and
 * distances, are parameters. The file is long because all that may move a branch stands in it.
 */
import { because, invalidField, PalimpsestError } from "../base";
import type {
  BlobStore,
  Branch,
  Change,
  ListedVersion,
  MeasurementRecord,
  ModelRecord,
  Store,
  Version,
} from "../store";
import { exportVersion } from "./exchange";
import { appliedOverlays, createAncestry, lineage, type Step } from "./lineage";
import { makeVersion, measurementOf, type Judgement, type VersionContent } from "./version";

export interface VersionGraphOptions {
  /** Fingerprint of the model with these overlays. */
  readonly fingerprintOf: (model: string, overlays: readonly string[]) => Promise<string>;
  /** Frobenius norm of the difference of the weights under two lists of overlays, by parameter. */
  readonly distance: (
    model: string,
    left: readonly string[],
    right: readonly string[],
  ) => Promise<Record<string, number>>;
  readonly now?: () => Date;
}

/** What an edit or an import adds on top of a branch's head. */
export interface Addition {
  readonly branchId: string;
  /** The head that the change was made on. */
  readonly expectedHead: string;
  /** Other versions that went into it, of a merge. */
  readonly mergedWith?: readonly string[];
  readonly change: Change;
  readonly overlays: readonly string[];
  readonly deltaNorms: Record<string, number>;
  readonly fingerprint: string;
  readonly author: string;
  readonly reason: string;
}

interface Comparison {
  readonly ancestor: string | null;
  readonly onlyLeft: readonly ListedVersion[];
  readonly onlyRight: readonly ListedVersion[];
  readonly distance: Record<string, number>;
}

/** What is written with a version, by the store of its transaction. */
type Also = (inside: Store, version: Version) => Promise<void>;

export interface VersionGraph {
  /** Makes the checkpoint's version and the branch "main", once. */
  ensureModel(model: ModelRecord, fingerprint: string): Promise<Branch>;
  /** Branches, and versions from the newest to the oldest. */
  graph(model: string): Promise<{ branches: readonly Branch[]; versions: readonly ListedVersion[] }>;
  /** The addresses of all overlays that a version applies, in order. */
  overlays(id: string): Promise<readonly string[]>;
  /** Ids of the versions whose overlays the head of a branch applies. */
  applied(branchId: string): Promise<readonly string[]>;
  version(
    id: string,
  ): Promise<{ version: Version; overlayCount: number; measurement: MeasurementRecord | null }>;
  /** The metrics of a version's verdict; none when it was not measured. */
  scores(id: string): Promise<MeasurementRecord["verdict"]["metrics"]>;
  /** `also` is done in the same transaction: both, or neither. */
  keep(edit: Addition & Judgement, also?: Also): Promise<Version>;
  /** As `keep`, for a change that comes without a measurement. */
  adopt(addition: Addition): Promise<Version>;
  undo(branchId: string): Promise<Version>;
  redo(branchId: string): Promise<Version>;
  move(branchId: string, head: string): Promise<Branch>;
  createBranch(input: { model: string; name: string; head: string }): Promise<Branch>;
  /** The version that the line of the branch's head had reached before a time (ISO 8601); its first one where none is older. */
  headBefore(branchId: string, time: string): Promise<string>;
  without(
    branchId: string,
    input: { removed: readonly string[]; author: string; reason: string },
    also?: Also,
  ): Promise<{ version: Version; dependents: readonly string[] }>;
  compare(left: string, right: string): Promise<Comparison>;
  /** The version as one safetensors file. Throws `no_effect` for a checkpoint, which has nothing to export. */
  export(id: string): Promise<Uint8Array>;
}

export const MAIN_BRANCH = "main";

export function createVersionGraph(store: Store, options: VersionGraphOptions): VersionGraph {
  const now = (): string => (options.now?.() ?? new Date()).toISOString();
  const ancestry = createAncestry(store.versions);

  const add = async (inside: Store, addition: Addition): Promise<Version> => {
    const branch = await inside.branches.get(addition.branchId);
    const head = await inside.versions.get(branch.head);
    checkHead(branch, addition.expectedHead);
    await checkAddition(inside, addition, head);
    const { change, deltaNorms, fingerprint, author, reason } = addition;
    const version = await makeVersion({
      model: branch.model,
      parents: [head.id, ...(addition.mergedWith ?? []).filter((id) => id !== head.id)],
      change,
      overlays: [...addition.overlays],
      author,
      reason,
      createdAt: now(),
      deltaNorms,
      fingerprint,
    });
    await inside.versions.put(version);
    await inside.branches.put({ ...branch, head: version.id, redo: [], updatedAt: now() });
    return version;
  };

  const lastMeasurement = async (id: string): Promise<MeasurementRecord | null> => {
    const [measurement] = await store.measurements.list({
      where: { version: id },
      order: "newest",
      limit: 1,
    });
    return measurement ?? null;
  };

  return {
    ensureModel: (model, fingerprint) =>
      store.transaction(async (inside) => {
        const id = branchId(model.id, MAIN_BRANCH);
        const existing = await inside.branches.find(id);
        if (existing) return existing;
        const version = await makeVersion(checkpointContent(model, fingerprint));
        const branch: Branch = {
          id,
          model: model.id,
          name: MAIN_BRANCH,
          head: version.id,
          redo: [],
          updatedAt: now(),
        };
        await inside.versions.put(version);
        await inside.branches.put(branch);
        return branch;
      }),

    async graph(model) {
      const [branches, versions] = await Promise.all([
        store.branches.list({ where: { model } }),
        store.versions.listWithout(["overlays"], { where: { model } }),
      ]);
      return { branches, versions: newestFirst(versions) };
    },

    overlays: ancestry.overlays,

    async applied(id) {
      const { head } = await store.branches.get(id);
      return [...new Set(appliedOverlays(await ancestry.line(head)).map(({ by }) => by))];
    },

    async version(id) {
      return {
        version: await store.versions.get(id),
        overlayCount: (await ancestry.overlays(id)).length,
        measurement: await lastMeasurement(id),
      };
    },

    async scores(id) {
      const measurement = await lastMeasurement(id);
      if (measurement) return measurement.verdict.metrics;
      await store.versions.get(id); // throws when there is no such version
      return [];
    },

    keep: (edit, also) =>
      store.transaction(async (inside) => {
        const version = await add(inside, edit);
        await inside.measurements.put(measurementOf(version, edit.expectedHead, edit));
        await also?.(inside, version);
        return version;
      }),

    adopt: (addition) => store.transaction((inside) => add(inside, addition)),

    undo: (id) =>
      store.transaction(async (inside) => {
        const branch = await inside.branches.get(id);
        const head = await inside.versions.get(branch.head);
        const parent = head.parents[0];
        if (parent === undefined)
          throw new PalimpsestError(
            "no_effect",
            `Branch ${branch.name} is at the checkpoint: there is nothing to undo.`,
            { details: because("nothingToUndo", { branch: branch.name }) },
          );
        await inside.branches.put({
          ...branch,
          head: parent,
          redo: [...branch.redo, head.id],
          updatedAt: now(),
        });
        return inside.versions.get(parent);
      }),

    redo: (id) =>
      store.transaction(async (inside) => {
        const branch = await inside.branches.get(id);
        const next = branch.redo.at(-1);
        if (next === undefined) {
          throw new PalimpsestError(
            "no_effect",
            `Nothing was undone on branch ${branch.name} since its last change.`,
            {
              hint: "To return to any other version, check it out in History.",
              details: because("nothingToRedo", { branch: branch.name }),
            },
          );
        }
        await inside.branches.put({
          ...branch,
          head: next,
          redo: branch.redo.slice(0, -1),
          updatedAt: now(),
        });
        return inside.versions.get(next);
      }),

    move: (id, head) =>
      store.transaction(async (inside) => {
        const branch = await inside.branches.get(id);
        await checkSameModel(inside, branch.model, head);
        const moved: Branch = { ...branch, head, redo: [], updatedAt: now() };
        await inside.branches.put(moved);
        return moved;
      }),

    createBranch: ({ model, name, head }) =>
      store.transaction(async (inside) => {
        const id = branchId(model, name);
        if (await inside.branches.find(id)) {
          throw new PalimpsestError("conflict", `There is already a branch "${name}".`, {
            hint: "Choose another name, or move that branch.",
            details: { ...because("branchTaken", { branch: name }), field: "name" },
          });
        }
        await inside.models.get(model);
        await checkSameModel(inside, model, head);
        const branch: Branch = { id, model, name, head, redo: [], updatedAt: now() };
        await inside.branches.put(branch);
        return branch;
      }),

    async headBefore(id, time) {
      const { head, model } = await store.branches.get(id);
      const listed = await store.versions.listWithout(["overlays"], { where: { model } });
      const createdAt = new Map(listed.map((version) => [version.id, version.createdAt]));
      const line = await ancestry.line(head);
      return (line.findLast((step) => createdAt.get(step.id)! < time) ?? line[0]).id;
    },

    async without(id, { removed, author, reason }, also) {
      const planned = await store.branches.get(id);
      const plan = takeOut(await ancestry.line(planned.head), removed);
      const deltaNorms =
        removed.length === 1
          ? (await store.versions.get(removed[0])).deltaNorms
          : await options.distance(planned.model, plan.before, plan.overlays);
      // Computing on weights takes long and would hold the transaction; that the head is still the same is checked after.
      const fingerprint = await options.fingerprintOf(planned.model, plan.overlays);
      return store.transaction(async (inside) => {
        const branch = await inside.branches.get(id);
        checkHead(branch, planned.head);
        const version = await makeVersion({
          model: branch.model,
          parents: [branch.head],
          change: { kind: "without", removed: [...removed] },
          overlays: [],
          author,
          reason,
          createdAt: now(),
          deltaNorms,
          fingerprint,
        });
        await inside.versions.put(version);
        await inside.branches.put({ ...branch, head: version.id, redo: [], updatedAt: now() });
        await also?.(inside, version);
        return { version, dependents: plan.dependents };
      });
    },

    async compare(leftId, rightId) {
      const left = await store.versions.get(leftId);
      const right = await store.versions.get(rightId);
      if (left.model !== right.model) {
        throw invalidField(
          "with",
          `Only versions of one model can be compared: these are of ${left.model} and ${right.model}.`,
          undefined,
          because("versionsOfTwoModels", { left: left.model, right: right.model }),
        );
      }
      const listed = await store.versions.listWithout(["overlays"], { where: { model: left.model } });
      const byId = new Map<string, ListedVersion>(listed.map((version) => [version.id, version]));
      const lines = [lineage<ListedVersion>(left, byId), lineage<ListedVersion>(right, byId)];
      const shared = lines[0].filter((version, i) => lines[1][i]?.id === version.id).length;
      return {
        ancestor: lines[0][shared - 1]?.id ?? null,
        onlyLeft: lines[0].slice(shared),
        onlyRight: lines[1].slice(shared),
        distance: await options.distance(
          left.model,
          await ancestry.overlays(left.id),
          await ancestry.overlays(right.id),
        ),
      };
    },

    export: (id) => exportVersion(store, id, options.fingerprintOf),
  };
}

/** The id of a branch, from which nothing else is ever parsed. */
export function branchId(model: string, name: string): string {
  return `${model}:${name}`;
}

function checkpointContent(model: ModelRecord, fingerprint: string): VersionContent {
  return {
    model: model.id,
    parents: [],
    change: { kind: "checkpoint", checkpoint: model.id },
    overlays: [],
    author: "",
    reason: "",
    createdAt: model.addedAt,
    deltaNorms: {},
    fingerprint,
  };
}

function checkHead(branch: Branch, expected: string): void {
  if (branch.head === expected) return;
  throw new PalimpsestError("conflict", `Branch ${branch.name} has moved since this change was made.`, {
    hint: "Run it again on the new head, or start a branch where it was made.",
    details: {
      ...because("branchMoved", { branch: branch.name }),
      field: "expectedHead",
      expected,
      head: branch.head,
    },
  });
}

async function checkAddition(store: Store, addition: Addition, head: Version): Promise<void> {
  if (["checkpoint", "without", "union"].includes(addition.change.kind)) {
    throw invalidField("change.kind", `A change of kind "${addition.change.kind}" is not kept this way.`);
  }
  for (const id of addition.mergedWith ?? []) await store.versions.get(id); // throws when there is no such version
  if (addition.overlays.length === 0 || addition.fingerprint === head.fingerprint) {
    throw new PalimpsestError("no_effect", "The edit changed nothing, so there is nothing to keep.", {
      hint: "Try a larger learning rate or more steps, or check that the model does not say it already.",
      details: because("nothingToKeep"),
    });
  }
  await checkBlobs(store.blobs, addition.overlays);
}

/** Throws `invalid_input` for the first overlay that was not stored. */
export async function checkBlobs(blobs: Pick<BlobStore, "has">, overlays: readonly string[]): Promise<void> {
  for (const [i, address] of overlays.entries()) {
    if (!(await blobs.has(address))) {
      throw invalidField(
        `overlays.${i}`,
        `There is no blob ${address}.`,
        "Store it first with POST /api/blobs.",
      );
    }
  }
}

async function checkSameModel(store: Store, model: string, head: string): Promise<void> {
  const version = await store.versions.get(head);
  if (version.model !== model)
    throw invalidField("head", `Version ${head} is of model ${version.model}, not of ${model}.`);
}

interface Removal {
  /** What the line applies before it. */
  readonly before: readonly string[];
  /** Those that are left, in order. */
  readonly overlays: readonly string[];
  /** Edits still applied that were computed on top of a removed one. */
  readonly dependents: readonly string[];
}

function takeOut(line: readonly Step[], removed: readonly string[]): Removal {
  const applied = appliedOverlays(line);
  for (const id of removed) {
    const step = line.find((one) => one.id === id);
    if (step === undefined) {
      throw invalidField(
        "removed",
        "That version is not part of this branch's history.",
        "Choose a version between the checkpoint and the head.",
        because("notInHistory"),
      );
    }
    if (!applied.some(({ by }) => by === id)) {
      const reason = step.overlays.length > 0 ? "was already taken out" : "added no overlay of its own";
      throw new PalimpsestError("no_effect", `Version ${id} ${reason}, so there is nothing to take out.`, {
        details: { ...because("nothingToTakeOut"), field: "removed" },
      });
    }
  }
  const kept = applied.filter(({ by }) => !removed.includes(by));
  const first = line.findIndex(({ id }) => removed.includes(id));
  const later = new Set(line.slice(first + 1).map(({ id }) => id));
  return {
    before: applied.map(({ address }) => address),
    overlays: kept.map(({ address }) => address),
    dependents: [...new Set(kept.map(({ by }) => by))].filter((by) => later.has(by)),
  };
}

interface Place {
  /** The latest time in its line: a clock that was put back makes no child older than its parents. */
  readonly at: string;
  readonly depth: number;
}

/** By time and descent: children come before their parents, whatever the clock said when they were made. */
function newestFirst(versions: readonly ListedVersion[]): ListedVersion[] {
  const byId = new Map(versions.map((version) => [version.id, version]));
  const places = new Map<string, Place>();
  for (const version of versions) {
    const open = [version];
    for (let one = open.at(-1); one !== undefined; one = open.at(-1)) {
      const parents = one.parents.flatMap((id) => byId.get(id) ?? []);
      const unknown = parents.filter(({ id }) => !places.has(id));
      open.push(...unknown);
      if (unknown.length > 0) continue;
      open.pop();
      const above = parents.flatMap(({ id }) => places.get(id) ?? []);
      places.set(one.id, {
        at: above.reduce((latest, { at }) => (at > latest ? at : latest), one.createdAt),
        depth: above.reduce((deepest, { depth }) => Math.max(deepest, depth), 0) + 1,
      });
    }
  }
  const placeOf = ({ id }: ListedVersion): Place => places.get(id)!;
  return [...versions].sort((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return left.at === right.at ? right.depth - left.depth : left.at < right.at ? 1 : -1;
  });
}
