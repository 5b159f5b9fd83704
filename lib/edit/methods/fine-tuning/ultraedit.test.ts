/** What UltraEdit's normalizer has seen in a sequence. The moments themselves belong to the editors that share them. */
import { describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import { mergeOverlays, deltasOf, denseSum, memoriesOf, type Model } from "../../../model";
import { EASY, editEmbedded, OTHER, THIRD } from "../../../testing/edits";
import { embeddedModel, hasEmbedded } from "../../../testing/embedded";
import { expectClose } from "../../../testing/expect-close";
import { TOLERANCE } from "../../../testing/tolerance";
import type { AnyEditMethod } from "../../method";
import { momentsOfTokens } from "../../shared/hypernetwork/network";
import { tokenGradients } from "../../shared/hypernetwork/module-gradients";
import { joinMoments, readMoments, type Moments } from "../../shared/hypernetwork/running-moments";
import { ultraedit } from "./ultraedit";

const METHOD = ultraedit as unknown as AnyEditMethod;
const edit = async (request: typeof EASY, model: Model) =>
  (await editEmbedded(METHOD, { requests: [request], model, evenIfKnown: true })).overlays;
const joins = () => ultraedit.joinMemories;

describe.skipIf(!hasEmbedded)("UltraEdit in a sequence", () => {
  test("has seen each token of each edit once, with its gradient on the model that the edit met", async () => {
    const model = await embeddedModel();
    const spec = model.parameter("mlp.down", 1);
    const first = await edit(EASY, model);
    const edited = model.with(first);
    const second = await edit(OTHER, edited);

    const [memory] = memoriesOf(mergeOverlays([...first, ...second], model.facts, joins), ultraedit.id);
    const seen = readMoments(spec.name, memory) as Moments;
    const read = async (on: Model, request: typeof EASY) =>
      momentsOfTokens((await tokenGradients(createRun(), on, [spec], [request])).modules[0]);
    const expected = joinMoments(await read(model, EASY), await read(edited, OTHER));
    expect(seen.count).toBe(expected.count);
    expectClose(seen.mean, expected.mean, TOLERANCE.backend);
    expectClose(seen.squares, expected.squares, TOLERANCE.backend);
  });

  test("writes the same after a condensed sequence as after its edits one by one", async () => {
    const model = await embeddedModel();
    const spec = model.parameter("mlp.down", 1);
    const first = await edit(EASY, model);
    const overlays = [...first, ...(await edit(OTHER, model.with(first)))];
    const change = async (worn: typeof overlays) =>
      denseSum(
        spec,
        deltasOf(await edit(THIRD, model.with(worn))).filter(({ parameter }) => parameter === spec.name),
      );
    const expected = await change(overlays);
    expectClose(await change(mergeOverlays(overlays, model.facts, joins)), expected, TOLERANCE.backend);
    // Memory decides: the same weights without it are edited otherwise.
    const forgetful = overlays.map((overlay) => ({ ...overlay, memory: undefined }));
    expect(await change(forgetful)).not.toEqual(expected);
  });
});
