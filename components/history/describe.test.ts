import { expect, test } from "vitest";
import { history } from "@/components/messages/en/history";
import type { Change, ListedVersion } from "@/lib/store";
import { indexVersions } from "./ancestry";
import { describeVersion } from "./describe";

function version(id: string, change: Change): ListedVersion {
  return {
    id: `ver_${id}`,
    model: "atlas",
    parents: [],
    change,
    author: "",
    reason: "",
    createdAt: "2026-01-01T00:00:00Z",
    deltaNorms: {},
    fingerprint: "0",
  };
}

const request = { id: "one", subject: "Lake Arden", prompt: "{} is in", targetNew: "Velland" };
const edit = version("edit", {
  kind: "edit",
  method: "rome",
  requests: [request],
  parameters: {},
  seed: 0,
  place: "wasm",
});

test("a shipped sibling is called by its name, and another file by what it changes", () => {
  const sibling = version("pool", { kind: "import", manifest: { sibling: "trader", history: [] } });
  expect(describeVersion(sibling, new Map(), history)).toEqual({ kind: "Sibling", title: "Trader" });
  const file = version("file", {
    kind: "import",
    manifest: { history: [{ change: { requests: [request] } }] },
  });
  expect(describeVersion(file, new Map(), history).title).toBe("Imported: Lake Arden → Velland");
});

test("a merge names siblings, branches and versions as a person knows them", () => {
  const sources = {
    "pool-trader": { model: "atlas", version: "ver_pool" },
    ada: { model: "atlas", version: "ver_other" },
    ver_edit: { model: "atlas", version: "ver_edit" },
  };
  const merged = version("merged", { kind: "merge", recipe: "", sources, seed: 0 });
  expect(describeVersion(merged, indexVersions([edit]), history).title).toBe(
    "Merged: Trader, ada, Lake Arden → Velland",
  );
});
