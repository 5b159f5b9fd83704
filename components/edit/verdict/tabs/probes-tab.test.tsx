// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { probe, verdict } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import type { ProbeResult, Protocol } from "@/lib/eval";
import { EVERY_PROBE, ProbesTab, type ProbeFilter } from "./probes-tab";

const t = en.edit.probeTable;

interface Given {
  protocol?: Protocol;
  filter?: ProbeFilter;
}

async function drawTab(
  probes: readonly ProbeResult[],
  { protocol = "generation", filter = EVERY_PROBE }: Given = {},
) {
  function Tab() {
    const [now, setFilter] = useState(filter);
    return <ProbesTab verdict={verdict(probes)} protocol={protocol} filter={now} onFilter={setFilter} />;
  }
  return draw(<Tab />);
}
const rows = () =>
  within(screen.getByRole("table", { name: t.caption }))
    .queryAllByRole("row")
    .filter((row) => within(row).queryByRole("rowheader"));
const prompts = () => rows().map((row) => within(row).getByRole("rowheader").firstChild?.textContent);
const shown = (count: number, total: number) => screen.getByText(t.shown(count, total));

const TAKEN = probe({ prompt: "The capital of Norway is" });
const MISSED = probe({ prompt: "Norway is ruled from", group: "generality", kind: "rephrase" }, []);
const DISPUTED = probe({ prompt: "In Norway's capital", group: "portability", kind: "one-hop" }, [
  "teacherForced",
]);
const KEPT = probe({ prompt: "The capital of Chile is", group: "locality", kind: "same-relation" });

test("a probe that accepts several answers names them all", async () => {
  await drawTab([{ ...TAKEN, alternatives: ["Bergen, Norway"] }]);
  expect(within(rows()[0]).getByText("one of: “Bergen”, “Bergen, Norway”")).toBeDefined();
});

test("each probe has its prompt, what was expected, both answers, and whether it passes", async () => {
  await drawTab([TAKEN, MISSED]);
  const [taken, missed] = rows();
  for (const text of ["Bergen", "Oslo…", t.target("Bergen", "2.0%"), t.target("Bergen", "93.0%"), t.passed])
    expect(within(taken).getAllByText(text).length, text).toBeGreaterThan(0);
  expect(within(missed).getByText(t.failed)).toBeDefined();
  shown(2, 2);
});

test("a probe passes or misses under the protocol that is chosen", async () => {
  await drawTab([DISPUTED], { protocol: "teacher-forced" });
  expect(within(rows()[0]).getByText(t.passed)).toBeDefined();
});

test("a part of the tokens is a miss that says how large the part is", async () => {
  const half = { ...MISSED.after, generation: { text: " Berlin", score: 0.5 } };
  await drawTab([{ ...MISSED, after: half }]);
  expect(within(rows()[0]).getByText(`${t.failed}, ${t.partly("50.0%")}`)).toBeDefined();
});

test("groups without a probe are no choice, and a group shows only its own", async () => {
  const { user } = await drawTab([TAKEN, MISSED, KEPT]);
  const radios = screen
    .getAllByRole("radio")
    .map((radio) => radio.getAttribute("aria-label") ?? radio.textContent);
  expect(radios).toEqual([
    t.allGroups,
    ...[TAKEN, MISSED, KEPT].map(({ group }) => en.catalog.probeGroup(group)),
  ]);
  await user.click(screen.getByRole("radio", { name: en.catalog.probeGroup(KEPT.group) }));
  expect(prompts()).toEqual([KEPT.prompt]);
  shown(1, 3);
});

test("only misses, and only what the protocols disagree on, narrow what is shown", async () => {
  const { user } = await drawTab([TAKEN, MISSED, DISPUTED]);
  await user.click(screen.getByRole("switch", { name: t.onlyMisses }));
  expect(prompts()).toEqual([MISSED.prompt, DISPUTED.prompt]);
  await user.click(screen.getByRole("switch", { name: t.onlyDisagreements }));
  expect(prompts()).toEqual([DISPUTED.prompt]);
});

test("a filter that nothing passes says so", async () => {
  await drawTab([TAKEN], { filter: { ...EVERY_PROBE, onlyMisses: true } });
  expect(screen.getByText(t.none)).toBeDefined();
  shown(0, 1);
});

test("the chart has a point for each probe that passes the filters", async () => {
  await drawTab([TAKEN, MISSED, KEPT]);
  expect(screen.getByText(en.charts.probabilityShift.n(3))).toBeDefined();
  await drawTab([TAKEN, MISSED], { filter: { ...EVERY_PROBE, onlyMisses: true } });
  expect(screen.getByText(en.charts.probabilityShift.n(1))).toBeDefined();
});

test("many probes are drawn a page at a time", async () => {
  const many = Array.from({ length: 130 }, (_, i) => probe({ prompt: `Prompt ${i}` }));
  const { user } = await drawTab(many);
  expect(rows()).toHaveLength(100);
  await user.click(screen.getByRole("button", { name: t.showMore(30) }));
  expect(rows()).toHaveLength(130);
  expect(screen.queryByRole("button", { name: t.showMore(30) })).toBeNull();
});
