// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { evaluate as english } from "@/components/messages/en/evaluate";
import { evaluate as chinese } from "@/components/messages/zh/evaluate";
import { en } from "@/components/messages/en";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw, type DrawOptions } from "@/components/testing/render";
import { cancelJob } from "@/lib/api";
import { fakeServer } from "@/lib/testing/fake-server";
import { JobProgress } from "./job-progress";

const progress = { phase: "Asking the model before the edits", step: 5, steps: 20 };
const shown = (language: DrawOptions["language"] = "en", status: "running" | "failed" = "running") =>
  draw(
    <WorkbenchProvider>
      <JobProgress
        jobId="job_1"
        status={status}
        progress={progress}
        at={(language === "zh" ? chinese : english).benchmarks.at}
      />
    </WorkbenchProvider>,
    { language },
  );

test("a benchmark under way says how many cases of how many, and is cancelled where it is shown", async () => {
  const server = fakeServer();
  fakeBranch(server);
  const asked = server.answer(cancelJob, () => ({ status: "running" as const }));
  const { user } = await shown();
  expect(screen.getByText(english.benchmarks.at(5, 20), { exact: false })).toBeDefined();
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
  await user.click(screen.getByRole("button", { name: en.shell.jobs.cancel }));
  expect(asked).toMatchObject([{ params: { jobId: "job_1" } }]);
});

test("in Chinese the counts and what is at work are Chinese", async () => {
  fakeBranch(fakeServer());
  await shown("zh");
  await screen.findByText(chinese.benchmarks.at(5, 20), { exact: false });
  expect(screen.getByText("正在询问编辑前的模型")).toBeDefined();
});

test("one that ended without a result says so and offers no Cancel", async () => {
  fakeBranch(fakeServer());
  await shown("en", "failed");
  expect(screen.getByText(english.benchmarks.states.failed)).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});
