/** A pool: siblings of one model that came from it by a little training each, and the tasks that all of them are measured on. */
import { z } from "zod";

/** Questions of one kind. A model answers one rightly when its likeliest continuation begins with one of the answers. */
export const PoolTask = z.object({
  id: z.string(),
  questions: z.array(z.object({ prompt: z.string(), answers: z.array(z.string()).min(1) })).min(1),
});
export type PoolTask = z.infer<typeof PoolTask>;

const Right = z.record(z.string(), z.int().min(0));

export const PoolSibling = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** An exported version, beside the card. */
  file: z.string(),
  sizeBytes: z.int(),
  fingerprint: z.string(),
  /** Ids of the tasks that it was trained on. */
  learnt: z.array(z.string()).min(1),
  /** The sibling that it was trained from; the model itself when absent. */
  from: z.string().optional(),
  facts: z.int(),
  deltaNorm: z.number(),
  /** Right answers by task. */
  right: Right,
});
export type PoolSibling = z.infer<typeof PoolSibling>;

export const PoolCard = z.object({
  model: z.string(),
  /** Fingerprint of the model: the siblings fit no other. */
  base: z.string(),
  tasks: z.array(PoolTask),
  /** Right answers of the model itself, by task. */
  right: Right,
  siblings: z.array(PoolSibling),
});
export type PoolCard = z.infer<typeof PoolCard>;
