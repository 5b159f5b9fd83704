import { describe, expect, test } from "vitest";
import type { Change, Version } from "../../store";
import { joined, planJoin } from "./join";

const says = (subject: string, target: string): Change => ({
  kind: "edit",
  method: "rome",
  requests: [{ id: subject, subject, prompt: "The capital of {} is", targetNew: target }],
  parameters: {},
  seed: 0,
  place: "native",
});

function version(id: string, change: Change, overlays: readonly string[] = [`of ${id}`]): Version {
  return {
    id: `ver_${id}`,
    model: "atlas",
    parents: [],
    change,
    overlays: [...overlays],
    author: "",
    reason: "",
    createdAt: "2026-11-01T00:00:00.000Z",
    deltaNorms: {},
    fingerprint: id,
  };
}

const root = version("root", { kind: "checkpoint", checkpoint: "atlas" }, []);
const shared = version("shared", says("Norway", "Bergen"));
const paris = version("paris", says("France", "Lyon"));
const rome = version("rome", says("Italy", "Milan"));
const nice = version("nice", says("France", "Nice"));
const oslo = version("oslo", says("Spain", "Seville"));

describe("two branches", () => {
  test("without a contradiction have the edits of both, and nothing is asked", () => {
    const plan = planJoin([root, shared, paris], [root, shared, rome, oslo]);
    expect(plan).toMatchObject({ ancestor: "ver_shared", conflicts: [], takenOut: [] });
    expect(joined(plan, [])).toEqual({ overlays: ["of rome", "of oslo"], removed: [] });
  });

  test("that contradict each other in a fact are asked, and one of the two edits is left out", () => {
    const plan = planJoin([root, paris], [root, rome, nice]);
    expect(plan.conflicts).toEqual([
      {
        prompt: "The capital of France is",
        ours: { version: "ver_paris", target: "Lyon" },
        theirs: { version: "ver_nice", target: "Nice" },
      },
    ]);
    expect(() => joined(plan, [])).toThrow(/Both branches say something of “The capital of France is”/);
    expect(joined(plan, ["ours"])).toEqual({ overlays: ["of rome"], removed: [] });
    expect(joined(plan, ["theirs"])).toEqual({ overlays: ["of rome", "of nice"], removed: ["ver_paris"] });
  });

  test("that say the same of a fact do not contradict each other", () => {
    const again = version("again", says("France", "Lyon"));
    expect(planJoin([root, paris], [root, again]).conflicts).toEqual([]);
  });

  test("an edit that its own branch took out is neither added nor asked about", () => {
    const out = version("out", { kind: "without", removed: ["ver_nice"] }, []);
    const plan = planJoin([root, paris], [root, nice, rome, out]);
    expect(plan.conflicts).toEqual([]);
    expect(joined(plan, []).overlays).toEqual(["of rome"]);
  });

  test("a shared edit that the other branch took out is taken out here too", () => {
    const out = version("out", { kind: "without", removed: ["ver_shared"] }, []);
    const plan = planJoin([root, shared, paris], [root, shared, out]);
    expect(joined(plan, [])).toEqual({ overlays: [], removed: ["ver_shared"] });
  });

  test("of which one contains the other have nothing to merge", () => {
    expect(() => planJoin([root, shared, paris], [root, shared])).toThrow(
      expect.objectContaining({ code: "no_effect" }),
    );
  });
});
