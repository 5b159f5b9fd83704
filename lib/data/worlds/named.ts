/** Worlds by their ids, each built at its first use and kept: they never change. */
import type { WorldId } from "../embedded";
import { atlasWorld } from "./atlas";
import type { World } from "./build";

/** The tables of the larger world are loaded when it is asked for. */
const MAKERS: Readonly<Record<WorldId, () => World | Promise<World>>> = {
  atlas: atlasWorld,
  "atlas-2": async () => (await import("./atlas2")).atlas2World(),
};
const made = new Map<WorldId, Promise<World>>();

export function worldNamed(id: WorldId): Promise<World> {
  const world = made.get(id) ?? Promise.resolve(MAKERS[id]());
  made.set(id, world);
  return world;
}
