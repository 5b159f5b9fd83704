/** Asking again for what an action or the end of a job has made stale. */
import type { QueryClient } from "@tanstack/react-query";

/**
 * Asks again for the answers of these endpoints, by id or whole key. An answer that is on its way is given up: it may be from
 * before the change, and a first one that arrives counts as fresh. Ends when everything that is shown has its new answer.
 */
export async function invalidate(
  client: QueryClient,
  ...stale: readonly (string | readonly unknown[])[]
): Promise<void> {
  await Promise.all(
    stale.map(async (one) => {
      const queryKey = typeof one === "string" ? [one] : one;
      await client.cancelQueries({ queryKey });
      await client.invalidateQueries({ queryKey });
    }),
  );
}
