/** What the kin of MEMIT add to it, and when they are it. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../base";
import { deltasOf, writeOverlay, type WeightDelta } from "../../../model";
import { floats } from "../../../tensor";
import { EASY, editEmbedded, failureOf, OTHER, THIRD } from "../../../testing/edits";
import { hasEmbedded } from "../../../testing/embedded";
import type { AnyEditMethod, EditResult } from "../../method";
import { alphaEdit } from "./alphaedit";
import { core } from "./core";
import { eamet } from "./eamet";
import { memit } from "./memit";
import { sphere } from "./sphere";

const edit = (method: unknown, parameters: JsonObject, requests = [EASY, THIRD]) =>
  editEmbedded(method as AnyEditMethod, { parameters, requests });
const bytesOf = ({ overlays }: EditResult) => overlays.map((overlay) => [...writeOverlay(overlay)]);
const factorsOf = (delta: WeightDelta) =>
  delta.form === "low-rank" ? [...floats(delta.left), ...floats(delta.right)] : [...floats(delta.delta)];

const SHORT: JsonObject = { layers: [1, 2], valueSteps: 4, momentWeight: 300 };

describe.skipIf(!hasEmbedded)("CORE", () => {
  test("without its term is MEMIT to the bit, and with it is not", async () => {
    const [plain, without] = [await edit(memit, SHORT), await edit(core, { ...SHORT, consistencyWeight: 0 })];
    expect(bytesOf(without)).toEqual(bytesOf(plain));
    expect(bytesOf(await edit(core, { ...SHORT, consistencyWeight: 0.1 }))).not.toEqual(bytesOf(plain));
  });

  test("contexts may begin with the subject, and then decide about the search alone", async () => {
    const usual = await edit(core, SHORT);
    const bySubject = await edit(core, { ...SHORT, context: "subject" });
    expect(bySubject.report.numbers.lossNats).not.toBe(usual.report.numbers.lossNats);
    expect(bytesOf(await edit(core, { ...SHORT, context: "subject" }))).toEqual(bytesOf(bySubject));
  });

  test("contexts that begin with the true answer need one", async () => {
    const { targetTrue: _, ...unknown } = OTHER;
    const { code, details } = await failureOf(edit(core, { ...SHORT, context: "all" }, [EASY, unknown]));
    expect([code, details?.field]).toEqual(["invalid_input", "requests.1.targetTrue"]);
  });
});

describe.skipIf(!hasEmbedded)("EAMET", () => {
  const OWN = { ...SHORT, momentWeight: [300] };

  test("terms of no weight change nothing, whatever was found before; weights of theirs do", async () => {
    const of = (weight: number) =>
      edit(eamet, { ...OWN, divergenceFactor: weight, distanceFactor: weight, delta_init: "zero" });
    const [without, with1] = [await of(0), await of(1)];
    const alone = await edit(eamet, { ...OWN, delta_init: "zero" }, [THIRD]);
    const last = (result: EditResult) => result.report.curves?.lossNats.slice(-4);
    expect(last(without)?.map((loss) => loss.toFixed(4))).toEqual(
      last(alone)?.map((loss) => loss.toFixed(4)),
    );
    expect(last(with1)).not.toEqual(last(without));
  });

  test("each layer has a weight of its own, and the last of the list is that of those above", async () => {
    const of = async (momentWeight: number[]) =>
      deltasOf((await edit(eamet, { ...OWN, momentWeight }, [EASY])).overlays).map(factorsOf);
    const [one, two, other] = [await of([300]), await of([300, 300]), await of([300, 30])];
    expect(two).toEqual(one);
    expect(other[0]).toEqual(one[0]);
    expect(other[1]).not.toEqual(one[1]);
  });
});

describe.skipIf(!hasEmbedded)("SPHERE", () => {
  test("without suppression is AlphaEdit, and with it writes less, of the same keys", async () => {
    const parameters = { layers: [2], valueSteps: 4 };
    const plain = await edit(alphaEdit, parameters);
    const [off, on] = [
      await edit(sphere, { ...parameters, suppression: 0 }),
      await edit(sphere, { ...parameters, suppression: 1 }),
    ];
    const factors = (result: EditResult) => deltasOf(result.overlays).map(factorsOf);
    expect(factors(off)).toEqual(factors(plain));
    const memoryOf = ({ overlays: [overlay] }: EditResult) =>
      overlay.kind === "weights" ? overlay.memory : undefined;
    expect(memoryOf(on)).toEqual(memoryOf(off));
    expect(memoryOf(off)).toEqual({ ...memoryOf(plain), method: "sphere" });
    const power = (result: EditResult) =>
      factors(result)
        .flat()
        .reduce((sum, value) => sum + value ** 2, 0);
    expect(power(on)).toBeLessThan(power(off));
  });
});
