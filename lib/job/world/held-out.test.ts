import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { atlasWorld, factId, randomCases, worldKnownTo } from "../../data/worlds";
import { createArtifactCache, memoryArtifacts, writtenTextsArtifact } from "../../store";
import { failureOf } from "../../testing/edits";
import { embeddedModel, hasEmbedded } from "../../testing/embedded";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { textsAtHand, textsFor } from "../host/texts";
import { heldOut } from "./held-out";
import { drawnCases, reportOnFacts, worldIfAsked, worldOf } from "./known-facts";

const world = atlasWorld();

describe("a model that was not trained on the world", () => {
  const tiny = () => tinyModel("gpt2", nativeRuntime());

  test("is asked for its ability about known facts that no edit touches, in the words in which it knew them", async () => {
    const known = worldKnownTo(
      world,
      world.truth.filter(({ relation }) => relation === "capital").map(factId),
    );
    const cases = randomCases(known, seededRandom(3), 10);
    const { questions, texts, notMeasured } = await heldOut(await tiny(), cases, known, null);
    expect(questions).toHaveLength(known.known.length - cases.length);
    const asked: ReadonlySet<string> = new Set(questions.map(({ prompt }) => prompt));
    for (const { request } of cases) expect(asked).not.toContain(`The capital of ${request.subject} is`);
    for (const { prompt } of questions) expect(prompt).toMatch(/^The capital of .* is$/);
    expect([texts, notMeasured]).toEqual([[], { perplexity: "noTexts" }]);
  });

  test("is read the texts that come with Palimpsest, in their order", async () => {
    const model = await tinyModel("gpt2", nativeRuntime(), { config: { n_positions: 2048 } });
    const host = { cache: createArtifactCache(memoryArtifacts()), artifacts: memoryArtifacts() };
    const atHand = await textsAtHand(createRun(), model, host);
    const { texts } = await heldOut(model, [], null, atHand);
    expect(texts).toEqual(atHand?.slice(0, 64));
  });

  test("that is to write its own is read these where they are at hand, and told why it is not where they are not", async () => {
    const model = await tinyModel("gpt2", nativeRuntime(), { config: { n_positions: 256 } });
    const host = { cache: createArtifactCache(memoryArtifacts()), artifacts: memoryArtifacts() };
    const { checkpoint } = model.facts;
    const choice = writtenTextsArtifact({ checkpoint, weights: await model.fingerprint() });
    await host.artifacts.put("0".repeat(64), choice);
    expect(await textsAtHand(createRun(), model, host)).toBeNull();
    const written = await (await textsFor(model, host)).texts(createRun());
    const atHand = await textsAtHand(createRun(), model, host);
    expect(atHand).toEqual(written);
    const { texts, notMeasured } = await heldOut(model, [], null, atHand);
    expect(texts).toHaveLength(64);
    expect(written.filter((text) => text.includes(" ")).slice(0, 100)).toEqual(
      expect.arrayContaining([...texts]),
    );
    expect(notMeasured).toEqual({ ability: "factsNotAsked" });
  });

  test("has the reason why its ability is not measured", async () => {
    const model = await tiny();
    expect((await heldOut(model, [], null, null)).notMeasured.ability).toBe("factsNotAsked");
    const none = worldKnownTo(world, []);
    expect((await heldOut(model, [], none, null)).notMeasured.ability).toBe("noKnownFacts");
  });

  test("is asked once, and a draw of more facts than it knows is refused with their number", async () => {
    const host = { model: await tiny(), cache: createArtifactCache(memoryArtifacts()) };
    const run = createRun();
    expect(await worldIfAsked(run, host)).toBeNull();
    const before = await reportOnFacts(run, host);
    expect(before).toMatchObject({ status: "unasked", known: [] });
    expect(before.durationMs[1]).toBeGreaterThan(before.durationMs[0]);

    const { known, taught } = await worldOf(run, host);
    expect(taught).toEqual(world.truth);
    expect(await reportOnFacts(run, host)).toEqual({
      status: "asked",
      questions: before.questions,
      known: known.map(factId),
      durationMs: [0, 0],
    });
    const error = await failureOf(drawnCases(run, host, { count: 1000, seed: 0 }));
    expect(error).toMatchObject({ code: "invalid_input", details: { field: "draw.count" } });
    expect(error.message).toMatch(/^tiny-gpt2 knows \d+ facts of the world/);
  });
});

test.skipIf(!hasEmbedded)(
  "the embedded model is asked nothing: it knows its world, flaws included",
  async () => {
    const host = { model: await embeddedModel(), cache: createArtifactCache(memoryArtifacts()) };
    const own = await worldOf(createRun(), host);
    expect(own.known).toEqual(world.taught);
    expect(await reportOnFacts(createRun(), host)).toMatchObject({ status: "trained", known: [] });
    const { texts, questions, notMeasured } = await heldOut(host.model, [], own, null);
    expect([texts.length, questions.length, notMeasured]).toEqual([64, 256, {}]);
  },
);
