/** Keys and values of an MLP at the subject's last token: input and output of the down projection. */
import type { Run } from "../../base";
import type { EditRequest } from "../../data";
import { readSites, type Model, type Site } from "../../model";
import { floats } from "../../tensor";
import { inContext, locateSubject } from "../locate";

export interface KeyValues {
  /** One [F] a context, in order; the bare prompt's first. */
  readonly keys: readonly Float32Array[];
  /** One [D] a context: the projection's output, its bias included. */
  readonly values: readonly Float32Array[];
}

/** k and v of the request's subject in each context, in one pass. */
export async function subjectKeyValues(
  run: Run,
  model: Model,
  request: EditRequest,
  layer: number,
  contexts: readonly string[],
): Promise<KeyValues> {
  const located = contexts.map((context) =>
    locateSubject(model.tokenizer, inContext(context, request.prompt), request.subject),
  );
  const keySite: Site = `blocks.${layer}.mlp.post`;
  const valueSite: Site = `blocks.${layer}.mlp_out`;
  const read = await readSites(
    run,
    model,
    located.map(({ ids }) => ids),
    located.map(({ subjectEnd }) => [subjectEnd]),
    [keySite, valueSite],
  );
  const rowsOf = (site: typeof keySite | typeof valueSite) => {
    const [batch, , width] = read[site].shape;
    return Array.from({ length: batch }, (_, b) => floats(read[site]).slice(b * width, (b + 1) * width));
  };
  return { keys: rowsOf(keySite), values: rowsOf(valueSite) };
}
