// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { editRun } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import { RunBar, type RunChip } from "./run-bar";

const run = en.edit.run;

async function drawBar(
  change: Partial<EditRun>,
  obstacle: string | null = null,
  chips: readonly RunChip[] = [],
) {
  const onRun = vi.fn();
  const state = editRun(change);
  const bar = (now: EditRun) => (
    <RunBar
      run={now}
      chips={chips}
      isEstimateCurrent
      label="Run 2 methods"
      obstacle={obstacle}
      onRun={onRun}
    />
  );
  const drawn = await draw(bar(state));
  return { ...drawn, onRun, cancel: state.cancel, show: (next: EditRun) => drawn.rerender(bar(next)) };
}
const bar = () => screen.getByRole("progressbar");

test("before a run it offers to run what was chosen", async () => {
  const { user, onRun } = await drawBar({});
  await user.click(screen.getByRole("button", { name: /^Run 2 methods/ }));
  expect(onRun).toHaveBeenCalledOnce();
  expect(screen.queryByRole("progressbar")).toBeNull();
});

test("what was chosen stands beside Run with its time, and can be taken out there", async () => {
  const onRemove = vi.fn();
  await drawBar({}, null, [{ name: "ROME", durationMs: [2000, 5000], onRemove }, { name: "MEMIT" }]);
  const chips = within(screen.getByRole("list", { name: run.chosen })).getAllByRole("listitem");
  expect(chips.map(({ textContent }) => textContent)).toEqual(["ROME2.0 s to 5.0 s", "MEMIT"]);
  screen.getByRole("button", { name: run.removeChosen("ROME") }).click();
  expect(onRemove).toHaveBeenCalledOnce();
});

test("Run is reached before what it will run", async () => {
  const { user } = await drawBar({}, null, [{ name: "ROME", onRemove: vi.fn() }]);
  await user.tab();
  expect(document.activeElement?.textContent).toContain("Run 2 methods");
});

test("an obstacle is shown and describes the button, which still tells the page of a click", async () => {
  const { user, onRun } = await drawBar({}, run.noMethod);
  const button = screen.getByRole("button", { name: /^Run/ });
  expect(document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    run.noMethod,
  );
  await user.click(button);
  expect(onRun).toHaveBeenCalledOnce();
});

test("a queued run waits for its turn, with no end in sight, and cannot be started twice", async () => {
  await drawBar({ status: "queued" });
  expect(bar().getAttribute("aria-label")).toBe(run.queued);
  expect(bar().hasAttribute("aria-valuenow")).toBe(false);
  expect(screen.queryByRole("button", { name: /^Run/ })).toBeNull();
});

test("a running one that has not reported yet is starting", async () => {
  await drawBar({ status: "running" });
  expect(bar().getAttribute("aria-label")).toBe(run.starting);
});

test("progress is a share of the steps, under the name of the phase", async () => {
  await drawBar({ status: "running", progress: { phase: "Searching", step: 5, steps: 20 } });
  expect(bar().getAttribute("aria-label")).toContain("Searching");
  expect(bar().getAttribute("aria-valuenow")).toBe("25");
  expect(screen.getByText(run.step(5, 20))).toBeDefined();
});

test("a phase of unknown length counts its steps and has no share", async () => {
  await drawBar({ status: "running", progress: { phase: "Searching", step: 5 } });
  expect(bar().hasAttribute("aria-valuenow")).toBe(false);
  expect(screen.getByText(run.stepOnly(5))).toBeDefined();
});

test("after a second report it says how fast the phase goes and when it ends", async () => {
  const now = vi.spyOn(performance, "now");
  now.mockReturnValue(1000);
  const { show } = await drawBar({ status: "running", progress: { phase: "Searching", step: 0, steps: 20 } });
  now.mockReturnValue(3000);
  show(editRun({ status: "running", progress: { phase: "Searching", step: 4, steps: 20 } }));
  expect(await screen.findByText(new RegExp(`${run.rate("2.0")}.*${run.left("8.0 s")}`))).toBeDefined();
});

test("cancel asks the run to stop", async () => {
  const { user, cancel } = await drawBar({ status: "running" });
  await user.click(screen.getByRole("button", { name: run.cancel }));
  expect(cancel).toHaveBeenCalledOnce();
});

test("a server that is away is said, for the run goes on there", async () => {
  await drawBar({ status: "running", isConnected: false });
  expect(screen.getByText(run.disconnected)).toBeDefined();
});

test.each(["cancelled", "failed", "succeeded"] as const)(
  "after a run that has %s it can be run again",
  async (status) => {
    const { user, onRun } = await drawBar({ status, progress: { phase: "Searching", step: 5 } });
    expect(screen.queryByRole("progressbar")).toBeNull();
    await user.click(screen.getByRole("button", { name: /^Run/ }));
    expect(onRun).toHaveBeenCalledOnce();
  },
);

describe("in Chinese", () => {
  test("a running bar has no English sentence", async () => {
    await draw(
      <RunBar
        run={editRun({ status: "queued" })}
        chips={[]}
        isEstimateCurrent
        label=""
        obstacle={null}
        onRun={vi.fn()}
      />,
      {
        language: "zh",
      },
    );
    expect(bar().getAttribute("aria-label")).toBe(zh.edit.run.queued);
    expect(screen.getByRole("button", { name: zh.edit.run.cancel })).toBeDefined();
    expect(document.body.textContent).not.toMatch(/[a-z]/i);
  });
});
