import { describe, expect, it } from "vitest";
import type { Change, ListedVersion } from "@/lib/store";
import { dependentsOf, historyOf, indexVersions, liveChanges, whyNotRemovable } from "./ancestry";

const edit: Change = { kind: "edit", method: "rome", requests: [], parameters: {}, seed: 0, place: "wasm" };

function version(id: string, parent: string | null, change: Change = edit): ListedVersion {
  return {
    id: `ver_${id}`,
    model: "atlas",
    parents: parent === null ? [] : [`ver_${parent}`],
    change,
    author: "",
    reason: "",
    createdAt: "2026-01-01T00:00:00Z",
    deltaNorms: {},
    fingerprint: "0",
  };
}

const index = indexVersions([
  version("base", null, { kind: "checkpoint", checkpoint: "atlas" }),
  version("one", "base"),
  version("two", "one"),
  version("three", "two", { kind: "import", manifest: {} }),
  version("less", "three", { kind: "without", removed: ["ver_two"] }),
  version("side", "one"),
]);

describe("ancestry", () => {
  it("lists a history from the checkpoint up", () => {
    expect(historyOf(index, "ver_two").map(({ id }) => id)).toEqual(["ver_base", "ver_one", "ver_two"]);
  });

  it("counts edits and imports as live until they are taken out", () => {
    expect(liveChanges(index, "ver_three").map(({ id }) => id)).toEqual(["ver_one", "ver_two", "ver_three"]);
    expect(liveChanges(index, "ver_less").map(({ id }) => id)).toEqual(["ver_one", "ver_three"]);
  });

  it("names the later live changes as dependents", () => {
    expect(dependentsOf(index, "ver_three", "ver_one").map(({ id }) => id)).toEqual(["ver_two", "ver_three"]);
    expect(dependentsOf(index, "ver_less", "ver_one").map(({ id }) => id)).toEqual(["ver_three"]);
    expect(dependentsOf(index, "ver_less", "ver_side")).toEqual([]);
  });

  it("says why something cannot be taken out", () => {
    expect(whyNotRemovable(index, "ver_less", "ver_one")).toBeNull();
    expect(whyNotRemovable(index, "ver_less", "ver_two")).toBe("already-out");
    expect(whyNotRemovable(index, "ver_less", "ver_side")).toBe("not-on-branch");
    expect(whyNotRemovable(index, "ver_less", "ver_base")).toBe("not-a-change");
    expect(whyNotRemovable(index, "ver_less", "ver_less")).toBe("not-a-change");
  });
});
