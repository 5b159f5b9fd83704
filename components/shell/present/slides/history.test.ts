import { expect, test } from "vitest";
import { fakeBranch } from "@/components/testing/branch";
import { catalog } from "@/lib/api";
import { fakeServer } from "@/lib/testing/fake-server";
import { historySlide } from "./history";

test("an edit that was taken out is not shown as if the branch still had it", async () => {
  const server = fakeServer();
  server.answer(catalog, () => ({ methods: [], metrics: [], analyses: [] }));
  const branch = fakeBranch(server);
  const edit = (targetNew: string) => ({
    kind: "edit" as const,
    method: "rome",
    parameters: {},
    seed: 0,
    place: "native" as const,
    requests: [
      { id: "e", prompt: "The capital of {} is", subject: "France", targetTrue: "Paris", targetNew },
    ],
  });
  branch.push({ id: "ver_kept", change: edit("Nice") });
  branch.push({ id: "ver_gone", change: edit("Lyon") });
  branch.push({ id: "ver_head", change: { kind: "without", removed: ["ver_gone"] } });
  const recorded = await historySlide.record({
    modelId: "atlas",
    path: "/history",
    query: new URLSearchParams(),
  } as Parameters<typeof historySlide.record>[0]);
  const ids = (recorded as { versions: { id: string }[] }).versions.map(({ id }) => id);
  expect(ids).toEqual(["ver_kept"]);
});
