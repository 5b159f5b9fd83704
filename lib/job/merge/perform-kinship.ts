/** Kinship of versions of one model. */
import type { z } from "zod";
import { PalimpsestError, type Run } from "../../base";
import { kinshipOf, type KinshipReport } from "../../merge";
import type { HostContext } from "../calls/call";
import type { KinshipInput } from "../calls/merge/kinship";
import { sourceOfModel } from "./sources";

export async function performKinship(
  { openModel, openVersion }: Pick<HostContext, "openModel" | "openVersion">,
  run: Run,
  { model, models, topShare }: z.infer<typeof KinshipInput>,
): Promise<KinshipReport> {
  if (Object.keys(models).length < 2) {
    throw new PalimpsestError("invalid_input", "Kinship is between models: name two or more.", {
      details: { field: "models" },
    });
  }
  const named = [];
  for (const [name, source] of Object.entries(models)) {
    named.push({ name, source: sourceOfModel(await openVersion(source, run.signal)) });
  }
  const base = { name: model, source: sourceOfModel(await openModel(model, run.signal)) };
  return kinshipOf(run, base, named, { topShare });
}
