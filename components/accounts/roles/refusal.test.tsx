// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { VerdictActions } from "@/components/edit/verdict/keep/verdict-actions";
import { StartButton, StartColumns } from "@/components/evaluate/start/start-frame";
import { MeasureForm } from "@/components/measure/measure-form";
import { MergeRun } from "@/components/merge/result/merge-run";
import type { MergeRunState } from "@/components/merge/result/use-merge-run";
import type { RecipeDraft } from "@/components/merge/recipe/use-recipe";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { JobList } from "@/components/shell/jobs/job-list";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { judgedRun, outcome } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import { ACCESS, getMe, keepVersion, type ListedJob, type Person } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { LabProvider } from "../lab-provider";

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
});

const bo: Person = { id: "p2", name: "Bo", email: "bo@lab.example", role: "viewer", models: {} };

const drawInLab = (ui: ReactNode) =>
  draw(
    <LabProvider>
      <WorkbenchProvider>{ui}</WorkbenchProvider>
    </LabProvider>,
  );

/** What every start of a run in Evaluate is made of. */
function EvaluateStart({ onRun }: { onRun: () => void }) {
  return (
    <StartColumns canRun onRun={onRun}>
      <input aria-label="A field" />
      <StartButton label="Start" obstacle={null} error={null} isPending={false} canRun />
    </StartColumns>
  );
}

async function drawActions(person: Partial<Person>, language: "en" | "zh" = "en") {
  server.answer(getMe, () => ({ person: { ...bo, ...person }, admins: ["Ada", "Cy"] }));
  const found = outcome();
  return draw(
    <LabProvider>
      <WorkbenchProvider>
        <VerdictActions run={judgedRun([found])} outcome={found} isGood />
      </WorkbenchProvider>
    </LabProvider>,
    { language },
  );
}

const keep = () => screen.findByRole<HTMLButtonElement>("button", { name: en.edit.keep.keep });

describe("a control that the role does not permit", () => {
  test("is disabled and says which role it needs and who gives it", async () => {
    await drawActions({});
    const says = await screen.findByText("This needs the role Editor; yours is Viewer. Ada, Cy can give it.");
    expect((await keep()).disabled).toBe(true);
    expect((await keep()).getAttribute("aria-describedby")).toBe(says.id);
  });

  test("says so in Chinese", async () => {
    await drawActions({}, "zh");
    expect(
      await screen.findByText("这需要“编辑者”角色；您的角色是“查看者”。可由 Ada, Cy 授予。"),
    ).toBeDefined();
  });

  test("is offered where the role for this model permits it, and keeps without asking for a name", async () => {
    server.answer(keepVersion, () => {
      throw new Error("not asked");
    });
    const { user } = await drawActions({ models: { atlas: "editor" } });
    expect((await keep()).disabled).toBe(false);
    await user.click(await keep());
    const dialog = await screen.findByRole("dialog", { name: en.edit.keep.title });
    expect(within(dialog).queryByRole("textbox", { name: en.edit.keep.author })).toBeNull();
  });

  test("is not offered where the role for this model is lower", async () => {
    await drawActions({ role: "curator", models: { atlas: "viewer" } });
    expect(await screen.findByText(/needs the role Editor; yours is Viewer/)).toBeDefined();
    expect((await keep()).disabled).toBe(true);
  });
});

describe("what is started on the server", () => {
  const viewer = "This needs the role Proposer; yours is Viewer. Ada, Cy can give it.";
  const idle = {
    isBusy: false,
    isPreparing: false,
    cancel: vi.fn(),
    merge: vi.fn(),
  } as unknown as MergeRunState;
  const draft = { hasErrors: false, isChecking: false } as RecipeDraft;
  const onRun = vi.fn();
  const card = { id: "rome", kind: "locate-then-edit", settings: { parameters: {}, tried: 2 } } as never;

  test.each([
    ["a run of Evaluate", <EvaluateStart key="start" onRun={onRun} />, "Start"],
    ["a merge", <MergeRun key="merge" run={idle} draft={draft} />, /^Merge/],
    [
      "a measuring",
      <MeasureForm key="measure" card={card} jobId={undefined} onStarted={vi.fn()} />,
      /^Measure/,
    ],
  ])("%s is refused beforehand, and says why once", async (_, control, name) => {
    server.answer(getMe, () => ({ person: bo, admins: ["Ada", "Cy"] }));
    const { user } = await drawInLab(control);
    const says = await screen.findByText(viewer);
    const button = screen.getByRole<HTMLButtonElement>("button", { name });
    expect(button.disabled).toBe(true);
    expect(button.getAttribute("aria-describedby")).toBe(says.id);
    const field = screen.queryByRole("textbox", { name: "A field" });
    if (field) await user.type(field, "{Enter}");
    expect(onRun).not.toHaveBeenCalled();
  });

  test("is offered to whoever may start it", async () => {
    server.answer(getMe, () => ({ person: { ...bo, role: "proposer" as const }, admins: [] }));
    await drawInLab(<EvaluateStart onRun={onRun} />);
    expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Start" })).disabled).toBe(false);
  });
});

test("another person's job is a curator's to cancel, and one's own is one's own", async () => {
  server.answer(getMe, () => ({ person: { ...bo, role: "proposer" as const }, admins: ["Ada"] }));
  const job = (id: string, author: string) =>
    ({
      id,
      kind: "edit",
      status: "running",
      author,
      createdAt: "2026-01-01T00:00:00.000Z",
      summary: {
        methods: ["rome"],
        edits: 1,
        subjects: [author],
        repeats: author === "Bo" ? "Ada" : undefined,
      },
    }) as unknown as ListedJob;
  await drawInLab(
    <JobList
      jobs={[job("job_1", "Ada"), job("job_2", "Bo")]}
      isPending={false}
      error={null}
      onRetry={vi.fn()}
    />,
  );
  const cancels = () => screen.getAllByRole<HTMLButtonElement>("button", { name: en.shell.jobs.cancel });
  await waitFor(() => expect(cancels().map(({ disabled }) => disabled)).toEqual([true, false]));
  expect(cancels()[0].title).toMatch(/needs the role Curator; yours is Proposer/);
  expect(screen.getByText(new RegExp(en.shell.jobs.repeats("Ada")))).toBeDefined();
});

test("everything that the audit log notes has words", () => {
  const noted = Object.entries(ACCESS).flatMap(([id, rule]) => ("audit" in rule ? [id] : []));
  for (const { audit } of [en.lab, zh.lab])
    expect(Object.keys(audit.actions).sort()).toEqual(
      [...noted, "accounts.connect", "accounts.join", "accounts.sign-in"].sort(),
    );
});
