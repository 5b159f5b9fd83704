import { describe, expect, test } from "vitest";
import { createRun } from "../base";
import { decode } from "../model";
import { expectClose } from "../testing/expect-close";
import { nativeRuntime } from "../testing/runtimes";
import { TINY_FAMILIES, tinyModel } from "../testing/tiny";
import { TOLERANCE } from "../testing/tolerance";
import { patternScores } from "./heads";
import { ablationsOf, patchedLogits, readParts, type PatchPart } from "./patch";

const run = createRun({ seed: 1 });
const target = [5, 90, 17, 33, 2];
const source = [5, 41, 17, 60, 2];
const PARTS: readonly PatchPart[] = ["state", "mlp", "attention", "head"];

describe.each(TINY_FAMILIES)("%s", (family) => {
  const open = async () => {
    const model = await tinyModel(family, nativeRuntime());
    const said = await decode(run, model, { rows: [target, source], at: [[4], [4]] });
    return {
      model,
      layers: model.facts.dimensions.layers,
      own: said.logits(0, 0),
      theirs: said.logits(1, 0),
    };
  };

  test.each(PARTS)("its own values at %s change nothing, wherever they are put", async (part) => {
    const { model, layers, own } = await open();
    const parts = await readParts(run, model, target);
    const patches = Array.from({ length: layers }, (_, layer) => ({
      ...{ part, layer, head: 0, tokens: [1, 4] },
      values: parts.of(part, layer, 0),
    }));
    for (const logits of await patchedLogits(run, model, target, patches))
      expectClose(logits, own, TOLERANCE.backend);
  });

  test("the source's last state at the last token brings its answer, and nothing flows back", async () => {
    const { model, layers, own, theirs } = await open();
    const values = (await readParts(run, model, source)).of("state", layers - 1);
    const cell = (token: number) => ({ part: "state" as const, layer: layers - 1, tokens: [token], values });
    const [whole, before] = await patchedLogits(run, model, target, [cell(4), cell(1)]);
    expectClose(whole, theirs, TOLERANCE.backend);
    expectClose(before, own, TOLERANCE.backend);
  });

  test("all states of a lower layer bring the source's answer too", async () => {
    const { model, theirs } = await open();
    const values = (await readParts(run, model, source)).of("state", 0);
    const [logits] = await patchedLogits(run, model, target, [{ part: "state", layer: 0, values }]);
    expectClose(logits, theirs, TOLERANCE.backend);
  });

  test.each(["zero", "mean", "corrupt"] as const)("every head and MLP can be removed by %s", async (kind) => {
    const { model, layers, own } = await open();
    const { heads } = model.facts.dimensions;
    const patches = await ablationsOf(run, model, target, {
      kind,
      convention: "raw",
      corrupt: kind === "corrupt" ? source : undefined,
    });
    expect(patches).toHaveLength(layers * (heads + 1));
    const found = await patchedLogits(run, model, target, patches);
    const moved = found.filter((logits) => logits.some((value, id) => Math.abs(value - own[id]) > 1e-4));
    expect(moved.length).toBeGreaterThan(layers);
  });
});

test("a prompt of another length cannot stand in", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const call = { kind: "corrupt", convention: "raw", corrupt: [5, 41] } as const;
  await expect(ablationsOf(run, model, target, call)).rejects.toMatchObject({ code: "invalid_input" });
});

test("patterns are told by where they lie", () => {
  // a b a: the last token looks at the first (duplicate), the one behind it (induction) or the one before it (previous).
  const last = (...row: number[]) => Float32Array.from([1, 0, 0, 1, 0, 0, ...row]);
  expect(patternScores(last(1, 0, 0), [7, 8, 7])).toEqual({
    previous: 1 / 3,
    duplicate: 1 / 3,
    induction: 0,
  });
  expect(patternScores(last(0, 1, 0), [7, 8, 7])).toEqual({
    previous: 2 / 3,
    duplicate: 0,
    induction: 1 / 3,
  });
});
