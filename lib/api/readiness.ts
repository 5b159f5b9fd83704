/** Whether what work needs is there. */
import { z } from "zod";

export const WorkerState = z.enum(["stopped", "starting", "ready"]);

export const Readiness = z.object({
  isReady: z.boolean(),
  worker: z.object({ isReady: z.boolean(), state: WorkerState }),
  database: z.object({ isReady: z.boolean(), error: z.string().optional() }),
  disk: z.object({ isReady: z.boolean(), freeBytes: z.number() }),
});
