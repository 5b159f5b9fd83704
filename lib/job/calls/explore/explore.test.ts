import { describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import { embeddedModel, hasEmbedded } from "../../../testing/embedded";
import type { HostContext } from "../call";
import { circuit } from "./circuit";
import { lens } from "./lens";
import { trace } from "./trace";

const host = { openVersion: () => embeddedModel() } as unknown as HostContext;
const run = createRun({ seed: 1 });
const fact = { model: "atlas", prompt: "The city of the landmark {} is", subject: "Eiffel Tower" };

describe.skipIf(!hasEmbedded)("looking inside the embedded model", () => {
  test("the lens ends at what the model says, and follows the answer there", async () => {
    const prompt = "The city of the landmark Eiffel Tower is";
    const read = await lens.perform(host, run, { model: "atlas", prompt, asked: ["Paris"], count: 3 });
    expect(read.asked).toEqual([" Paris"]);
    const last = read.states.at(-1)?.at(-1);
    expect(last?.likeliest[0].token).toBe(" Paris");
    expect(last?.asked[0].rank).toBe(0);
    expect(last?.asked[0].probability).toBeCloseTo(last?.likeliest[0].probability ?? 0, 6);
    expect(read.states[0].at(-1)?.asked[0].rank).toBeGreaterThan(0);
    expect(read.states.every((row) => row.length === read.tokens.length)).toBe(true);
  });

  test("a trace names the answer, and its whole noise takes it away", async () => {
    const traced = await trace.perform(host, run, { ...fact, kinds: ["state"], samples: 4, seed: 0 });
    expect(traced.answer).toBe(" Paris");
    expect(traced.low).toBeLessThan(traced.high / 2);
    // The last token's last state is the answer itself.
    expect(traced.scores.state?.at(-1)?.at(-1)).toBeCloseTo(traced.high, 4);
  });

  test("a larger circuit says more of the answer, and the whole difference is that of the prompts", async () => {
    const found = await circuit.perform(host, run, {
      ...fact,
      other: "Space Needle",
      method: "eap-ig",
      steps: 3,
    });
    expect(found.answers).toEqual([" Paris", " Seattle"]);
    expect(found.difference.clean).toBeGreaterThan(0);
    expect(found.difference.corrupt).toBeLessThan(0);
    const shares = found.circuits.map(
      ({ difference }) =>
        (difference - found.difference.corrupt) / (found.difference.clean - found.difference.corrupt),
    );
    expect(shares.at(-1)).toBeGreaterThan(0.8);
    expect(shares[0]).toBeLessThan(shares.at(-1) as number);
  });

  test("subjects of different lengths, and two with one answer, are refused with the way out", async () => {
    const call = { ...fact, method: "eap", steps: 1 } as const;
    await expect(circuit.perform(host, run, { ...call, other: "Big" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(circuit.perform(host, run, { ...call, other: "Eiffel Tower" })).rejects.toThrow(
      /nothing to tell apart/,
    );
  });
});
