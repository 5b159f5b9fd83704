/** What an in-context edit is asked with: the right fact among many, its demonstrations, and nothing for other questions. */
import { beforeAll, describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../../../base";
import { filledPrompt, type EditCase } from "../../../../data";
import { atlasWorld, randomCases } from "../../../../data/worlds";
import {
  askedWith,
  mergeOverlays,
  readOverlay,
  writeOverlay,
  type RewrittenPrompt,
  type Model,
  type OpenEncoder,
  type Overlay,
  type PromptOverlay,
  type SentenceEncoder,
} from "../../../../model";
import { dot, floats } from "../../../../tensor";
import { editEmbedded, failureOf, freshCache } from "../../../../testing/edits";
import { embeddedModel, hasEmbedded } from "../../../../testing/embedded";
import { nativeRuntime } from "../../../../testing/runtimes";
import { tinyEncoder } from "../../../../testing/formats/tiny-encoder";
import type { AnyEditMethod } from "../../../method";
import { ike } from ".";

const method = ike as unknown as AnyEditMethod;
const cases = randomCases(atlasWorld(), seededRandom("in context"), 50);

const hear = (model: Model, prompts: readonly string[]) =>
  askedWith(
    createRun(),
    model,
    prompts.map((prompt) => ({ prompt })),
  );
const lineOf = ({ request }: EditCase) => `New Fact: ${filledPrompt(request)} ${request.targetNew}\n`;
const isBehind = (one: EditCase) => (rewritten: RewrittenPrompt | null) =>
  rewritten !== null && rewritten.text.split("Prompt: ").at(-2)?.endsWith(lineOf(one)) === true;

describe.skipIf(!hasEmbedded)("fifty facts in context", () => {
  let bare: Model;
  let overlays: readonly Overlay[] = [];
  let worn: Model;

  beforeAll(async () => {
    bare = await embeddedModel();
    const requests = cases.map(({ request }) => request);
    overlays = (
      await editEmbedded(method, { requests, parameters: { demonstrations: 16 }, evenIfKnown: true })
    ).overlays;
    worn = bare.with(overlays);
  });

  test("each fact precedes its own question and most of its rephrases", async () => {
    let [right, asked] = [0, 0];
    for (const one of cases) {
      const [first, ...rephrases] = await hear(worn, [filledPrompt(one.request), ...one.rephrases]);
      expect(isBehind(one)(first), first?.text).toBe(true);
      right += rephrases.filter(isBehind(one)).length;
      asked += rephrases.length;
    }
    expect(right / asked).toBeGreaterThan(0.7);
  });

  test("most questions about other subjects stay bare", async () => {
    const others = cases.flatMap(({ locality }) => locality.other ?? []);
    const heard = await hear(
      worn,
      others.map(({ prompt }) => prompt),
    );
    expect(heard.filter((rewritten) => rewritten === null).length / heard.length).toBeGreaterThan(0.8);
  });

  test("demonstrations are of other subjects, and most similar first", async () => {
    const [{ request }] = cases;
    const [rewritten] = await hear(worn, [filledPrompt(request)]);
    const before = rewritten?.text.split(lineOf(cases[0]))[0] ?? "";
    expect(before).toMatch(/^New Fact: .+\nPrompt: .+\n\n$/s);
    expect(before).not.toContain(request.subject);
    const [fewer] = await hear(
      bare.with(
        (await editEmbedded(method, { requests: [request], parameters: { demonstrations: 1 } })).overlays,
      ),
      [filledPrompt(request)],
    );
    expect(before.startsWith(fewer?.text.split(lineOf(cases[0]))[0] ?? "?")).toBe(true);
  });

  test("several facts may precede one question, the nearest next to it", async () => {
    const requests = cases.slice(0, 3).map(({ request }) => request);
    const parameters = { threshold: -1e6, shown: 3, demonstrations: 0 };
    const all = bare.with((await editEmbedded(method, { requests, parameters })).overlays);
    const [rewritten] = await hear(all, [filledPrompt(requests[1])]);
    expect(rewritten?.text.match(/New Fact: /g)).toHaveLength(3);
    expect(isBehind(cases[1])(rewritten)).toBe(true);
  });

  test("a later fact takes the place of an earlier one, and taking it out brings that back", async () => {
    const [{ request }] = cases;
    const later = { ...request, targetNew: "something else" };
    const more = (await editEmbedded(method, { requests: [later] })).overlays;
    const prompt = filledPrompt(request);
    const [rewritten] = await hear(bare.with([...overlays, ...more]), [prompt]);
    expect(rewritten?.text).toContain(`${prompt} something else\n`);
    expect(rewritten?.text).not.toContain(lineOf(cases[0]));
    expect(isBehind(cases[0])((await hear(bare.with(overlays), [prompt]))[0])).toBe(true);
    expect(await bare.with(overlays).fingerprint()).toBe(await worn.fingerprint());
  });

  test("edits applied one by one, merged or stored give the same prompts", async () => {
    const editedSoFar: Overlay[] = [];
    for (const { request } of cases.slice(0, 4)) {
      editedSoFar.push(
        ...(await editEmbedded(method, { requests: [request], model: bare.with(editedSoFar) })).overlays,
      );
    }
    const prompts = cases
      .slice(0, 6)
      .flatMap(({ request, rephrases }) => [filledPrompt(request), ...rephrases]);
    const texts = async (some: readonly Overlay[]) =>
      (await hear(bare.with(some), prompts)).map((rewritten) => rewritten?.text ?? null);
    const expected = await texts(editedSoFar);
    const condensed = mergeOverlays(editedSoFar, bare.facts);
    expect(condensed).toHaveLength(1);
    expect(await texts(condensed)).toEqual(expected);
    expect(await texts(editedSoFar.map((overlay) => readOverlay(writeOverlay(overlay))))).toEqual(expected);
    expect(
      await texts([...mergeOverlays(editedSoFar.slice(0, 2), bare.facts), ...editedSoFar.slice(2)]),
    ).toEqual(expected);
  });
});

describe.skipIf(!hasEmbedded)("with a sentence encoder as the retriever", () => {
  const [{ request }] = cases;
  const [requests, cache] = [[request], freshCache()];
  let encoder: SentenceEncoder;
  /** Texts that were embedded, by each encoder that was opened. */
  let embedded: string[];
  const openEncoder: OpenEncoder = async () => ({
    ...encoder,
    embed(run, texts) {
      embedded.push(...texts);
      return encoder.embed(run, texts);
    },
  });
  const edit = async (parameters: Record<string, string | number>) => {
    embedded = [];
    const { overlays } = await editEmbedded(method, { requests, parameters, cache, openEncoder });
    return overlays[0] as PromptOverlay;
  };
  const chosenBy = ({ settings }: PromptOverlay) => {
    const { groups } = settings as unknown as { groups: { facts: { demonstrations: string[] }[] }[] };
    return groups[0].facts[0].demonstrations;
  };
  /** Dot products with the question as the paper's code writes it. */
  const similarities = async (texts: readonly string[]) => {
    const prompt = filledPrompt(request);
    const query = `New Fact: ${prompt} ${request.targetNew}\nPrompt: ${prompt}\n\n`;
    const vectors = await encoder.embed(createRun(), [query, ...texts]);
    const [, width] = vectors.shape;
    const row = (n: number) => floats(vectors).subarray(n * width, (n + 1) * width);
    return texts.map((_, n) => dot(row(0), row(n + 1)));
  };

  beforeAll(async () => {
    encoder = await tinyEncoder(nativeRuntime());
  });

  test("other demonstrations are chosen than by the model, the most similar of all, in descending order", async () => {
    const byModel = chosenBy(await edit({ demonstrations: 16 }));
    expect(embedded).toEqual([]);
    const chosen = chosenBy(await edit({ demonstrations: 16, retriever: "tiny-encoder" }));
    expect(chosen).toHaveLength(16);
    expect(chosen).not.toEqual(byModel);

    const scores = await similarities(chosen);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const others = embedded.filter((text) => !chosen.includes(text) && !text.includes(request.subject));
    expect(others.length).toBeGreaterThan(100);
    expect(Math.max(...(await similarities(others)))).toBeLessThanOrEqual(scores[15] + 1e-6);
  });

  test("the corpus is embedded once, and whether a question is about the fact is read from the model as before", async () => {
    const first = await edit({ demonstrations: 4, retriever: "tiny-encoder" });
    expect(embedded).toHaveLength(1);
    const byModel = await edit({ demonstrations: 4 });
    expect(first.tensors).toEqual(byModel.tensors);
  });

  test("an encoder that is not installed is named, with what to do", async () => {
    const parameters = { retriever: "nobody" };
    const error = await failureOf(editEmbedded(method, { requests, parameters }));
    expect(error).toMatchObject({ code: "not_found", details: { field: "parameters.retriever" } });
    expect(error.message).toContain('"nobody" is not installed: add it in Library');
  });
});
