import { beforeEach, describe, expect, test, vi } from "vitest";
import { PalimpsestError, type Run } from "../../base";
import { createMemoryStore, type Store } from "../../store";
import { sampleModel } from "../../store/conformance";
import { branchId, createVersionGraph } from "../../version";
import { ANYBODY } from "../accounts/caller";
import type { Services } from "../services";
import { chatFailure, chatResponse } from "./chat";
import { createKnowledge, WORLD_GRAPH, type Knowledge } from "./service";

const CALL = { origin: "http://here", signal: new AbortController().signal, caller: ANYBODY };

let store: Store;
let knowledge: Knowledge;
let services: Services;
let asked: { prompt?: string; messages?: unknown; version?: string }[];
beforeEach(async () => {
  store = createMemoryStore();
  const versions = createVersionGraph(store, { fingerprintOf: async () => "f", distance: async () => ({}) });
  await store.models.put(sampleModel);
  await versions.ensureModel(sampleModel, "f");
  knowledge = createKnowledge({ store, versions });
  asked = [];
  services = {
    store,
    knowledge,
    models: { prepare: async () => undefined },
    modelHost: {
      // It has no chat form, as the embedded model.
      async generate(input: (typeof asked)[number], run?: Run) {
        if (input.messages !== undefined)
          throw new PalimpsestError("unsupported", "atlas has no chat template.");
        asked.push(input);
        run?.progress({ phase: "writing", step: 1, steps: 2, text: " Paris." });
        return { text: " Paris. And so on.", stoppedBy: "length", tokens: [] };
      },
    },
  } as unknown as Services;
});

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly palimpsest?: { readonly plan?: string; readonly link?: string; readonly agrees?: boolean };
}
const say = async (content: string, more: object = {}) => {
  const body = { model: "atlas", messages: [{ role: "user", content }], ...more };
  const response = await chatResponse(services, JSON.stringify(body), CALL);
  return (await response.json()) as Completion;
};
const capital = async () =>
  (await knowledge.open(WORLD_GRAPH)).ledger.graph.objects("country/France", "capital");

describe("clients of chat models", () => {
  test("are answered a fact by its plan and a link, and nothing changes", async () => {
    const { choices, palimpsest } = await say("The capital of France is Lyon.");
    expect(choices[0].message.content).toMatch(
      /^Nothing was changed[\s\S]*Lyon[\s\S]*http:\/\/here\/knowledge/,
    );
    expect(palimpsest?.link).toContain("q=The+capital+of+France+is+Lyon.");
    expect(await capital()).toEqual(["city/Paris"]);
  });

  test("change the graph only by naming the plan, and not by another name", async () => {
    const { palimpsest } = await say("The capital of France is Lyon.");
    await expect(
      say("The capital of France is Lyon.", { palimpsest: { approve: "another" } }),
    ).rejects.toMatchObject({ code: "conflict" });
    await say("The capital of France is Lyon.", { palimpsest: { approve: palimpsest?.plan, method: null } });
    expect(await capital()).toEqual(["city/Lyon"]);
  });

  test("are never undone anything for saying so", async () => {
    const { palimpsest } = await say("The capital of France is Lyon.");
    await say("The capital of France is Lyon.", { palimpsest: { approve: palimpsest?.plan, method: null } });
    expect((await say("undo that")).choices[0].message.content).toContain("/knowledge?q=undo+that");
    expect(await capital()).toEqual(["city/Lyon"]);
  });

  test("hear the graph and the model side by side", async () => {
    const { choices, palimpsest } = await say("What is the capital of France?");
    expect(choices[0].message.content).toBe("The graph: Paris. The model: Paris. They agree.");
    expect(palimpsest?.agrees).toBe(true);
    expect(asked[0].version).toBe((await store.branches.get(branchId("atlas", "main"))).head);
  });

  test("have anything else continued by the model, streamed where they ask for it", async () => {
    const body = { model: "atlas@main", stream: true, messages: [{ role: "user", content: "Once upon a" }] };
    const text = await (await chatResponse(services, JSON.stringify(body), CALL)).text();
    const events = text.trim().split("\n\n");
    expect(events.at(-1)).toBe("data: [DONE]");
    const chunks = events.slice(0, -1).map(
      (line) =>
        JSON.parse(line.slice("data: ".length)) as {
          choices: { delta: { content?: string }; finish_reason: string | null }[];
        },
    );
    expect(chunks.map(({ choices }) => choices[0].delta.content ?? "").join("")).toBe(" Paris. And so on.");
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.at(-1)?.choices[0].finish_reason).toBe("stop");
  });

  test("that leave in the middle leave no timer behind, and nothing is written after them", async () => {
    vi.useFakeTimers();
    try {
      let fail = (_: Error): void => undefined;
      const { modelHost } = services;
      const generate = (input: { messages?: unknown }) =>
        input.messages === undefined
          ? new Promise((_, reject) => (fail = reject))
          : Promise.reject(new PalimpsestError("unsupported", "No chat template."));
      services = { ...services, modelHost: { ...modelHost, generate } } as unknown as Services;
      const body = { model: "atlas", stream: true, messages: [{ role: "user", content: "Once upon a" }] };
      const reader = (await chatResponse(services, JSON.stringify(body), CALL)).body!.getReader();
      await reader.read();
      await vi.advanceTimersByTimeAsync(15_000);
      expect(new TextDecoder().decode((await reader.read()).value)).toBe(": still here\n\n");
      await reader.cancel();
      await vi.advanceTimersByTimeAsync(30_000); // a timer that wrote into the closed stream would throw here
      fail(new Error("aborted"));
      await vi.advanceTimersByTimeAsync(0);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("read errors in their own form", async () => {
    const error = await chatResponse(services, "{}", CALL).catch((caught: unknown) => caught);
    const response = chatFailure(error, { error: () => undefined } as never);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error: { type: "invalid_input" } });
  });
});
