// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import { catalog, exampleCases, findFacts, listJobs, listModels, versionGraph } from "@/lib/api";
import { catalogCards } from "@/lib/server/cards";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { WorkbenchProvider } from "../workbench";
import { CommandPalette } from "./command-palette";

const t = en.shell.palette;
const AT = "2026-01-01T00:00:00.000Z";

let server: FakeServer;
beforeEach(() => {
  // What the list scrolls with, which this document does not have.
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  server = fakeServer();
  server.answer(listModels, () => ({ models: [] }));
  server.answer(versionGraph, () => ({ branches: [], versions: [] }));
  server.answer(catalog, () => catalogCards());
  server.answer(exampleCases, () => ({ cases: [] }));
  server.answer(findFacts, () => ({
    facts: [
      {
        relation: "city",
        label: "city",
        subject: "Colosseum",
        prompt: "The city of {} is",
        answer: "Rome",
        others: [],
      },
    ],
    total: 1,
  }));
  server.answer(listJobs, () => ({
    jobs: [
      {
        id: "job_1",
        kind: "edit",
        status: "succeeded" as const,
        queue: "short" as const,
        summary: { methods: ["rome"], edits: 1, subjects: ["Eiffel Tower"] },
        attempt: 1,
        createdAt: AT,
        cancelRequested: false,
        author: "",
      },
    ],
  }));
});

async function open() {
  const onKeys = vi.fn();
  const drawn = await draw(
    <WorkbenchProvider>
      <CommandPalette open onOpenChange={() => undefined} onPresent={() => undefined} onKeys={onKeys} />
    </WorkbenchProvider>,
  );
  return { ...drawn, onKeys };
}

test("a word finds methods, runs and facts, and each opens its address", async () => {
  const { user, router } = await open();
  await user.keyboard("rome");
  await waitFor(() => expect(screen.getByText(t.fact("The city of Colosseum is", "Rome"))).toBeDefined());
  expect(screen.getByText(t.editWith("ROME"))).toBeDefined();
  await user.click(screen.getByText(/rome · 1 edit · Eiffel Tower/));
  expect(router.push).toHaveBeenCalledWith("/edit?job=job_1");
});

test("a method opens Edit with it, and the list of keys is an action", async () => {
  const { user, router, onKeys } = await open();
  await waitFor(() => expect(screen.getByText(t.editWith("MEMIT"))).toBeDefined());
  await user.click(screen.getByText(t.editWith("MEMIT")));
  expect(router.push).toHaveBeenCalledWith(`/edit?${new URLSearchParams({ x: '[["memit",{}]]' })}`);
  await user.click(screen.getByText(en.shell.keys.title));
  expect(onKeys).toHaveBeenCalledOnce();
});
