// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch, type FakeBranch } from "@/components/testing/branch";
import { CHECKPOINT, outcome } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import { catalog, getJob, QUESTIONS, startJob, type MethodCard } from "@/lib/api";
import { EditCase } from "@/lib/data";
import { EditJobInput } from "@/lib/store";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { PlanRun } from "./plan-run";

const t = en.knowledge.run;
const caseOf = (id: string, subject: string, targetNew: string) =>
  EditCase.parse({ request: { id, subject, prompt: "The capital of {} is", targetNew } });
const CASES = [caseOf("a", "Norway", "Bergen"), caseOf("b", "Sweden", "Malmö")];

const method = (id: string, name: string, batch: boolean) =>
  ({
    id,
    name,
    summary: "",
    kind: "fine-tuning",
    paper: { title: "", year: 2024, url: "" },
    traits: { batch, sequential: true, gradient: true },
    parameters: { type: "object", properties: {} },
    presets: [],
  }) as unknown as MethodCard;

let server: FakeServer;
let branch: FakeBranch;
beforeEach(() => {
  server = fakeServer();
  branch = fakeBranch(server);
  server.answer(catalog, () => ({
    methods: [method("rome", "ROME", false), method("memit", "MEMIT", true), method("ft-m", "FT-M", true)],
    metrics: [],
    analyses: [],
  }));
  const report = {
    artifacts: [],
    warnings: [],
    downloadBytes: 0,
    memoryBytes: 1,
    durationMs: [1, 2],
    onceMs: [0, 0],
  };
  server.answer(QUESTIONS.preflight, ({ input }) => ({
    preflights: input.methods.map(({ method: id }) => ({
      ...report,
      method: id,
      blockers: id === "memit" ? ["It has no statistics."] : [],
    })) as never,
  }));
});

/** The address of a run of these cases that has ended. */
function ended(outcomes = [outcome({ method: "ft-m" })]) {
  server.answer(
    getJob,
    () =>
      ({
        id: "job_1",
        kind: "edit",
        status: "succeeded",
        summary: { methods: ["ft-m"], edits: 2, subjects: [] },
        author: "",
        attempt: 1,
        cancelRequested: false,
        createdAt: "2026-01-01T00:00:00.000Z",
        input: EditJobInput.parse({
          model: "atlas",
          version: CHECKPOINT,
          cases: CASES,
          methods: [{ method: "ft-m", parameters: {} }],
          mode: "batch",
        }),
        output: { outcomes, place: "native" },
      }) as never,
  );
  server.events("job_1").send({ status: "succeeded" });
  return "?p=server&job=job_1";
}

const drawRun = async (search = "?p=server", cases = CASES) => {
  const onKeep = vi.fn();
  const drawn = await draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <PlanRun
          cases={cases}
          computed={[]}
          options={null}
          isQuarantined={false}
          canKeep
          isKeeping={false}
          onKeep={onKeep}
        />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search },
  );
  return { ...drawn, onKeep };
};
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

test("several edits are offered to methods that write them together, the first that can run chosen", async () => {
  const started = server.answer(startJob, () => ({
    jobId: "job_2",
    summary: { methods: ["ft-m"], edits: 2, subjects: [] },
  }));
  const { user, search } = await drawRun();
  const list = await screen.findByRole<HTMLSelectElement>("combobox", { name: t.method });
  await waitFor(() => expect(list.value).toBe("ft-m"));
  expect([...list.options].map(({ text }) => text)).toEqual([t.cannot("MEMIT"), "FT-M"]);
  await waitFor(() => expect(button(t.run).disabled).toBe(false));
  await user.click(button(t.run));
  await waitFor(() => expect(search()).toContain("job=job_2"));
  expect(started[0].input).toMatchObject({
    kind: "edit",
    location: "server",
    input: { model: "atlas", version: CHECKPOINT, mode: "batch", methods: [{ method: "ft-m" }] },
  });
});

test("a plan that the model knows already is no mistake: it says that the graph can be corrected alone", async () => {
  const error = {
    code: "no_effect",
    message: "The model already answers so.",
    hint: "Choose another.",
  } as const;
  await drawRun(ended([outcome({ method: "ft-m", error, verdict: undefined, overlays: [] })]));
  expect(await screen.findByText(t.noEffect)).toBeDefined();
  expect(screen.getByText(error.message)).toBeDefined();
  expect(screen.queryByText(error.hint)).toBeNull();
});

test("a run that ended is kept by its job and entry", async () => {
  const { user, onKeep } = await drawRun(ended());
  await waitFor(() => expect(button(t.keep).disabled).toBe(false));
  await user.click(button(t.keep));
  expect(onKeep).toHaveBeenCalledWith({ jobId: "job_1", entry: 0 });
});

test("a run of another plan cannot be kept, and says why", async () => {
  await drawRun(ended(), CASES.slice(0, 1));
  await screen.findByText(t.stale);
  expect(button(t.keep).disabled).toBe(true);
});

test("a run on an older head says that the branch has moved on", async () => {
  branch.push({ id: "ver_other" });
  await drawRun(ended());
  await screen.findByText(t.moved);
  expect(button(t.keep).disabled).toBe(true);
});
