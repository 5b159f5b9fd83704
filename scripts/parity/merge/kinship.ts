/** Kinship numbers of the published code: of whole models, by layer and by kind of module. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import {
  groupOf,
  isEmbedding,
  kinshipOf,
  layerOf,
  type KinshipNumbers,
  type MergeSource,
} from "../../../lib/merge";
import { check, type Check } from "../report";
import type { OpenSource } from "./recipes";
import { asStored } from "./values";

const Reference = z.object({ pcc: z.number(), cs: z.union([z.number(), z.string()]), ed: z.number() });
const Names = z.tuple([z.string(), z.string()]);
const Pair = z.object({
  models: Names,
  base: z.string(),
  reference: Reference,
  signed_cosine_float64: z.number(),
  float64: z.object({ pcc: z.number(), ed: z.number(), norms: z.tuple([z.number(), z.number()]) }),
  without_tied_duplicates_float64: z.object({
    length: z.int(),
    pcc: z.number(),
    cosine: z.number(),
    ed: z.number(),
  }),
});
const Subset = z.object({
  models: Names,
  base: z.string(),
  subset: z.string(),
  length: z.int(),
  reference: Reference,
  signed_cosine_float64: z.number(),
  relative_norms: z.tuple([z.number(), z.number()]),
});
export const KinshipFixture = z.object({
  kind: z.literal("kinship"),
  pairs: z.array(Pair),
  subsets: z.array(Subset),
});

const EXACT = 1e-6;
const REFERENCE = { similarity: 2e-5, distance: 1e-5 };
/** The published code reads bfloat16 models in their own precision, in which a correlation has three digits. */
const IN_BFLOAT16 = { similarity: 2 ** -8, distance: 2 ** -8 };

export async function checkKinship(
  fixture: z.infer<typeof KinshipFixture>,
  open: OpenSource,
): Promise<Check[]> {
  const checks: Check[] = [];
  const reports = new Map<string, Awaited<ReturnType<typeof kinshipOf>>>();
  for (const pair of fixture.pairs) {
    const name = pair.models.join(" and ");
    const [base, ...models] = await Promise.all(
      [pair.base, ...pair.models].map(async (id) => ({ name: id, source: await open(id) })),
    );
    const report = await kinshipOf(createRun(), base, models);
    reports.set(pair.models.join(), report);
    const { global } = report.pairs[0];
    const exact = pair.without_tied_duplicates_float64;
    checks.push(
      check(name, "entries", Math.abs(global.elements - exact.length), 0, "entries"),
      check(name, "PCC in float64", off(global.pcc, exact.pcc), EXACT, "absolute"),
      check(name, "signed cosine in float64", off(global.cosine, exact.cosine), EXACT, "absolute"),
      check(name, "distance in float64", Math.abs(global.distance / exact.ed - 1), EXACT, "relative"),
    );
    const tied = (await kinshipOf(createRun(), base, models, { countsTied: true })).pairs[0].global;
    const tolerance = isBfloat16(base.source) ? IN_BFLOAT16 : REFERENCE;
    checks.push(...againstReference(`${name}, as published`, tied, pair.reference, tolerance));
  }
  for (const { models, base, subset, ...wanted } of fixture.subsets) {
    const [origin, ...own] = await Promise.all([base, ...models].map(open));
    const isRounded = isBfloat16(origin);
    const deltas = own.map((source) => asDeltas(source, origin, (name) => isIn(subset, name)));
    const zero: MergeSource = {
      ...deltas[0],
      read: async (name) => (await deltas[0].read(name)).fill(0),
    };
    const report = await kinshipOf(
      createRun(),
      { name: base, source: zero },
      deltas.map((source, i) => ({ name: models[i], source })),
    );
    const name = `${models.join(" and ")}, ${subset}`;
    const numbers = report.pairs[0].global;
    checks.push(
      check(name, "entries", Math.abs(numbers.elements - wanted.length), 0, "entries"),
      check(
        name,
        "signed cosine in float64",
        off(numbers.cosine, wanted.signed_cosine_float64),
        EXACT,
        "absolute",
      ),
      ...againstReference(name, numbers, wanted.reference, isRounded ? IN_BFLOAT16 : REFERENCE),
    );
    const layer = /^layer (\d+)$/.exec(subset)?.[1];
    const whole = reports.get(models.join());
    if (!layer || isRounded || !whole) continue;
    const relative = whole.norms.map(({ layers }) => layers.find((one) => one.name === layer)?.relative ?? 0);
    const worst = Math.max(...relative.map((value, i) => Math.abs(value - wanted.relative_norms[i])));
    checks.push(check(name, "‖δ‖/‖θ‖", worst, EXACT, "absolute"));
    const [{ layers }] = whole.pairs;
    const inReport = layers.find((one) => one.name === layer)?.numbers.cosine;
    checks.push(
      check(
        name,
        "signed cosine in the report",
        off(inReport, wanted.signed_cosine_float64),
        EXACT,
        "absolute",
      ),
    );
  }
  return checks;
}

/** The parts of the fixture: all of a layer, and weights without biases of a kind of module. */
function isIn(subset: string, name: string): boolean {
  const layer = /^layer (\d+)$/.exec(subset)?.[1];
  if (layer) return layerOf(name) === Number(layer);
  if (subset === "norms") return groupOf(name) === "norms";
  if (subset === "embedding") return isEmbedding(name);
  return name.endsWith(".weight") && groupOf(name) === subset;
}

/** The differences of a model, rounded as the published code has them: it reads bfloat16 models in their own precision. */
function asDeltas(source: MergeSource, base: MergeSource, isChosen: (name: string) => boolean): MergeSource {
  const type = isBfloat16(base) ? "bfloat16" : "float32";
  return {
    ...source,
    tensors: new Map([...source.tensors].filter(([name]) => isChosen(name))),
    async read(name) {
      const [values, origin] = [await source.read(name), await base.read(name)];
      return asStored(
        values.map((value, i) => value - origin[i]),
        type,
      );
    },
  };
}

function againstReference(
  name: string,
  numbers: KinshipNumbers,
  reference: z.infer<typeof Reference>,
  tolerance: typeof REFERENCE,
): Check[] {
  const { cs } = reference;
  return [
    check(name, "PCC", off(numbers.pcc, reference.pcc), tolerance.similarity, "absolute"),
    ...(typeof cs === "number"
      ? [check(name, "|cosine|", off(Math.abs(numbers.cosine ?? NaN), cs), tolerance.similarity, "absolute")]
      : []),
    check(name, "distance", Math.abs(numbers.distance / reference.ed - 1), tolerance.distance, "relative"),
  ];
}

function off(found: number | null | undefined, wanted: number): number {
  return found == null ? Infinity : Math.abs(found - wanted);
}

function isBfloat16({ tensors }: MergeSource): boolean {
  return [...tensors.values()].some(({ dtype }) => dtype === "BF16");
}
