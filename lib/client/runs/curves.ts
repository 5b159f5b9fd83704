/** The history of the values that a run reports, for live charts. */
import type { Progress } from "../../base";

export type Curves = Readonly<Record<string, readonly number[]>>;

/** The curves with one more report; the same object when it reports no values. */
export function withProgress(curves: Curves, progress: Progress | undefined): Curves {
  const values = Object.entries(progress?.values ?? {});
  if (values.length === 0) return curves;
  const next: Record<string, readonly number[]> = { ...curves };
  for (const [name, value] of values) next[name] = [...(next[name] ?? []), value];
  return next;
}
