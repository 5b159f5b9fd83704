/**
 * Deferral to a small model beside one map (the baseline DEFER of Hartvigsen et al. 2023, §4, after Mitchell et al. 2022):
 * with x the input of the map at a prompt's last token, a gate decides whether a linear model replaces the map, at every
 * token:
 *
 *     s = σ(g·x + c)        y ← V x + b where s ≥ threshold        g [X], V [Y, X]
 *
 * All edits train the same gate and the same linear model, which start at random. An overlay holds its edit's change of
 * both, so removing an edit is adding up the rest. The gate is evaluated once, at the end of the prompt. Its result and the
 * values are stored for the tokens that follow. The published code evaluates it at the last token of every pass.
 */
import { z } from "zod";
import { PalimpsestError, seededRandom } from "../../base";
import {
  add,
  float32,
  floats,
  matmul,
  reduceSum,
  reshape,
  scalar,
  sigmoid,
  transposed,
  type Value,
} from "../../tensor";
import type { AdapterOverlay, Overlay } from "../overlay/overlay";
import type { Site } from "../site";
import type { Adapter } from "./adapter";
import { isAbove, mappedSite, mappedWidths, not, partOf, READ_BY, replaced, type MappedSite } from "./parts";

/** The gate and the linear model, or a change of them. */
export interface DeferralParts {
  readonly gate: Float32Array; // g, [X]
  readonly gateBias: Float32Array; // c, [1]
  readonly values: Float32Array; // V, [Y, X] flat
  readonly bias: Float32Array; // b, [Y]
}

const NAMES = ["gate", "gateBias", "values", "bias"] as const satisfies readonly (keyof DeferralParts)[];

const DeferralSettings = z.object({
  threshold: z.number(),
  /** Seed of the random start; the first overlay of a model decides. */
  seed: z.int(),
});
type DeferralSettings = z.infer<typeof DeferralSettings>;

const ID = "deferral";

export function deferralOverlay(
  site: Site,
  change: DeferralParts,
  settings: DeferralSettings,
): AdapterOverlay {
  const [reads, yields] = [change.gate.length, change.bias.length];
  return {
    kind: "adapter",
    adapter: ID,
    site,
    tensors: {
      gate: float32([reads], change.gate),
      gateBias: float32([1], change.gateBias),
      values: float32([yields, reads], change.values),
      bias: float32([yields], change.bias),
    },
    settings,
  };
}

/** The deferrals at a site among a model's overlays. */
export function isDeferralAt(site: Site): (worn: Overlay) => worn is AdapterOverlay {
  return (worn): worn is AdapterOverlay =>
    worn.kind === "adapter" && worn.adapter === ID && worn.site === site;
}

/** The seed of the overlays' start; null when there are none. */
export function deferralSeed(parts: readonly AdapterOverlay[]): number | null {
  return parts.length === 0 ? null : settingsOf(parts[0]).seed;
}

/** The random start with all changes on it. Throws `integrity` for tensors that do not fit the map. */
export function deferralParts(
  parts: readonly AdapterOverlay[],
  { seed, reads, yields }: { readonly seed: number; readonly reads: number; readonly yields: number },
): DeferralParts {
  const start = startOf(seed, reads, yields);
  if (parts.length === 0) return start;
  const change = summed(parts, reads, yields);
  return eachPart((name) => start[name].map((value, i) => value + change[name][i]));
}

/** As PyTorch begins a linear map: all entries uniform within ±1/√X. */
function startOf(seed: number, reads: number, yields: number): DeferralParts {
  const random = seededRandom(`deferral ${seed}`);
  const uniform = (length: number) =>
    Float32Array.from({ length }, () => (2 * random.uniform() - 1) / Math.sqrt(reads));
  return {
    gate: uniform(reads),
    gateBias: uniform(1),
    values: uniform(yields * reads),
    bias: uniform(yields),
  };
}

/** Changes added up, from the first to the last. */
function summed(parts: readonly AdapterOverlay[], reads: number, yields: number): DeferralParts {
  const shapes = { gate: [reads], gateBias: [1], values: [yields, reads], bias: [yields] };
  return eachPart((name) => {
    const [first, ...rest] = parts.map((part) => floats(partOf(part, name, shapes[name])));
    const sum = Float32Array.from(first);
    for (const change of rest) for (let i = 0; i < sum.length; i++) sum[i] += change[i];
    return sum;
  });
}

/** A gate and a linear model made part by part. */
export function eachPart(make: (name: keyof DeferralParts) => Float32Array): DeferralParts {
  const [gate, gateBias, values, bias] = NAMES.map(make);
  return { gate, gateBias, values, bias };
}

export const deferral: Adapter = {
  id: ID,

  join(parts, { dimensions }) {
    const part = mappedSite(parts[0]);
    const [reads, yields] = mappedWidths(part, dimensions);
    const { seed } = settingsOf(parts[0]);
    const all = deferralParts(parts, { seed, reads, yields });
    return {
      tensors: {
        gate: float32([reads, 1], all.gate),
        gateBias: float32([1], all.gateBias),
        values: float32([yields, reads], all.values),
        bias: float32([yields], all.bias),
        threshold: scalar(settingsOf(parts[parts.length - 1]).threshold),
      },
      structure: { part, yields },
    };
  },

  merge(parts, { dimensions }) {
    const [reads, yields] = mappedWidths(mappedSite(parts[0]), dimensions);
    const { seed } = settingsOf(parts[0]);
    const { threshold } = settingsOf(parts[parts.length - 1]);
    return deferralOverlay(parts[0].site, summed(parts, reads, yields), { seed, threshold });
  },

  carries: ({ structure }) => ({ defers: 1, values: (structure as { yields: number }).yields }),

  attach({ value, at, tensor, structure, facts, query, carried, carry }) {
    const { part } = structure as { part: MappedSite };
    const [reads, yields] = mappedWidths(part, facts.dimensions);
    const [batch] = value.shape;
    const asked = matmul(transposed(query), at(READ_BY[part])); // [B, 1, X]
    const { gate, values } = deferred(asked, {
      gate: tensor("gate", [reads, 1]),
      gateBias: tensor("gateBias", [1]),
      values: tensor("values", [yields, reads]),
      bias: tensor("bias", [yields]),
    });
    const isRead = reduceSum(query, [1], true); // [B, 1, 1]
    const kept = (name: string, width: number, fresh: Value): Value => {
      const chosen = replaced(reshape(carried(name), [batch, 1, width]), fresh, isRead);
      carry(name, reshape(chosen, [batch, width]));
      return chosen;
    };
    const defers = kept("defers", 1, not(isAbove(tensor("threshold", []), gate)));
    return replaced(value, kept("values", yields, values), defers);
  },
};

/** s [B, 1, 1] and V x + b [B, 1, Y] of the query, [B, 1, X]; the gate is a column here. */
export function deferred(
  asked: Value,
  { gate, gateBias, values, bias }: Readonly<Record<keyof DeferralParts, Value>>,
): { readonly gate: Value; readonly values: Value } {
  return {
    gate: sigmoid(add(matmul(asked, gate), gateBias)),
    values: add(matmul(asked, transposed(values)), bias),
  };
}

function settingsOf({ settings }: AdapterOverlay): DeferralSettings {
  const parsed = DeferralSettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new PalimpsestError("integrity", "A deferral's settings cannot be read.", {
    hint: "Overlays fit only the version of Palimpsest that wrote them, or a later one.",
    details: { field: "overlays" },
  });
}
