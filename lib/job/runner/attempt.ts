/** Work whose failure is an outcome like any other, and what can be said of it. */
import { isAbort, PalimpsestError } from "../../base";

export type Attempt<T> = { readonly value: T } | { readonly error: unknown };

export async function attempt<T>(task: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await task() };
  } catch (error) {
    return { error };
  }
}

export function isCancellation(error: unknown): boolean {
  return isAbort(error) || (error instanceof PalimpsestError && error.code === "cancelled");
}

/** For the log, which is the only place that sees the stack. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
