/**
 * The cases of a large job as a blob, so that neither its row nor the pipe to the process that runs models holds them: the
 * server would have to write and read megabytes of JSON in one piece, and answer nobody meanwhile.
 */
import { z } from "zod";
import { Address } from "../records";
import type { BlobStore } from "../store";

export const StoredCases = z.object({
  /** Their list as JSON. */
  blob: Address,
  count: z.int(),
  /** Of the first few, for a line about the job. */
  subjects: z.array(z.string()),
});
export type StoredCases = z.infer<typeof StoredCases>;

const Holder = z.looseObject({ cases: StoredCases });

/** The stored cases of a job's input; undefined where it holds them itself or has none. */
export function storedCasesOf(input: unknown): StoredCases | undefined {
  return Holder.safeParse(input).data?.cases;
}

/** The same input with its cases in it. */
export async function withCases<T>(blobs: Pick<BlobStore, "get">, input: T): Promise<T> {
  const stored = storedCasesOf(input);
  if (!stored) return input;
  const text = new TextDecoder().decode(await blobs.get(stored.blob));
  return { ...input, cases: JSON.parse(text) as unknown };
}
