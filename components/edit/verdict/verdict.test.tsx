// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { editRun, judgedRun, outcome, probe, verdict } from "@/components/testing/edit-run";
import { draw, type DrawOptions } from "@/components/testing/render";
import { PalimpsestError } from "@/lib/base";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import { fakeServer } from "@/lib/testing/fake-server";
import type { MethodChoice } from "../methods/use-method-choice";
import { Verdict } from "./verdict";

const t = en.edit.verdict;
const NAMES: Record<string, string> = { rome: "ROME", memit: "MEMIT" };
const choice = { runNames: ["ROME"], nameOf: (id: string) => NAMES[id] ?? id } as unknown as MethodChoice;

beforeEach(() => void fakeBranch(fakeServer()));

async function drawVerdict(
  run: EditRun,
  { isStale = false, ...options }: DrawOptions & { isStale?: boolean } = {},
) {
  const actions = { onRun: vi.fn(), onAgain: vi.fn(), onToComposer: vi.fn() };
  const drawn = await draw(
    <WorkbenchProvider>
      <Verdict run={run} choice={choice} isStale={isStale} {...actions} />
    </WorkbenchProvider>,
    options,
  );
  return { ...drawn, ...actions };
}
/** The details that are drawn once the code of a verdict is loaded. */
const details = () => screen.findByRole("tablist", { name: t.tabsLabel });
const bodyOf = (table: HTMLElement) => within(table).getAllByRole("row").slice(1);

describe("before there is a result", () => {
  test("without a run it says what will be here", async () => {
    await drawVerdict(editRun());
    expect(screen.getByText(t.emptyTitle)).toBeDefined();
    for (const point of t.emptyPoints) expect(screen.getByText(point)).toBeDefined();
  });

  test("a run that was cancelled says so", async () => {
    await drawVerdict(editRun({ status: "cancelled" }));
    expect(screen.getByText(en.edit.run.cancelled)).toBeDefined();
  });

  test.each(["queued", "running", "succeeded"] as const)(
    "one that is %s waits for its curves",
    async (status) => {
      await drawVerdict(editRun({ status }));
      expect(await screen.findByText(en.edit.run.curvesEmpty)).toBeDefined();
    },
  );

  test("one that failed says why, and runs again", async () => {
    const error = new PalimpsestError("numerical", "The loss is not finite.", { hint: "Clamp it." });
    const { user, onRun } = await drawVerdict(editRun({ status: "failed", error }));
    const note = screen.getByRole("alert");
    expect(note.textContent).toContain("The loss is not finite.");
    expect(note.textContent).toContain("Clamp it.");
    await user.click(within(note).getByRole("button", { name: en.ui.retry }));
    expect(onRun).toHaveBeenCalledOnce();
  });
});

describe("of one method", () => {
  test("it names the method, where it ran and how long", async () => {
    await drawVerdict(judgedRun([outcome()]));
    await details();
    expect(screen.getByText(`ROME · ${t.took("2.5 s", t.places.native)}`)).toBeDefined();
    expect(screen.getByRole("button", { name: en.edit.keep.keep })).toBeDefined();
  });

  test("it shows the text before and after", async () => {
    await drawVerdict(judgedRun([outcome()]));
    await details();
    expect(document.querySelector("ins")?.textContent).toContain("Bergen");
    expect(document.querySelector("del")?.textContent).toContain("Oslo");
  });

  test("of an edit that did not take it says so, that no text changed, and the misses", async () => {
    const says = [{ prompt: "The capital of Norway is", before: " Oslo", after: " Oslo" }];
    const found = { ...verdict([probe({}, [])], 0), says };
    const { user } = await drawVerdict(judgedRun([outcome({ verdict: found })]));
    await details();
    expect(screen.getByText(t.outcome.missedSame("Oslo"))).toBeDefined();
    expect(screen.getByText(en.edit.says.same)).toBeDefined();
    await user.click(screen.getByRole("tab", { name: t.tabs.probes }));
    expect(await screen.findByText(en.edit.probeTable.failed)).toBeDefined();
    // What did not take may be kept all the same: a person may want exactly that.
    expect(screen.getByRole<HTMLButtonElement>("button", { name: en.edit.keep.keep }).disabled).toBe(false);
  });

  test("where the protocols disagree, a button leads to the probes they disagree on", async () => {
    const disputed = probe({ prompt: "In Norway's capital" }, ["teacherForced"]);
    const found = { ...verdict([probe(), disputed]), disagreements: 1 };
    const { user, search } = await drawVerdict(judgedRun([outcome({ verdict: found })]));
    await details();
    expect(screen.getByText(t.disagree(1, 2))).toBeDefined();
    await user.click(screen.getByRole("button", { name: t.seeDisagreements }));
    const table = await screen.findByRole("table", { name: en.edit.probeTable.caption });
    expect(bodyOf(table).map((row) => within(row).getByRole("rowheader").textContent)).toEqual([
      expect.stringContaining(disputed.prompt),
    ]);
    expect(search()).not.toContain("tab=");
  });

  test("the protocol is in the address, and decides what passes", async () => {
    const disputed = probe({}, ["teacherForced"]);
    const run = judgedRun([outcome({ verdict: { ...verdict([disputed]), disagreements: 1 } })]);
    const { user, search } = await drawVerdict(run);
    await details();
    expect(screen.getByText(en.edit.probeTable.failed)).toBeDefined();
    await user.click(screen.getByRole("radio", { name: t.protocols["teacher-forced"] }));
    expect(await screen.findByText(en.edit.probeTable.passed)).toBeDefined();
    expect(search()).toContain("protocol=teacher-forced");
  });

  test("without probes there is nothing to agree on, and the table says that it is empty", async () => {
    await drawVerdict(judgedRun([outcome({ verdict: verdict([]) })]));
    await details();
    expect(screen.getByText(en.edit.probeTable.none)).toBeDefined();
    expect(screen.queryByText(t.agree)).toBeNull();
  });

  test("one that was not judged says so, and one that failed says why", async () => {
    await drawVerdict(judgedRun([outcome({ verdict: undefined })]));
    expect(await screen.findByText(t.notJudged)).toBeDefined();
    const error = { code: "numerical", message: "The loss is not finite." } as const;
    await drawVerdict(judgedRun([outcome({ error, verdict: undefined })]));
    expect((await screen.findByRole("alert")).textContent).toContain("The loss is not finite.");
  });

  test("when the composer has changed since, it says so", async () => {
    await drawVerdict(judgedRun([outcome()]), { isStale: true });
    expect(await screen.findByText(t.stale)).toBeDefined();
  });
});

describe("the sentence", () => {
  const group = (name: string, ...passed: readonly boolean[]) =>
    passed.map((one, i) => probe({ group: name, prompt: `${name} ${i}` }, one ? undefined : []));
  const sentence = () => screen.findByRole("region", { name: t.outcome.label });
  const drawProbes = async (...probes: ReturnType<typeof probe>[]) => {
    await drawVerdict(judgedRun([outcome({ verdict: verdict(probes) })]));
    return (await sentence()).textContent ?? "";
  };
  const held = [true, true, true, true, true];

  test("of an edit that took quotes the model and counts questions", async () => {
    const text = await drawProbes(
      probe(),
      ...group("generality", true, true, true, true),
      ...group("locality", ...held, false),
      ...group("portability", false),
    );
    expect(text).toContain(t.outcome.took("Bergen"));
    for (const part of [
      t.outcome.rephrasings(4, 4),
      t.outcome.neighbours(5, 6),
      t.outcome.consequences(0, 1),
    ])
      expect(text).toContain(part);
  });

  test("names damage, and a wording that alone was learnt", async () => {
    expect(await drawProbes(probe(), ...group("locality", true, false, false))).toContain(
      t.outcome.damaged("Bergen"),
    );
  });

  test("of an edit that only its own wording learnt says so", async () => {
    expect(await drawProbes(probe(), ...group("generality", false, false))).toContain(
      t.outcome.narrow("Bergen"),
    );
  });

  test("cannot tell where nobody asked", async () => {
    expect(await drawProbes(...group("locality", true))).toContain(t.outcome.unasked);
  });

  test("of several edits counts those that took, and names those that the list replaced", async () => {
    const cases = ["Norway", "Norway", "Chile"].map((subject, i) => ({
      request: { id: `${i}`, subject, prompt: "The capital of {} is", targetNew: `T${i}` },
      rephrases: [],
      locality: {},
      portability: {},
    }));
    const probes = cases.map(({ request }, i) => probe({ caseId: request.id }, i === 1 ? undefined : []));
    const run = judgedRun([outcome({ verdict: verdict(probes, 0.5) })]);
    await drawVerdict({ ...run, input: run.input && { ...run.input, cases } });
    const text = (await sentence()).textContent;
    expect(text).toContain(t.outcome.several.missed(1, 2));
    expect(text).toContain(t.outcome.replaced(1));
    expect(screen.getByText(en.lists.clashes(1))).toBeDefined();
  });

  test("of facts that may change counts those that stayed, and calls none a miss", async () => {
    const open = group("may-change", true, false);
    expect(await drawProbes(probe(), ...open)).toContain(t.outcome.alsoChanged(1, 2));
    const table = await screen.findByRole("table", { name: en.edit.probeTable.caption });
    expect(within(table).queryByText(en.edit.probeTable.failed)).toBeNull();
    expect(within(table).getByText(en.edit.probeTable.changed)).toBeDefined();
  });

  test("stands above a drawing of the facts around the edit, with a table", async () => {
    await drawVerdict(
      judgedRun([
        outcome({
          verdict: verdict([
            probe(),
            probe({ group: "portability", prompt: "The currency of Bergen is the", expected: "Krone" }, []),
            ...group("locality", true),
            ...group("may-change", false),
          ]),
        }),
      ]),
    );
    await sentence();
    const words = en.charts.ripple;
    expect(screen.getByRole("heading", { name: words.question("Norway") })).toBeDefined();
    expect(screen.getByText(words.n(3), { exact: false })).toBeDefined();
  });

  test.each([
    [7.208, "7.2", "text-soft"],
    [30, "30", "text-warn"],
  ])(
    "a change %s times its weight is remarked on, as a warning where it is larger than usual",
    async (relative, said, tone) => {
      const weights = [{ parameter: "w", layer: 2, rank: 1, norm: 9, relative }];
      await drawVerdict(judgedRun([outcome({ verdict: { ...verdict(), weights } })]));
      const remark = await screen.findByText(new RegExp(t.outcome.largeChange(said).slice(0, 20)));
      expect(remark.textContent).toMatch(/usual/);
      expect(remark.closest("p")?.className).toContain(tone);
    },
  );
});

describe("of several methods", () => {
  const better = outcome({ entry: 1, method: "memit", fingerprintAfter: "2".repeat(64) });
  const worse = outcome({ verdict: verdict([probe({}, [])], 0.25) });
  const words = en.edit.comparison;

  test("the best is named and open, with a button that keeps it", async () => {
    await drawVerdict(judgedRun([worse, better]));
    expect(await screen.findByText(words.best("MEMIT"))).toBeDefined();
    expect(screen.getByRole("heading", { name: t.of("MEMIT") })).toBeDefined();
    expect(screen.getByRole("button", { name: en.edit.keep.keepNamed("MEMIT") })).toBeDefined();
  });

  test("equals are a tie however long each took, and one edit cannot tell them apart", async () => {
    await drawVerdict(judgedRun([outcome({ durationMs: 9000 }), better]));
    expect(await screen.findByText(words.tie(["ROME", "MEMIT"], 1))).toBeDefined();
    expect(screen.getByText(words.tieOne)).toBeDefined();
    expect(screen.queryByText(words.best("ROME"))).toBeNull();
  });

  test("each can be opened in the table, and then it is the one that is kept", async () => {
    const { user, search } = await drawVerdict(judgedRun([worse, better]));
    await user.click(await screen.findByRole("button", { name: words.pick("ROME") }));
    expect(screen.getByRole("heading", { name: t.of("ROME") })).toBeDefined();
    expect(screen.getByRole("button", { name: en.edit.keep.keepNamed("ROME") })).toBeDefined();
    expect(search()).toContain("shown=0");
    await user.click(screen.getByRole("button", { name: words.showBest }));
    expect(screen.getByRole("heading", { name: t.of("MEMIT") })).toBeDefined();
  });

  test("the same prompt stands in a column for each, with what it says and whether it took", async () => {
    const missed = verdict([probe({}, [])], 0.25);
    const says = [{ prompt: "The capital of Norway is", before: " Oslo", after: " Oslo" }];
    await drawVerdict(judgedRun([outcome({ verdict: { ...missed, says } }), better]));
    const texts = within(await screen.findByRole("region", { name: en.edit.says.byMethod }));
    const [rome, memit] = ["ROME", "MEMIT"].map((name) => texts.getByRole("article", { name }).textContent);
    expect(rome).toContain(t.outcome.brief.missed);
    expect(rome).toContain("The capital of Norway is… Oslo");
    expect(memit).toContain(t.outcome.brief.took);
    expect(memit).toContain("Bergen");
  });

  test("one that failed takes nothing from the others", async () => {
    const error = { code: "numerical", message: "The loss is not finite." } as const;
    await drawVerdict(judgedRun([outcome({ error, verdict: undefined, overlays: [] }), better]));
    expect(await screen.findByText(words.best("MEMIT"))).toBeDefined();
    const table = within(screen.getByRole("table", { name: words.caption }));
    expect(table.getAllByRole("rowheader")).toHaveLength(2);
  });

  test("each is compared with the best case by case, where there are several cases", async () => {
    const cases = ["edit-1", "edit-2"].map((id) => ({
      request: { id, subject: id, prompt: `The capital of {} is`, targetNew: "Bergen" },
      rephrases: [],
      locality: {},
      portability: {},
    }));
    const probes = (passed: readonly boolean[]) =>
      cases.map(({ request }, i) => probe({ caseId: request.id }, passed[i] ? undefined : []));
    const run = judgedRun([
      outcome({ verdict: verdict(probes([true, false]), 0.5) }),
      outcome({ entry: 1, method: "memit", verdict: verdict(probes([true, true])) }),
    ]);
    await drawVerdict({ ...run, input: run.input && { ...run.input, cases } });
    const t = words.differences;
    const compared = within(await screen.findByRole("table", { name: t.caption("MEMIT") }));
    expect(compared.getAllByRole("rowheader").map((cell) => cell.textContent)).toEqual(["ROME"]);
    expect(compared.getByTitle(t.test(0, 1, "1.000")).textContent).toMatch(/^−50\.0/);
  });

  test("runs of one method that differ in a number are named by it", async () => {
    const values = [5, 20].map((clampFactor, entry) => outcome({ entry, parameters: { clampFactor } }));
    const { user } = await drawVerdict(judgedRun(values));
    await user.click(await screen.findByRole("button", { name: words.pick("clampFactor 20") }));
    expect(screen.getByRole("heading", { name: t.of("ROME · clampFactor 20") })).toBeDefined();
  });
});
