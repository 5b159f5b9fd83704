// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { LabProvider } from "@/components/accounts/lab-provider";
import { en } from "@/components/messages/en";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { getMe } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { HistoryView } from "./history-view";

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server).push({ id: "ver_edit" });
  const person = { id: "p2", name: "Bo", email: "bo@lab.example", role: "viewer", models: {} } as const;
  server.answer(getMe, () => ({ person, admins: ["Ada"] }));
});

test("a viewer is told once why the history cannot be changed, and every control that would change it is off", async () => {
  await draw(
    <LabProvider>
      <WorkbenchProvider>
        <HistoryView />
      </WorkbenchProvider>
    </LabProvider>,
  );
  const { actions, toolbar } = en.history;
  const branch = await screen.findByRole<HTMLButtonElement>("button", { name: actions.branchFrom });
  expect(await screen.findAllByText(/needs the role Editor; yours is Viewer/)).toHaveLength(1);
  expect(branch.disabled).toBe(true);
  expect(branch.getAttribute("aria-description")).toMatch(/needs the role Editor/);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: toolbar.undo }).disabled).toBe(true);
});
