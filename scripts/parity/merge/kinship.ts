/** Kinship numbers of the published code: of whole models, by layer and by kind of module. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import { kinshipOf, type KinshipNumbers, type MergeSource } from "../../../lib/merge";
import { check, type Check } from "../report";
import type { OpenSource } from "./recipes";

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
  for (const {
    models,
    subset,
    reference,
    relative_norms: norms,
    signed_cosine_float64: cosine,
    length,
  } of fixture.subsets) {
    const report = reports.get(models.join());
    const name = `${models.join(" and ")}, ${subset}`;
    if (!report) {
      checks.push(check(name, "is among the pairs", 1, 0, ""));
      continue;
    }
    const layer = /^layer (\d+)$/.exec(subset)?.[1];
    const [pair] = report.pairs;
    const found = layer
      ? pair.layers.find((one) => one.name === layer)
      : pair.groups.find((one) => one.name === subset);
    const numbers = found?.numbers;
    checks.push(
      check(name, "entries", Math.abs((numbers?.elements ?? 0) - length), 0, "entries"),
      check(name, "signed cosine in float64", off(numbers?.cosine, cosine), EXACT, "absolute"),
    );
    if (layer) {
      const relative = report.norms.map(
        ({ layers }) => layers.find((one) => one.name === layer)?.relative ?? 0,
      );
      checks.push(
        check(
          name,
          "‖δ‖/‖θ‖",
          Math.max(...relative.map((value, i) => Math.abs(value - norms[i]))),
          EXACT,
          "absolute",
        ),
      );
    }
    const tolerance = models[0].includes("bf16") ? IN_BFLOAT16 : REFERENCE;
    if (numbers) checks.push(...againstReference(name, numbers, reference, tolerance));
  }
  return checks;
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
