/**
 * The siblings that are shipped with the embedded model, for merging. Each becomes a version on a branch of its own when it is
 * first wanted, and from then on is like any version: it can be asked, compared, merged and exported.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PalimpsestError } from "../../base";
import { PoolCard } from "../../data";
import { branchId } from "../../version";
import { importFile } from "../exchange";
import type { Services } from "../services";
import { checkpointOf } from "./keep";

const FOLDER = "pool";
/** Begins the names of their branches. */
const BRANCH = "pool-";
const AUTHOR = "Palimpsest";

/** The pool of a model and the versions of those siblings that have one; null for a model without a pool. */
export async function poolOf(
  { env, store }: Pick<Services, "env" | "store">,
  model: string,
): Promise<{ readonly card: PoolCard; readonly versions: Record<string, string> } | null> {
  const card = await readCard(path.join(env.embeddedFolder, FOLDER), model);
  if (!card) return null;
  const branches = await store.branches.list({ where: { model } });
  const versions = card.siblings.flatMap(({ id }) => {
    const branch = branches.find((one) => one.id === branchId(model, `${BRANCH}${id}`));
    return branch ? [[id, branch.head] as const] : [];
  });
  return { card, versions: Object.fromEntries(versions) };
}

/** Makes versions of these siblings, where there are none yet. Throws `not_found` for one that the pool has not. */
export async function addSiblings(
  services: Pick<Services, "env" | "store" | "modelHost" | "versions" | "models">,
  model: string,
  siblings: readonly string[],
): Promise<Record<string, string>> {
  const { env, store, versions } = services;
  await services.models.prepared(model);
  const pool = await poolOf(services, model);
  const made: Record<string, string> = { ...pool?.versions };
  for (const id of siblings) {
    const sibling = pool?.card.siblings.find((one) => one.id === id);
    if (!sibling) {
      throw new PalimpsestError("not_found", `The pool of ${model} has no sibling "${id}".`, {
        hint: "The siblings are listed at GET /api/merge/pool.",
        details: { field: "siblings" },
      });
    }
    if (made[id]) continue;
    const blob = await store.blobs.put(await readFile(path.join(env.embeddedFolder, FOLDER, sibling.file)));
    const branch = await versions.createBranch({
      model,
      name: `${BRANCH}${id}`,
      head: await checkpointOf(services, model),
    });
    const version = await importFile(services, { branchId: branch.id, blob, author: AUTHOR, sibling: id });
    made[id] = version.id;
  }
  return made;
}

async function readCard(folder: string, model: string): Promise<PoolCard | null> {
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(model)) return null;
  const text = await readFile(path.join(folder, `${model}.json`), "utf8").catch(() => null);
  return text === null ? null : PoolCard.parse(JSON.parse(text));
}
