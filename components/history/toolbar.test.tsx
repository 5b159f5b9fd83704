// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { Toaster } from "sonner";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { useWorkbench, WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch, type FakeBranch } from "@/components/testing/branch";
import { CHECKPOINT } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import { undo } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { Toolbar } from "./toolbar";
import { useGraph, useHistoryActions, type Graph } from "./use-history";

const t = en.history;

let server: FakeServer;
let branch: FakeBranch;
beforeEach(() => {
  server = fakeServer();
  branch = fakeBranch(server);
});

/** The toolbar with its actions, and the head of the branch. */
function Page() {
  const { graph } = useGraph();
  return (
    <>
      {graph && <Actions graph={graph} />}
      <input aria-label="A field" />
      <Toaster />
    </>
  );
}

function Actions({ graph }: { graph: Graph }) {
  const { head } = useWorkbench();
  const { undo: onUndo, redo: onRedo, isMoving } = useHistoryActions(graph.index);
  return (
    <>
      <Toolbar {...{ graph, isMoving, onUndo, onRedo }} onNewBranch={vi.fn()} onImported={vi.fn()} />
      <output>{head?.id}</output>
    </>
  );
}

const drawPage = () =>
  draw(
    <WorkbenchProvider>
      <Page />
    </WorkbenchProvider>,
  );
const undoButton = () => screen.findByRole<HTMLButtonElement>("button", { name: t.toolbar.undo });
const expectHead = (id: string) => waitFor(() => expect(screen.getByRole("status").textContent).toBe(id));
const acceptUndo = () => server.answer(undo, () => ({ ...branch.pop(), overlays: [] }));

test("at the checkpoint there is nothing to undo", async () => {
  await drawPage();
  expect((await undoButton()).disabled).toBe(true);
});

test("undo moves the branch back and says so", async () => {
  branch.push({ id: "ver_edit" });
  acceptUndo();
  const { user } = await drawPage();
  await expectHead("ver_edit");
  await user.click(await undoButton());
  await expectHead(CHECKPOINT);
  expect(await screen.findByText(t.toast.undoneDetail)).toBeDefined();
});

test("a branch that somebody else has moved says so, and shows where it is now", async () => {
  branch.push({ id: "ver_edit" });
  server.answer(undo, () => {
    branch.push({ id: "ver_of_another" });
    throw new PalimpsestError("conflict", "The head is another.");
  });
  const { user } = await drawPage();
  await expectHead("ver_edit");
  await user.click(await undoButton());
  expect(await screen.findByText(`The head is another. ${t.toast.conflictHint}`)).toBeDefined();
  await expectHead("ver_of_another");
});

test("any other failure is said, and the branch is left where it was", async () => {
  branch.push({ id: "ver_edit" });
  server.answer(undo, () => {
    throw new PalimpsestError("storage_full", "The disk is full.");
  });
  const { user } = await drawPage();
  await expectHead("ver_edit");
  await user.click(await undoButton());
  expect(await screen.findByText("The disk is full.")).toBeDefined();
  await expectHead("ver_edit");
});

describe("Ctrl+Z", () => {
  test("undoes", async () => {
    branch.push({ id: "ver_edit" });
    acceptUndo();
    const { user } = await drawPage();
    await expectHead("ver_edit");
    await user.keyboard("{Control>}z{/Control}");
    await expectHead(CHECKPOINT);
  });

  test("belongs to a field that has the focus", async () => {
    branch.push({ id: "ver_edit" });
    const calls = acceptUndo();
    const { user } = await drawPage();
    await expectHead("ver_edit");
    await user.click(screen.getByRole("textbox", { name: "A field" }));
    await user.keyboard("{Control>}z{/Control}");
    expect(calls).toEqual([]);
    await expectHead("ver_edit");
  });
});
