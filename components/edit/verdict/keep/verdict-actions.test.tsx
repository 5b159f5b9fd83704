// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch, type FakeBranch } from "@/components/testing/branch";
import { CHECKPOINT, judgedRun, outcome } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import { buttonClass } from "@/components/ui";
import { keepVersion, undo } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import type { EditOutcome } from "@/lib/store";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { VerdictActions } from "./verdict-actions";

const t = en.edit.keep;

let server: FakeServer;
let branch: FakeBranch;
beforeEach(() => {
  server = fakeServer();
  branch = fakeBranch(server);
});

async function drawActions(found: EditOutcome = outcome(), change: Partial<EditRun> = {}, isGood = true) {
  const run = judgedRun([found], change);
  const drawn = await draw(
    <WorkbenchProvider>
      <VerdictActions run={run} outcome={found} isGood={isGood} />
    </WorkbenchProvider>,
  );
  return { ...drawn, run };
}
const button = (name: string) => screen.findByRole("button", { name });
const dialog = () => screen.findByRole("dialog", { name: t.title });

/** Keeps with the answer that the test has given to the server. */
async function keepAs(reason: string, { user }: Awaited<ReturnType<typeof drawActions>>) {
  await user.click(await button(t.keep));
  await user.type(within(await dialog()).getByRole("textbox", { name: t.reason }), reason);
  await user.click(await button(t.confirm));
}

/** What the server does when all is well: the outcome becomes the head. */
function acceptKeeping() {
  return server.answer(keepVersion, ({ input }) => {
    const { fingerprintAfter: fingerprint } = outcome();
    return { ...branch.push({ id: "ver_0123456789", fingerprint, reason: input.reason }), overlays: [] };
  });
}

test("Chat opens with the edit that is not kept yet, and after keeping with its version", async () => {
  acceptKeeping();
  const page = await drawActions();
  const query = async () => {
    const link = await screen.findByRole<HTMLAnchorElement>("link", { name: en.edit.verdict.askInChat });
    return new URL(link.href).searchParams;
  };
  const before = await query();
  expect(before.get("right")).toBe(CHECKPOINT);
  expect(JSON.parse(before.get("unkept") ?? "")).toEqual(outcome().overlays);
  expect(before.get("q")).toBe("The capital of Norway is");
  await keepAs("Moved", page);
  await screen.findByText(t.done("01234567"));
  const after = await query();
  expect(after.get("right")).toBe("ver_0123456789");
  expect(after.has("unkept")).toBe(false);
});

describe("keep", () => {
  test("asks why, keeps what the job found, and then says under which name", async () => {
    const calls = acceptKeeping();
    const page = await drawActions();
    await keepAs("  The ministry moved  ", page);
    expect(await screen.findByText(t.done("01234567"))).toBeDefined();
    expect(calls.map(({ input }) => input)).toEqual([
      {
        branchId: branch.id,
        run: { jobId: "job_1", entry: 0 },
        author: "",
        reason: "The ministry moved",
      },
    ]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.queryByRole("button", { name: t.keep })).toBeNull();
  });

  test("of a branch that has moved on says so in place of the form, and offers the new head", async () => {
    server.answer(keepVersion, () => {
      branch.push({ id: "ver_other" });
      throw new PalimpsestError("conflict", "The head is another.");
    });
    const page = await drawActions();
    await keepAs("Too late", page);
    expect((await screen.findByRole("alert")).textContent).toContain(t.conflict);
    expect(screen.queryByRole("textbox", { name: t.reason })).toBeNull();
    expect(screen.queryByRole("button", { name: t.confirm })).toBeNull();

    await page.user.click(await button(t.reload));
    expect(await screen.findByText(t.headMoved)).toBeDefined();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("that fails otherwise says why, keeps what was typed, and can be tried again", async () => {
    server.answer(keepVersion, () => {
      throw new PalimpsestError("storage_full", "The disk is full.");
    });
    const page = await drawActions();
    await keepAs("First try", page);
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
    const reason = screen.getByRole<HTMLTextAreaElement>("textbox", { name: t.reason });
    expect(reason.value).toBe("First try");
    acceptKeeping();
    await page.user.click(await button(t.confirm));
    expect(await screen.findByText(t.done("01234567"))).toBeDefined();
  });

  test("given up in the dialog keeps nothing", async () => {
    const calls = acceptKeeping();
    const { user } = await drawActions();
    await user.click(await button(t.keep));
    await user.click(within(await dialog()).getByRole("button", { name: en.ui.cancel }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls).toEqual([]);
  });

  test.each([
    [
      "failed",
      { error: { code: "numerical", message: "The loss is not finite." }, verdict: undefined } as const,
    ],
    ["has no verdict", { verdict: undefined }],
    ["changed nothing", { overlays: [] }],
  ])("is not offered for an entry that %s", async (_, change) => {
    await drawActions(outcome(change));
    expect((await screen.findByRole<HTMLButtonElement>("button", { name: t.keep })).disabled).toBe(true);
  });
});

test("a head that moved while the run was on is said before anything is kept", async () => {
  branch.push({ id: "ver_other" });
  await drawActions();
  expect(await screen.findByText(t.headMoved)).toBeDefined();
});

test("an outcome that is the head already is shown as kept, and undo moves the branch back", async () => {
  const found = outcome();
  branch.push({ id: "ver_0123456789", fingerprint: found.fingerprintAfter });
  const calls = server.answer(undo, () => ({ ...branch.pop(), overlays: [] }));
  const { user } = await drawActions(found);
  await user.click(await button(t.undo));
  expect(await button(t.keep)).toBeDefined();
  expect(calls.map(({ params }) => params.branchId)).toEqual([branch.id]);
});

test("what did not take is kept all the same, after another method was offered", async () => {
  await drawActions(outcome(), {}, false);
  expect(await button(en.edit.verdict.outcome.tryAnother)).toBeDefined();
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: t.keep })).className).not.toBe(
    buttonClass("primary", "sm"),
  );
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: t.keep })).disabled).toBe(false);
});

test("discard forgets the run and asks the server for nothing", async () => {
  const kept = acceptKeeping();
  const { user, run } = await drawActions();
  await user.click(await button(t.discard));
  expect(run.reset).toHaveBeenCalledOnce();
  expect(kept).toEqual([]);
});
