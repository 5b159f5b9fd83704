// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { merge as english } from "@/components/messages/en/merge";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch, type FakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { keepEvolved } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { KeepEvolution } from "./keep-evolution";

const words = english.evolution.keep;
const JOB = "job_01HZXV0000000000000000TEST";

let server: FakeServer;
let branch: FakeBranch;
beforeEach(() => {
  server = fakeServer();
  branch = fakeBranch(server);
});

const shown = (stem = "evolved") =>
  draw(
    <WorkbenchProvider>
      <KeepEvolution jobId={JOB} stem={stem} />
    </WorkbenchProvider>,
  );

test("children are kept on a branch with a free name, and History is one step away", async () => {
  const best = { ...branch.push({ id: "ver_best" }), overlays: [] };
  const calls = server.answer(keepEvolved, () => ({
    best,
    versions: { "g1-1": best.id, "g1-2": "ver_other" },
  }));
  const { user } = await shown("main");
  // There is a branch of this name already, as the page learns after it is drawn.
  const name = await screen.findByDisplayValue("main-2");
  await user.clear(name);
  await user.type(name, "family");
  await user.click(screen.getByRole("button", { name: words.action }));
  expect((await screen.findByRole("status")).textContent).toBe(words.kept(2, "family"));
  expect(calls).toEqual([{ params: { jobId: JOB }, input: { branch: "family", author: "" } }]);
  expect(screen.getByRole("link", { name: words.history }).getAttribute("href")).toContain(`v=${best.id}`);
});

test("a name that no branch can have is refused before anything is sent", async () => {
  const calls = server.answer(keepEvolved, () => {
    throw new PalimpsestError("internal", "not asked");
  });
  const { user } = await shown();
  await user.clear(screen.getByRole("textbox", { name: words.branch }));
  expect(screen.getByText(english.result.branchFault)).toBeDefined();
  expect(screen.getByRole("button", { name: words.action })).toHaveProperty("disabled", true);
  expect(calls).toEqual([]);
});

test("a failure leaves the form, to be tried again", async () => {
  const calls = server.answer(keepEvolved, () => {
    throw new PalimpsestError("conflict", "There is a branch of this name.");
  });
  const { user } = await shown();
  await user.click(screen.getByRole("button", { name: words.action }));
  await user.click(await screen.findByRole("button", { name: words.action }));
  expect(calls).toHaveLength(2);
});
