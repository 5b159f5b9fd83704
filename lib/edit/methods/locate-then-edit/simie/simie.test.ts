/** SimIE around its base editor; its recursion has tests of its own (shared/ideal-editor.test.ts). */
import { describe, expect, test } from "vitest";
import { createRun, type JsonObject } from "../../../../base";
import { filledPrompt } from "../../../../data";
import { askLogits, mergeOverlays, deltasOf, writeOverlay, type Model } from "../../../../model";
import { EASY, editEmbedded, failureOf, OTHER, THIRD } from "../../../../testing/edits";
import { embeddedModel, hasEmbedded } from "../../../../testing/embedded";
import { expectClose } from "../../../../testing/expect-close";
import type { AnyEditMethod, EditResult } from "../../../method";
import { parseParameters } from "../../../parameters";
import { rome } from "../rome";
import { simie } from ".";

const [METHOD, ROME] = [simie, rome] as unknown as AnyEditMethod[];
const SHORT: JsonObject = { valueSteps: 4, statisticsTokens: 6000 };
const edit = (request: typeof EASY, model?: Model, parameters: JsonObject = {}) =>
  editEmbedded(METHOD, {
    requests: [request],
    parameters: { baseParameters: SHORT, ...parameters },
    model,
    evenIfKnown: true,
  });
const bytesOf = ({ overlays }: EditResult) => overlays.map((overlay) => [...writeOverlay(overlay)]);

async function logitsOf(model: Model): Promise<Float32Array> {
  const [{ logits }] = await askLogits(createRun(), model, [{ prompt: filledPrompt(EASY) }]);
  return logits[0].slice();
}

describe("SimIE's card", () => {
  test("published configurations are read as they are", () => {
    const published = { base_method: "MEMIT", lamHyper: 10, init_model: true, solver: "LU", fast: false };
    expect(parseParameters(METHOD, published)).toMatchObject({ base: "memit", ridge: 10 });
    expect(() => parseParameters(METHOD, { base_method: "GRACE" })).toThrow(/base/);
    expect(() => parseParameters(METHOD, { init_model: false })).toThrow(/init_model/);
  });
});

describe.skipIf(!hasEmbedded)("SimIE on the embedded model", () => {
  test("after one edit with a small ridge, the prompt is answered as after the base editor's edit", async () => {
    const model = await embeddedModel();
    const base = await editEmbedded(ROME, { parameters: SHORT });
    const expected = await logitsOf(model.with(base.overlays));
    const { overlays } = await edit(EASY, model, { ridge: 1e-6 });
    expectClose(await logitsOf(model.with(overlays)), expected, { relative: 1e-3, absolute: 0.02 });
  });

  test("a larger ridge writes less", async () => {
    const norms = await Promise.all(
      [0.01, 1, 100].map(async (ridge) => (await edit(EASY, undefined, { ridge })).report.numbers.deltaNorm),
    );
    expect(norms).toEqual([...norms].sort((a, b) => b - a));
  });

  test("the base editor starts from the model with the edits of other methods", async () => {
    const model = await embeddedModel();
    const first = await edit(EASY, model);
    const alone = await edit(OTHER, model);
    const second = await edit(OTHER, model.with(first.overlays));
    expect(second.report.numbers.baseDeltaNorm).toBe(alone.report.numbers.baseDeltaNorm);
    expect(bytesOf(second)).not.toEqual(bytesOf(alone));
    const foreign = await editEmbedded(ROME, { requests: [THIRD], parameters: SHORT });
    const beside = await edit(OTHER, model.with(foreign.overlays));
    expect(beside.report.numbers.baseDeltaNorm).not.toBe(alone.report.numbers.baseDeltaNorm);
  });

  test("an edit depends on the model's overlays: after undo it is the first again", async () => {
    const model = await embeddedModel();
    const first = await edit(EASY, model);
    const again = await edit(OTHER, model.with(first.overlays).bare);
    expect(bytesOf(again)).toEqual(bytesOf(await edit(OTHER, model)));
  });

  test("a merged state continues as the edits themselves do", async () => {
    const model = await embeddedModel();
    const first = await edit(EASY, model);
    const second = await edit(OTHER, model.with(first.overlays));
    const both = [...first.overlays, ...second.overlays];
    const joined = mergeOverlays(both, model.facts, () => METHOD.joinMemories);
    expect(joined).toHaveLength(1);
    const [apart, condensed] = [await edit(THIRD, model.with(both)), await edit(THIRD, model.with(joined))];
    expect(condensed.report.numbers.deltaNorm).toBeCloseTo(apart.report.numbers.deltaNorm, 4);
  });

  test("a base editor of several layers has one change and one memory a layer", async () => {
    const { overlays } = await edit(EASY, undefined, { base: "memit", layers: [1, 2] });
    const [overlay] = overlays;
    expect(deltasOf(overlays)).toHaveLength(2);
    expect(overlay.kind === "weights" && Object.keys(overlay.memory?.tensors ?? {})).toEqual([
      "keys.1",
      "keys.2",
    ]);
  });

  test("a setting that the base editor does not have is refused", async () => {
    const { code, message } = await failureOf(edit(EASY, undefined, { baseParameters: { stepz: 3 } }));
    expect([code, message]).toEqual(["invalid_input", expect.stringContaining("stepz")]);
  });
});
