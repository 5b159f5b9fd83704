/** The branch that the workbench shows in a test, and the versions below it, as the server of the test knows them. */
import { listModels, versionGraph } from "@/lib/api";
import type { ListedVersion, ModelRecord } from "@/lib/store";
import type { FakeServer } from "@/lib/testing/fake-server";
import { CHECKPOINT } from "./edit-run";

/** The embedded model, for what depends on which model it is. */
export const ATLAS: ModelRecord = {
  id: "atlas",
  name: "Atlas",
  kind: "model",
  family: "gpt2",
  source: "embedded",
  facts: {},
  sizeBytes: 1,
  files: [],
  addedAt: "2026-01-01T00:00:00.000Z",
};

export interface FakeBranch {
  readonly id: string;
  /** Adds a version at the head, as an edit that was kept does. A page sees it when it asks again. */
  push(version: Partial<ListedVersion> & Pick<ListedVersion, "id">): ListedVersion;
  /** Steps back from the head. */
  pop(): ListedVersion;
}

/** Answers with the embedded model and its checkpoint at the head of its main branch. */
export function fakeBranch(server: FakeServer): FakeBranch {
  const id = "atlas:main";
  const createdAt = "2026-01-01T00:00:00.000Z";
  const versions: ListedVersion[] = [
    {
      id: CHECKPOINT,
      model: "atlas",
      parents: [],
      change: { kind: "checkpoint", checkpoint: "0" },
      author: "",
      reason: "",
      createdAt,
      deltaNorms: {},
      fingerprint: "0",
    },
  ];
  server.answer(listModels, () => ({ models: [] }));
  server.answer(versionGraph, () => ({
    branches: [
      {
        id,
        model: "atlas",
        name: "main",
        head: versions[0].id,
        redo: [],
        updatedAt: createdAt,
      },
    ],
    versions,
  }));
  return {
    id,
    push(version) {
      versions.unshift({ ...versions[0], parents: [versions[0].id], ...version });
      return versions[0];
    },
    pop() {
      versions.shift();
      return versions[0];
    },
  };
}
