/** Work whose failure is a regular outcome, with its error. */

export type Attempt<T> = { readonly value: T } | { readonly error: unknown };

export async function attempt<T>(task: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await task() };
  } catch (error) {
    return { error };
  }
}

/** For the log, which is the only place that sees the stack. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
