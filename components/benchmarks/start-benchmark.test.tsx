// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { benchmarks as english } from "@/components/messages/en/shelf/benchmarks";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { catalog, drawCases, listKept } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { StartBenchmark } from "./start-benchmark";

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  server.answer(listKept, () => ({ lists: [] }));
  server.answer(catalog, () => ({ methods: [], metrics: [], analyses: [] }) as never);
  fakeBranch(server);
});

test("a list that could not be drawn says why beside the button", async () => {
  server.answer(drawCases, () => {
    throw new PalimpsestError("unsupported", "The model knows no fact of the world that can be edited.");
  });
  const { user } = await draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <StartBenchmark onClose={vi.fn()} onStarted={vi.fn()} />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search: "?p=server" },
  );
  await user.click(await screen.findByRole("button", { name: english.list.example }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("knows no fact");
  expect(alert.previousElementSibling?.textContent).toBe(english.list.example);
});
