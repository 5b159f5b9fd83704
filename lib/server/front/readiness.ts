/** Whether the server can work: the process that runs models, the database and the disk. */
import type { z } from "zod";
import type { Readiness } from "../../api";
import { toWireError } from "../../base";
import type { Env } from "../env";
import type { Services } from "../services";
import { freeBytesOf } from "./pulse";

/** With less than this, an edit may be lost for want of space. */
const LEAST_FREE_BYTES = 100_000_000;

export async function readiness({
  env,
  store,
  workerState,
}: Pick<Services, "store" | "workerState"> & { readonly env: Pick<Env, "dataFolder"> }): Promise<
  z.infer<typeof Readiness>
> {
  const worker = workerState();
  const database = await store.models.list({ limit: 1 }).then(
    () => ({ isReady: true }),
    (error: unknown) => ({ isReady: false, error: toWireError(error).message }),
  );
  const freeBytes = await freeBytesOf(env.dataFolder).catch(() => 0); // a folder that is gone has no space either
  const disk = { isReady: freeBytes >= LEAST_FREE_BYTES, freeBytes };
  return {
    isReady: worker === "ready" && database.isReady && disk.isReady,
    worker: { isReady: worker === "ready", state: worker },
    database,
    disk,
  };
}
