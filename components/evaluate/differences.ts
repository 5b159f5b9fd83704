/** What sets runs apart: every setting that is not the same in all of them. */
import { canonicalJson, type JsonValue } from "@/lib/base";
import type { LifelongSummary } from "@/lib/api";

export interface Setting {
  readonly name: string;
  /** One a run; undefined where a run has no such setting. */
  readonly values: readonly (JsonValue | undefined)[];
}

/** Settings in the order of the first run that has them: what was asked for, then the method's own. */
export function settingsOf(runs: readonly LifelongSummary[], onlyDifferent: boolean): Setting[] {
  const flat = runs.map(flatten);
  const names = [...new Set(flat.flatMap((settings) => Object.keys(settings)))];
  const all = names.map((name) => ({ name, values: flat.map((settings) => settings[name]) }));
  return onlyDifferent ? all.filter(({ values }) => new Set(values.map(keyOf)).size > 1) : all;
}

export function writtenValue(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "–";
  return typeof value === "string" ? value : canonicalJson(value).replaceAll(",", ", ");
}

function keyOf(value: JsonValue | undefined): string {
  return value === undefined ? "" : canonicalJson(value);
}

function flatten({
  model,
  version,
  method,
  parameters,
  settings,
}: LifelongSummary): Record<string, JsonValue> {
  const { health, draw, ...rest } = settings;
  return {
    method,
    model,
    version,
    ...(draw && { "run.drawSeed": draw.seed }),
    ...prefixed("run", rest),
    ...prefixed("health", health),
    ...parameters,
  };
}

/** Names that no parameter of a method has. */
function prefixed(prefix: string, values: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}
