import { beforeEach, describe, expect, test } from "vitest";
import { createRun, PalimpsestError, seededRandom } from "../../base";
import { float32, norm, writeSafetensors } from "../../tensor";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { TINY_FAMILIES, tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { decode } from "../inference/decode";
import type { ParameterSpec } from "../family";
import type { Model } from "../model";
import { denseSum, normOf, orientation, rankOf, rankOne, type Overlay, type WeightOverlay } from "./overlay";
import { readOverlay, readOverlays, writeOverlay, writeOverlays } from "./overlay-file";

const ROW = [5, 90, 17, 33, 2];

async function logitsOf(model: Model): Promise<Float32Array> {
  return (await decode(createRun(), model, { rows: [ROW], at: [[4]] })).logits(0, 0).slice();
}

function values(length: number, seed: string): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => 0.3 * random.normal());
}

function lowRank(spec: ParameterSpec, seed: string, rank = 1): WeightOverlay {
  const [out, into] = orientation(spec);
  const left = float32([out, rank], values(out * rank, `${seed}/left`));
  const right = float32([rank, into], values(rank * into, `${seed}/right`));
  return { kind: "weights", deltas: [{ parameter: spec.name, form: "low-rank", left, right }] };
}

/** The same change written out whole. */
function dense(spec: ParameterSpec, overlay: WeightOverlay): WeightOverlay {
  const delta = float32([...orientation(spec)], denseSum(spec, overlay.deltas));
  return { kind: "weights", deltas: [{ parameter: spec.name, form: "dense", delta }] };
}

describe.each(TINY_FAMILIES)("%s with overlays", (family) => {
  let model: Model;
  let down: ParameterSpec;
  beforeEach(async () => {
    model = await tinyModel(family, nativeRuntime());
    down = model.parameter("mlp.down", 1);
  });

  test("removing overlays restores every bit, whatever was applied in between", async () => {
    const before = await logitsOf(model);
    const fingerprint = await model.fingerprint();
    const once = model.with([lowRank(down, "a")]);
    const twice = once.with([
      dense(model.parameter("mlp.down", 0), lowRank(model.parameter("mlp.down", 0), "b")),
    ]);
    const onceLogits = await logitsOf(once);
    expect(onceLogits).not.toEqual(before);
    expect(await logitsOf(twice)).not.toEqual(onceLogits);
    expectSameBits(await logitsOf(model.with([lowRank(down, "a")])), onceLogits);
    expectSameBits(await logitsOf(twice.bare), before);
    expectSameBits(await logitsOf(model), before);
    expect(await twice.bare.fingerprint()).toBe(fingerprint);
  });

  test("a low-rank delta equals the same delta written out", async () => {
    const into = model.findParameter("mlp.up", 0) ?? model.parameter("mlp.gate_up", 0);
    for (const spec of [down, model.parameter("attn.out", 0), into]) {
      const overlay = lowRank(spec, spec.name, 2);
      expectClose(
        await logitsOf(model.with([dense(spec, overlay)])),
        await logitsOf(model.with([overlay])),
        TOLERANCE.backend,
      );
    }
  });

  test("every parameter takes a change in either form, tables and a tied head alone among them", async () => {
    const before = await logitsOf(model);
    for (const spec of model.facts.parameters) {
      if (spec.layout === "vector") continue;
      const overlay = lowRank(spec, spec.name, 2);
      const changed = await logitsOf(model.with([overlay]));
      expect(changed, spec.name).not.toEqual(before);
      expectClose(await logitsOf(model.with([dense(spec, overlay)])), changed, TOLERANCE.backend);
    }
  });

  test("two deltas of one weight add up, low-rank or dense", async () => {
    const [a, b] = [lowRank(down, "a"), lowRank(down, "b", 3)];
    const both = await logitsOf(model.with([a, b]));
    expectClose(await logitsOf(model.with([a]).with([b])), both, { relative: 0, absolute: 0 });
    expectClose(await logitsOf(model.with([dense(down, a), b])), both, TOLERANCE.backend);
  });

  test("a rank above half the width works as well", async () => {
    const [out, into] = orientation(down);
    const overlay = lowRank(down, "wide", Math.min(out, into));
    expectClose(
      await logitsOf(model.with([overlay])),
      await logitsOf(model.with([dense(down, overlay)])),
      TOLERANCE.backend,
    );
  });

  test("weight is [out, in] with the delta, stored is the checkpoint's layout", async () => {
    const overlay = lowRank(down, "a");
    const [out, into] = orientation(down);
    const [plain, edited] = [await model.weight(down), await model.with([overlay]).weight(down)];
    expect(edited.shape).toEqual([out, into]);
    const sum = denseSum(down, overlay.deltas);
    expectClose(
      edited.data,
      plain.data.map((value, i) => value + sum[i]),
      TOLERANCE.op,
    );
    const stored = await model.stored(down);
    expect(stored.shape).toEqual(down.shape);
    const at = (i: number, j: number) => stored.data[down.layout === "in-out" ? j * out + i : i * into + j];
    expect(plain.data[1 * into + 2]).toBe(at(1, 2));
  });

  test("fingerprints tell overlays apart and do not depend on how they were put on", async () => {
    const [a, b] = [lowRank(down, "a"), lowRank(down, "b")];
    const prints = await Promise.all(
      [model, model.with([a]), model.with([b]), model.with([a, b]), model.with([b, a])].map((m) =>
        m.fingerprint(),
      ),
    );
    expect(new Set(prints).size).toBe(5);
    expect(await model.with([a]).with([b]).fingerprint()).toBe(prints[3]);
  });

  test("an overlay of another checkpoint is refused with the parameter", () => {
    const stranger: Overlay = {
      kind: "weights",
      deltas: [{ parameter: "layers.9", form: "dense", delta: float32([1], [1]) }],
    };
    expect(() => model.with([stranger])).toThrow(/layers\.9/);
  });

  test("an overlay whose sizes are another model's is refused with both sizes", () => {
    const { name, shape } = down;
    const left = float32([3, 1], [1, 2, 3]);
    const right = float32([1, orientation(down)[1]], values(orientation(down)[1], "right"));
    const stranger: Overlay = {
      kind: "weights",
      deltas: [{ parameter: name, form: "low-rank", left, right }],
    };
    expect(() => model.with([stranger])).toThrow(PalimpsestError);
    expect(() => model.with([stranger])).toThrow(/\[3, \d+\]/);
    const flat: Overlay = {
      kind: "weights",
      deltas: [{ parameter: name, form: "dense", delta: float32([1], [1]) }],
    };
    expect(() => model.with([flat]), String(shape)).toThrow(PalimpsestError);
  });

  test("norms and ranks are those of the written-out delta", () => {
    const overlay = lowRank(down, "a", 3);
    const [delta] = overlay.deltas;
    expect(normOf(delta)).toBeCloseTo(norm(denseSum(down, [delta])), 5);
    expect([rankOf(delta), rankOf(dense(down, overlay).deltas[0])]).toEqual([3, null]);
  });
});

test("a bias can be changed, and changed back", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const bias = model.parameter("mlp.down", 1, "bias");
  const before = await logitsOf(model);
  const delta = float32(bias.shape, values(bias.shape[0], "bias"));
  const edited = model.with([{ kind: "weights", deltas: [{ parameter: bias.name, form: "dense", delta }] }]);
  expect(await logitsOf(edited)).not.toEqual(before);
  expectSameBits(await logitsOf(edited.bare), before);
});

test("factors of the wrong length are refused with both sizes", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  expect(() => rankOne(model.parameter("mlp.down", 0), new Float32Array(64), new Float32Array(16))).toThrow(
    /\[16, 64\].*64 and 16/,
  );
});

describe("overlays as bytes", () => {
  const overlay: Overlay = {
    kind: "weights",
    deltas: [
      { parameter: "a", form: "low-rank", left: float32([2, 1], [1, 2]), right: float32([1, 3], [3, 4, 5]) },
      { parameter: "b", form: "dense", delta: float32([2], [0.5, -0.5]) },
    ],
  };

  test("come back as they were", () => {
    expect(readOverlay(writeOverlay(overlay))).toEqual(overlay);
  });

  test.each<[string, Overlay]>([
    [
      "what a method remembers",
      { ...overlay, memory: { method: "m", tensors: { keys: float32([1], [2]) } } },
    ],
    [
      "an adapter",
      {
        kind: "adapter",
        adapter: "a",
        site: "blocks.1.mlp_out",
        tensors: { t: float32([1], [3]) },
        settings: { n: 1, list: ["x"] },
      },
    ],
    ["a prompt", { kind: "prompt", promptAdapter: "f", tensors: {}, settings: { text: "é {}" } }],
  ])("%s comes back, alone and among others", (_, other) => {
    expect(readOverlay(writeOverlay(other))).toEqual(other);
    const { overlays, metadata } = readOverlays(writeOverlays([overlay, other], { author: "Ada" }));
    expect(overlays).toEqual([overlay, other]);
    expect(metadata.author).toBe("Ada");
  });

  test("are the same for the same overlay", () => {
    expect(writeOverlay(overlay)).toEqual(writeOverlay(structuredClone(overlay)));
  });

  const manifest = (deltas: unknown) => ({
    format: "palimpsest-overlay",
    kind: "weights",
    deltas: JSON.stringify(deltas),
  });
  const whole = { "0.delta": float32([1], [1]) };
  test.each<[string, Uint8Array]>([
    ["other safetensors", writeSafetensors(whole)],
    ["another format", writeSafetensors(whole, { ...manifest([]), format: "other" })],
    ["a manifest that is not JSON", writeSafetensors(whole, { ...manifest([]), deltas: "{" })],
    ["an unknown form", writeSafetensors(whole, manifest([{ parameter: "a", form: "sparse" }]))],
    ["a missing tensor", writeSafetensors(whole, manifest([{ parameter: "a", form: "low-rank" }]))],
    [
      "NaN",
      writeSafetensors({ "0.delta": float32([1], [NaN]) }, manifest([{ parameter: "a", form: "dense" }])),
    ],
    ["no safetensors at all", new Uint8Array([1, 2, 3])],
  ])("%s is an integrity error", (_, bytes) => {
    let caught: unknown;
    try {
      readOverlay(bytes);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(PalimpsestError);
    expect((caught as PalimpsestError).code).toBe("integrity");
  });
});
