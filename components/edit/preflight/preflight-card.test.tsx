// @vitest-environment happy-dom
import { cleanup, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { draw } from "@/components/testing/render";
import type { Language } from "@/components/messages";
import type { PreflightReport } from "@/lib/api";
import { PreflightCard, type PreflightCardProps } from "./preflight-card";

const t = en.edit.preflight;
const SECOND = 1000;
const MB = 1e6;

const report = (change: Partial<PreflightReport> = {}): PreflightReport => ({
  method: "rome",
  blockers: [],
  warnings: [],
  memoryBytes: 64 * MB,
  downloadBytes: 0,
  durationMs: [2 * SECOND, 5 * SECOND],
  onceMs: [0, 0],
  artifacts: [],
  ...change,
});

async function drawCard(change: Partial<PreflightCardProps>, language: Language = "en") {
  const onRetry = vi.fn();
  const whole: PreflightCardProps = {
    rows: [],
    hasRuns: true,
    hasRequests: true,
    isCurrent: true,
    place: "wasm",
    error: null,
    onRetry,
    ...change,
  };
  return { ...(await draw(<PreflightCard {...whole} />, { language })), onRetry };
}
/** What stands beside a term of the card. */
const valueOf = (term: string) => screen.getByText(term).nextElementSibling?.textContent;
const notes = (label: string) =>
  within(screen.getByRole("list", { name: label }))
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);

test("without an edit, or without a method, it asks for what is missing", async () => {
  const { rerender } = await drawCard({ hasRequests: false, hasRuns: false });
  expect(screen.getByText(t.needsEdit)).toBeDefined();
  rerender(
    <PreflightCard
      rows={[]}
      hasRequests
      hasRuns={false}
      isCurrent
      place="wasm"
      error={null}
      onRetry={vi.fn()}
    />,
  );
  expect(screen.getByText(t.needsMethod)).toBeDefined();
});

test("until the answer is there it says that it works it out", async () => {
  await drawCard({});
  expect(screen.getByRole("status", { name: t.waiting })).toBeDefined();
});

test("estimates of an earlier edit are marked as such, and those of this one say where they were measured", async () => {
  const rows = [{ name: "ROME", report: report() }];
  await drawCard({ rows, isCurrent: false });
  const card = screen.getByRole("region", { name: t.label });
  expect(card.getAttribute("aria-busy")).toBe("true");
  expect(screen.getByRole("status").textContent).toBe(t.stale);
  cleanup();
  await drawCard({ rows, place: "webgpu" });
  expect(screen.queryByRole("status")).toBeNull();
  expect(screen.getByText(t.basis(en.edit.verdict.places.webgpu))).toBeDefined();
});

test("a time that a run on this machine has corrected says that it was measured", async () => {
  await drawCard({ rows: [{ name: "ROME", report: report({ isMeasured: true }) }], place: "webgpu" });
  expect(screen.getByText(t.measured(en.edit.verdict.places.webgpu))).toBeDefined();
});

test("nothing is marked while there is no estimate yet", async () => {
  await drawCard({ isCurrent: false });
  expect(screen.queryByText(t.stale)).toBeNull();
});

test("an error is shown, and can be tried again", async () => {
  const { user, onRetry } = await drawCard({
    error: { code: "not_found", message: "There is no such model." },
  });
  expect(screen.getByRole("alert").textContent).toContain("There is no such model.");
  await user.click(screen.getByRole("button", { name: en.ui.retry }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("one run is spelled out: time, memory, download and statistics", async () => {
  const artifacts = [
    { what: "Second moment of layer 2", cached: true, durationMs: 0 },
    { what: "Second moment of layer 3", cached: false, durationMs: 90 * SECOND },
  ] as unknown as PreflightReport["artifacts"];
  await drawCard({ rows: [{ name: "ROME", report: report({ downloadBytes: 3 * MB, artifacts }) }] });
  expect(valueOf(t.time)).toBe(t.timeRange("2.0 s", "5.0 s"));
  expect(valueOf(t.memory)).toBe("64.0 MB");
  expect(valueOf(t.download)).toBe("3.0 MB");
  const [ready, missing] = screen.getAllByRole("listitem");
  expect(ready.textContent).toContain(t.cached);
  expect(missing.textContent).toContain(t.toCompute("1 min 30 s"));
});

test("nothing to download and no statistics are said in words, not as zero", async () => {
  await drawCard({ rows: [{ name: "FT", report: report() }] });
  expect(valueOf(t.download)).toBe(t.nothing);
  expect(valueOf(t.statistics)).toBe(t.noStatistics);
  expect(screen.queryByRole("list", { name: t.blockers })).toBeNull();
  expect(screen.queryByRole("list", { name: t.warnings })).toBeNull();
});

test("what is in the way is apart from what is worth knowing", async () => {
  const blockers = ["The model has no such layer."];
  const warnings = ["Memory may be short.", "The subject is long."];
  await drawCard({ rows: [{ name: "ROME", report: report({ blockers, warnings }) }] });
  expect(notes(t.blockers)).toEqual(blockers);
  expect(notes(t.warnings)).toEqual(warnings);
});

test("three runs are a table with the time of all, the largest memory, and whose each note is", async () => {
  const everyone = "Memory may be short.";
  await drawCard({
    rows: [
      { name: "ROME", report: report({ warnings: [everyone], memoryBytes: 128 * MB }) },
      { name: "MEMIT", report: report({ warnings: [everyone] }) },
      { name: "MEND", report: report({ warnings: [everyone], blockers: ["It is not trained."] }) },
    ],
  });
  expect(await screen.findByText(t.inAll(3, t.timeRange("6.0 s", "15.0 s"), "128.0 MB"))).toBeDefined();
  expect(screen.getAllByRole("rowheader").map(({ textContent }) => textContent)).toEqual([
    "ROME",
    "MEMIT",
    "MEND",
  ]);
  expect(notes(t.blockers)).toEqual(["MEND: It is not trained."]);
  expect(notes(t.warnings)).toEqual([everyone]);
});

test("the card speaks Chinese where the page does", async () => {
  await drawCard({ rows: [{ name: "ROME", report: report() }] }, "zh");
  const chinese = zh.edit.preflight;
  expect(screen.getByRole("region", { name: chinese.label })).toBeDefined();
  expect(valueOf(chinese.download)).toBe(chinese.nothing);
});
