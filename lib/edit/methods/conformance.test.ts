/** Every edit method keeps the contract, on the embedded model: editing needs a model that knows things. */
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { CancelledError, createRun, sha256, type JsonObject, type Progress } from "../../base";
import { filledPrompt, type EditRequest } from "../../data";
import {
  ADAPTERS,
  askedWith,
  askLogits,
  deltasOf,
  generateRows,
  readOverlay,
  scoreTargets,
  writeOverlay,
  type Model,
} from "../../model";
import { floats } from "../../tensor";
import {
  EASY,
  editEmbedded as edit,
  failureOf,
  freshCache,
  hasParameter,
  OTHER,
  probability,
  quick,
  sharedCache,
  statisticsTexts,
  trainingCases,
  THIRD,
} from "../../testing/edits";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { expectSameBits } from "../../testing/expect-close";
import type { AnyEditMethod, EditResult, PreflightCall } from "../method";
import { parameterSchema, parseParameters } from "../parameters";
import { settingsOfKnown } from "../settings/settings";
import { EDIT_METHODS } from ".";

async function logitsOf(model: Model): Promise<Float32Array> {
  const [{ logits }] = await askLogits(createRun(), model, [{ prompt: filledPrompt(EASY) }]);
  return logits[0].slice();
}

async function preflight(method: AnyEditMethod, parameters: JsonObject) {
  const model = await embeddedModel();
  const call: PreflightCall<JsonObject> = {
    facts: model.facts,
    fingerprint: await model.fingerprint(),
    statistics: statisticsTexts.name,
    training: trainingCases.name,
    requests: [EASY],
    parameters: parseParameters(
      method,
      { ...quick(method), ...parameters },
      settingsOfKnown(method, "atlas").parameters,
    ),
    device: model.runtime.limits,
    isCached: (key) => sharedCache.has(key),
  };
  return method.preflight(call);
}

const addressesOf = (result: EditResult) =>
  Promise.all(result.overlays.map((overlay) => sha256(writeOverlay(overlay))));

describe.each(EDIT_METHODS.all)("$id as a card", (method) => {
  const properties = parameterSchema(method).properties as Record<
    string,
    { description?: string; default?: unknown; alias?: string }
  >;

  test("every parameter has a default and a description, and the defaults parse", () => {
    expect(Object.keys(properties).length).toBeGreaterThan(0);
    for (const [name, { description, default: standard }] of Object.entries(properties)) {
      expect(description, name).toMatch(/^[A-Z].{10,}\.$/);
      expect(standard, name).toBeDefined();
    }
    const defaults = parseParameters(method, {});
    expect(parseParameters(method, defaults)).toEqual(defaults);
  });

  test("presets parse and the paper is named", () => {
    for (const { parameters } of method.presets)
      expect(parseParameters(method, parameters)).toEqual(parameters);
    expect(z.url().safeParse(method.paper.url).success).toBe(true);
    expect(method.summary).toMatch(/\.$/);
  });

  test("the search space validates and includes the default", () => {
    const defaults = parseParameters(method, {});
    for (const [name, values = []] of Object.entries(method.searchSpace ?? {})) {
      expect(values[0], name).toEqual(defaults[name]);
      for (const value of values) expect(parseParameters(method, { [name]: value })[name]).toEqual(value);
    }
  });

  test("the names of published configurations are accepted", () => {
    const defaults = parseParameters(method, {});
    const aliased = Object.entries(properties).filter(([, { alias }]) => alias !== undefined);
    expect(aliased.length).toBeGreaterThan(0);
    for (const [name, { alias }] of aliased) {
      expect(parseParameters(method, { [alias as string]: defaults[name] }), alias).toEqual(defaults);
    }
    expect(
      parseParameters(method, { alg_name: "X", model_name: "y", device: 0, fact_token: "subject_last" }),
    ).toEqual(defaults);
  });

  test("keys that only its own published configurations have are accepted, and change nothing", () => {
    const { ignored = [], fixed = {} } = method.publishedKeys ?? {};
    const keys = { ...Object.fromEntries(ignored.map((key) => [key, 1])), ...fixed };
    expect(parseParameters(method, keys)).toEqual(parseParameters(method, {}));
    for (const key of Object.keys(fixed)) {
      expect(() => parseParameters(method, { [key]: "other" })).toThrow(key);
    }
  });

  test("an unknown parameter is refused with its name, and the known ones are listed", () => {
    const refused = () => parseParameters(method, { stepz: 3 });
    expect(refused).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        details: expect.objectContaining({ field: "parameters.stepz" }),
      }),
    );
    expect(refused).toThrow(expect.objectContaining({ hint: expect.stringContaining("layers") }));
    expect(() => parseParameters(method, { fact_token: "last" })).toThrow(/fact_token/);
  });

  test.each(Object.keys(properties))("NaN as %s is refused with its name", (name) => {
    const refused = () => parseParameters(method, { [name]: NaN });
    expect(refused).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        details: expect.objectContaining({ field: `parameters.${name}` }),
      }),
    );
  });
});

test("a key that only another method's configurations have is refused", () => {
  expect(() => parseParameters(EDIT_METHODS.get("rome"), { ks_bs: 4 })).toThrow(/ks_bs/);
});

describe.skipIf(!hasEmbedded).each(EDIT_METHODS.all)("$id on the embedded model", (method) => {
  const rates = ["learningRate", "valueLearningRate"].filter((name) => hasParameter(method, name));
  let model: Model;
  let result: EditResult;
  const updates: Progress[] = [];
  let [fingerprint, before]: [string, Float32Array] = ["", new Float32Array()];

  beforeAll(async () => {
    model = await embeddedModel();
    fingerprint = await model.fingerprint();
    before = await logitsOf(model);
    result = await edit(method, {
      run: createRun({ seed: 1, onProgress: (update) => updates.push(update) }),
    });
  });

  // The embedded model has not learned to use what it reads, so what relies on that moves nothing there.
  const isInContext = method.kind === "in-context";
  // The few steps of training here teach a memory's reader nothing; the one that is shipped has a test of its own.
  const isUntrained = method.kind === "memory" && hasParameter(method, "trainingSteps");
  test.runIf(isInContext)("the edit's fact stands before its question", async () => {
    const questions = [{ prompt: filledPrompt(EASY), target: EASY.targetNew }];
    const [framed] = await askedWith(createRun(), model.with(result.overlays), questions);
    expect(framed?.text.endsWith(filledPrompt(EASY))).toBe(true);
    expect(framed?.text).toContain(`${filledPrompt(EASY)} ${EASY.targetNew}`);
  });

  test.skipIf(isInContext || isUntrained)(
    "the target becomes more likely, and the old one less",
    async () => {
      const after = model.with(result.overlays);
      expect(await probability(after, EASY)).toBeGreaterThan(await probability(model, EASY));
      expect(await probability(after, EASY, EASY.targetTrue)).toBeLessThan(
        await probability(model, EASY, EASY.targetTrue),
      );
    },
  );

  // KN computes its change in one go; those that search for theirs have no excuse.
  test.runIf(method.kind === "locate-then-edit" && rates.length > 0)(
    "of three edits with defaults, at least two are said",
    async () => {
      let said = 0;
      for (const request of [EASY, OTHER, THIRD]) {
        const { overlays } = await edit(method, { requests: [request] });
        const pair = { prompt: filledPrompt(request), target: request.targetNew };
        const [{ isGreedy }] = await scoreTargets(createRun(), model.with(overlays), [pair]);
        if (isGreedy) said++;
      }
      expect(said).toBeGreaterThanOrEqual(2);
    },
  );

  test("overlays are finite and touch only the declared weights of the layers asked for", () => {
    const { layers } = settingsOfKnown(method, "atlas").parameters as { layers: number[] };
    const roles = method.roles ?? ["mlp.down"];
    const deltas = deltasOf(result.overlays);
    const others = result.overlays.filter(({ kind }) => kind !== "weights");
    expect(deltas.length + others.length).toBeGreaterThan(0);
    for (const overlay of others) {
      const changed =
        overlay.kind === "adapter"
          ? (ADAPTERS.get(overlay.adapter).changes?.(overlay) ?? [overlay.site])
          : [];
      for (const site of changed) expect(layers).toContain(Number(site.split(".")[1]));
      for (const tensor of Object.values("tensors" in overlay ? overlay.tensors : {})) {
        if (tensor.dtype === "float32") expect(floats(tensor).every(Number.isFinite)).toBe(true);
      }
    }
    for (const delta of deltas) {
      const spec = model.facts.parameters.find(({ name }) => name === delta.parameter);
      expect(roles).toContain(spec?.role);
      // No layer named means that the method chooses, or takes all.
      if (layers.length > 0) expect(layers).toContain(spec?.layer);
      const parts = delta.form === "dense" ? [delta.delta] : [delta.left, delta.right];
      for (const part of parts) expect(floats(part).every(Number.isFinite)).toBe(true);
    }
  });

  test("undo gives back the fingerprint, and the logits to the last bit", async () => {
    const edited = model.with(result.overlays);
    expect(await edited.fingerprint()).not.toBe(fingerprint);
    expect(await logitsOf(edited)).not.toEqual(before);
    expect(await edited.bare.fingerprint()).toBe(fingerprint);
    expectSameBits(await logitsOf(edited.bare), before);
  });

  test("an overlay survives storage", async () => {
    const stored = result.overlays.map((overlay) => readOverlay(writeOverlay(overlay)));
    expect(await model.with(stored).fingerprint()).toBe(await model.with(result.overlays).fingerprint());
    expectSameBits(await logitsOf(model.with(stored)), await logitsOf(model.with(result.overlays)));
  });

  test("the same seed gives the same bytes, whatever ran before", async () => {
    await edit(method, { requests: [OTHER], run: createRun({ seed: 9 }) });
    const again = await edit(method, { cache: freshCache() });
    expect(await addressesOf(again)).toEqual(await addressesOf(result));
  });

  test("numbers and curves of the report are finite", () => {
    const { numbers, curves = {} } = result.report;
    expect(Object.keys(numbers).length).toBeGreaterThan(0);
    for (const number of [...Object.values(numbers), ...Object.values(curves).flat()])
      expect(Number.isFinite(number)).toBe(true);
  });

  test("progress never goes back within a phase, and stays within its steps", () => {
    expect(updates.length).toBeGreaterThan(1);
    const last = new Map<string, number>();
    for (const { phase, step, steps } of updates) {
      expect(step).toBeGreaterThanOrEqual(last.get(phase) ?? 0);
      if (steps !== undefined) expect(step).toBeLessThanOrEqual(steps);
      last.set(phase, step);
    }
  });

  test.each([0, 1, 2])(
    "cancelled after %i reports, it stops with cancelled, and the next run is whole",
    async (after) => {
      const abort = new AbortController();
      let reports = 0;
      const run = createRun({
        seed: 1,
        signal: abort.signal,
        onProgress: () => {
          if (++reports === after) abort.abort();
        },
      });
      if (after === 0) abort.abort();
      expect(
        await failureOf(edit(method, { run, cache: after === 1 ? freshCache() : sharedCache })),
      ).toBeInstanceOf(CancelledError);
      expect(reports).toBe(after);
    },
  );

  test("after all of that, the same edit is still the same", async () => {
    expect(await addressesOf(await edit(method))).toEqual(await addressesOf(result));
  });

  test("the batch trait states whether one call accepts two requests", async () => {
    const both = { requests: [EASY, THIRD] };
    if (!method.traits.batch) {
      const { code, details } = await failureOf(edit(method, both));
      expect([code, details?.field]).toEqual(["unsupported", "requests"]);
      return;
    }
    const after = model.with((await edit(method, both)).overlays);
    for (const request of isInContext || isUntrained ? [] : both.requests) {
      expect(await probability(after, request)).toBeGreaterThan(await probability(model, request));
    }
  });

  test("preflight blocks a layer that is not there, as apply does, and lets the defaults pass", async () => {
    const layers = [model.facts.dimensions.layers];
    expect((await preflight(method, { layers })).blockers).toHaveLength(1);
    const { code, details } = await failureOf(edit(method, { parameters: { layers } }));
    expect([code, details?.field]).toEqual(["unsupported", "layer"]);
    const fine = await preflight(method, {});
    expect(fine.blockers).toEqual([]);
    expect(fine.memoryBytes).toBeGreaterThan(0);
    expect(fine.durationMs[0]).toBeLessThanOrEqual(fine.durationMs[1]);
    for (const { what, cached } of fine.artifacts) expect(cached, what).toBe(true);
  });

  test("a target that the model already gives throws no_effect", async () => {
    const row = model.tokenizer.encode(filledPrompt(EASY)).ids;
    const [ids] = await generateRows(createRun(), model, [row], { maxTokens: 1 });
    const targetNew = model.tokenizer.decode(ids).trim();
    expect(model.tokenizer.encode(` ${targetNew}`).ids).toEqual(ids);
    const { code, details } = await failureOf(edit(method, { requests: [{ ...EASY, targetNew }] }));
    expect([code, details?.field]).toEqual(["no_effect", "requests.0.targetNew"]);
  });

  test.each<[string, readonly EditRequest[], string]>([
    ["no requests", [], "requests"],
    ["a prompt without {}", [{ ...EASY, prompt: "It is" }], "requests.0.prompt"],
    ["a prompt with two {}", [{ ...EASY, prompt: "{} and {} are" }], "requests.0.prompt"],
    ["an empty target", [{ ...EASY, targetNew: "" }], "requests.0.targetNew"],
    ["a target of spaces", [{ ...EASY, targetNew: "  " }], "requests.0.targetNew"],
    ["an empty subject", [{ ...EASY, subject: "" }], "requests.0.subject"],
    [
      "a prompt beyond the context",
      [{ ...EASY, prompt: `{}${" is very".repeat(200)}` }],
      "requests.0.prompt",
    ],
    ["a second request at fault", [EASY, { ...OTHER, prompt: "It is" }], "requests.1.prompt"],
  ])("%s is refused with its field", async (_, requests, field) => {
    const { code, details, hint } = await failureOf(edit(method, { requests }));
    expect([code, details?.field]).toEqual(["invalid_input", field]);
    expect(hint).toBeTruthy();
  });

  test.each(rates)("a %s that breaks the arithmetic is numerical, never NaN in an overlay", async (rate) => {
    const limits: JsonObject = { normConstraint: false, clampFactor: 1e30 }; // what would keep it in bounds
    const settings = Object.entries(limits).filter(([name]) => hasParameter(method, name));
    const { code } = await failureOf(
      edit(method, { parameters: { [rate]: 1e39, ...Object.fromEntries(settings) } }),
    );
    expect(code).toBe("numerical");
  });
});
