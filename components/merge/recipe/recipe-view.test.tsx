// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { merge as english } from "@/components/messages/en/merge";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { getJob, QUESTIONS } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import type { Lineup } from "../use-lineup";
import { RecipeView } from "./recipe-view";

const RECIPE = "merge_method: nuslerp\nmodels:\n  - model: left\n    parameters:\n      weight: 1\n";
const entry = (name: string) => ({
  name,
  label: name,
  detail: "",
  kind: "branch" as const,
  version: `ver_${name}`,
});
const ENTRIES = ["left", "right"].map(entry);
const LINEUP: Lineup = {
  entries: ENTRIES,
  card: null,
  find: (wanted) => ENTRIES.find(({ name }) => name === wanted),
  prepare: () => Promise.resolve({}),
  isPreparing: false,
  isPending: false,
  error: null,
  refetch: () => undefined,
};

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
  server.answer(QUESTIONS.mergeCheck, () => ({ problems: [] }) as never);
  server.answer(getJob, () =>
    getJob.output.parse({
      id: "job_1",
      kind: "merge",
      status: "running",
      input: { model: "atlas", recipe: RECIPE, sources: { left: { model: "atlas" } }, seed: 0 },
      attempt: 1,
      createdAt: "2026-01-01T00:00:00.000Z",
      cancelRequested: false,
      author: "",
    }),
  );
  server.events("job_1").send({ status: "running" });
});

test("a link to a merge under way shows its recipe, how far it is, and Cancel", async () => {
  await draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <RecipeView lineup={LINEUP} />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search: "?p=server&job=job_1" },
  );
  const yaml = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: english.yaml.label });
  expect(yaml.value).toBe(RECIPE);
  expect(await screen.findByRole("button", { name: english.run.cancel })).toBeDefined();
  // What each setting of a model does stands below the models.
  expect(screen.getByText("How much a model counts.")).toBeDefined();
});
