import { addSiblings, mergePool } from "@/lib/api";
import { route } from "@/lib/server/http/route";
import { addSiblings as add, poolOf } from "@/lib/server/merge/pool";

export const GET = route(mergePool, async ({ input: { model }, services }) => {
  const pool = await poolOf(services, model);
  return { card: pool?.card ?? null, versions: pool?.versions ?? {} };
});

export const POST = route(addSiblings, async ({ input: { model, siblings }, services }) => ({
  versions: await add(services, model, siblings),
}));
