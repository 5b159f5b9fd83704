/** Running a method safely: the checks before and after it, which are the same for all methods. */
import { because, invalidField, NumericalError, PalimpsestError, type JsonObject, type Run } from "../base";
import { filledPrompt } from "../data";
import { deltasOf, normOf, scoreTargets } from "../model";
import { floats } from "../tensor";
import { checkRequests } from "./locate";
import type { AnyEditMethod, EditCall, EditResult } from "./method";
import { parseParameters } from "./parameters";
import { settingsOf } from "./settings/settings";

/**
 * Applies a method. Throws `invalid_input` for invalid requests or parameters, `no_effect` when the model already answers
 * every target or nothing changed, `numerical` when the result is not finite.
 */
export async function applyMethod(
  run: Run,
  method: AnyEditMethod,
  call: EditCall<JsonObject>,
  options: { readonly evenIfKnown?: boolean } = {},
): Promise<EditResult> {
  const { model, requests } = call;
  if (requests.length === 0)
    throw invalidField(
      "requests",
      "There is nothing to edit.",
      "Write at least one edit.",
      because("noEdits"),
    );
  checkRequests(model.tokenizer, requests, model.facts.dimensions.context);
  const parameters = parseParameters(method, call.parameters, settingsOf(method, model.facts).parameters);
  if (!options.evenIfKnown) await refuseKnown(run, call);

  const result = await method.apply(run, { ...call, parameters });
  const deltas = deltasOf(result.overlays);
  const parts = [
    ...deltas.flatMap((delta) => (delta.form === "dense" ? [delta.delta] : [delta.left, delta.right])),
    ...result.overlays.flatMap((overlay) =>
      overlay.kind === "weights"
        ? []
        : Object.values(overlay.tensors).filter(({ dtype }) => dtype === "float32"),
    ),
  ];
  if (!parts.every((part) => floats(part).every(Number.isFinite))) {
    throw new NumericalError(
      `${method.name} computed a change that is not finite.`,
      because("notFinite", { method: method.name }),
      "Lower the learning rate.",
    );
  }
  if (
    deltas.every((delta) => normOf(delta) === 0) &&
    result.overlays.every(({ kind }) => kind === "weights")
  ) {
    throw new PalimpsestError("no_effect", `${method.name} changed no weight.`, {
      hint: "The target may already be certain, or the parameters allow no step.",
      details: because("noWeightChanged", { method: method.name }),
    });
  }
  return result;
}

/** An edit to the model's present answer is an error of the request, reported before anything is computed. */
async function refuseKnown(run: Run, { model, requests }: EditCall<JsonObject>): Promise<void> {
  const scores = await scoreTargets(
    run,
    model,
    requests.map((request) => ({ prompt: filledPrompt(request), target: request.targetNew })),
  );
  if (!scores.every(({ isGreedy }) => isGreedy)) return;
  const [{ targetNew, ...request }] = requests;
  throw new PalimpsestError(
    "no_effect",
    `The model already answers "${filledPrompt(request)}" with "${targetNew}".`,
    {
      hint: "Choose another target: there is nothing to change.",
      details: {
        ...because("saysItAlready", { prompt: filledPrompt(request), target: targetNew }),
        field: "requests.0.targetNew",
      },
    },
  );
}
