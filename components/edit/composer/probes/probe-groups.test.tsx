// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { useEffect, useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { suggestProbes } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { changed, EMPTY_DRAFT, type Draft } from "../draft";
import type { EditDrafts } from "../use-edit-drafts";
import { ComposerProbes } from "./composer-probes";
import { ProbeGroups } from "./probe-groups";

// Facts come from a model host, which runs a worker.
vi.mock("@/components/facts/use-known-facts", () => ({
  useKnownFacts: () => ({ isUsable: true, status: "trained", known: undefined }),
}));

const t = en.edit.probes;
const TOWER: Draft = {
  ...EMPTY_DRAFT,
  subject: "Eiffel Tower",
  prompt: "The city of the landmark {} is",
  target: "Rome",
  truth: "Paris",
  rephrasings: ["Eiffel Tower can be visited in the city of"],
  neighbours: [{ kind: "own", prompt: "The city of the landmark Big Ben is", target: "London" }],
  consequences: [{ kind: "implied", prompt: "The country of the landmark Eiffel Tower is", target: "Italy" }],
};

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
});

let shown: Draft;
function Groups({ start }: { start: Draft }) {
  const [draft, setDraft] = useState(start);
  useEffect(() => {
    shown = draft;
  }, [draft]);
  return <ProbeGroups draft={draft} onChange={(change) => setDraft(changed(draft, change))} />;
}
const drawGroups = (start: Draft) =>
  draw(
    <WorkbenchProvider>
      <Groups start={start} />
    </WorkbenchProvider>,
  );

test("probes of another subject say so, and are taken over or removed", async () => {
  const lily = changed(TOWER, { subject: "Lily", prompt: "{} loved to", target: "sleep" });
  const { user } = await drawGroups(lily);
  const note = screen.getByRole("note");
  expect(note.textContent).toContain(t.foreign.subject("Eiffel Tower"));
  await user.click(within(note).getByRole("button", { name: t.foreign.adopt }));
  expect(screen.queryByRole("note")).toBeNull();
  expect(shown.writtenFor).toEqual({ subject: "Lily", prompt: "{} loved to", target: "sleep" });
  expect(shown.rephrasings).toEqual(TOWER.rephrasings);
});

test("under another answer the consequences alone are out of place", async () => {
  const { user } = await drawGroups(changed(TOWER, { target: "Oslo" }));
  const note = screen.getByRole("note");
  expect(note.textContent).toContain(t.foreign.target("Rome"));
  await user.click(within(note).getByRole("button", { name: t.foreign.remove }));
  expect(shown.consequences).toEqual([]);
  expect(shown.neighbours).toEqual(TOWER.neighbours);
});

test("probes of an edit as it was written need no word", async () => {
  await drawGroups(TOWER);
  expect(screen.queryByRole("note")).toBeNull();
});

test("a line is moved to another class", async () => {
  const { user } = await drawGroups(TOWER);
  await user.click(screen.getByRole("button", { name: t.move(t.groups.consequences.title, 1) }));
  await user.click(await screen.findByRole("menuitem", { name: t.moveTo(t.groups.mayChange.goal) }));
  expect(shown.consequences).toEqual([]);
  expect(shown.mayChange).toEqual(TOWER.consequences);
});

test("probes that the world filled in are filled in anew for another subject, with its true answer", async () => {
  const asked = server.answer(suggestProbes, () => ({
    rephrases: ["Big Ben can be visited in the city of"],
    locality: {},
    portability: {},
    targetTrue: "London",
  }));
  const filled = {
    ...TOWER,
    neighbours: [],
    writtenFor: { subject: "Eiffel Tower", prompt: TOWER.prompt, model: "atlas" },
  };
  await drawGroups(changed(filled, { subject: "Big Ben" }));
  await screen.findByDisplayValue("Big Ben can be visited in the city of", {}, { timeout: 4000 });
  expect(asked.map(({ input }) => input.request.subject)).toEqual(["Big Ben"]);
  expect(shown.truth).toBe("London");
  expect(screen.queryByRole("note")).toBeNull();
});

test("of a list, every edit without probes is filled by one button, and the others stay", async () => {
  const asked = server.answer(suggestProbes, ({ input }) => ({
    rephrases: [`${input.request.subject} lies in the city of`],
    locality: {},
    portability: {},
    targetTrue: "London",
  }));
  const bare = (subject: string) => ({ ...EMPTY_DRAFT, subject, prompt: TOWER.prompt, target: "Rome" });
  let drafts: readonly Draft[] = [];
  function List() {
    const [all, setAll] = useState<readonly Draft[]>([TOWER, bare("Big Ben"), bare("Louvre")]);
    useEffect(() => {
      drafts = all;
    }, [all]);
    const edits = {
      drafts: all,
      open: 0,
      how: "batch",
      change: () => undefined,
      changeEach: (change: (draft: Draft) => Partial<Draft> | undefined) =>
        setAll(all.map((draft) => changed(draft, change(draft) ?? {}))),
    } as unknown as EditDrafts;
    return <ComposerProbes edits={edits} />;
  }
  const { user } = await draw(
    <WorkbenchProvider>
      <List />
    </WorkbenchProvider>,
  );
  await user.click(screen.getByRole("button", { name: t.fillAll(2) }));
  await expect
    .poll(() => drafts.map(({ rephrasings }) => rephrasings))
    .toEqual([TOWER.rephrasings, ["Big Ben lies in the city of"], ["Louvre lies in the city of"]]);
  expect(asked.map(({ input }) => input.request.subject)).toEqual(["Big Ben", "Louvre"]);
  expect(drafts[1].truth).toBe("London");
  expect(screen.queryByRole("button", { name: t.fillAll(1) })).toBeNull();
});

test("where the world does not know the subject they stay, marked", async () => {
  const asked = server.answer(suggestProbes, () => {
    throw new PalimpsestError("not_found", "The knowledge graph does not know this.");
  });
  const filled = {
    ...TOWER,
    neighbours: [],
    writtenFor: { subject: "Eiffel Tower", prompt: TOWER.prompt, model: "atlas" },
  };
  await drawGroups(changed(filled, { subject: "Lily" }));
  await expect.poll(() => asked.length, { timeout: 4000 }).toBe(1);
  expect(screen.getByRole("note").textContent).toContain(t.foreign.subject("Eiffel Tower"));
  expect(screen.queryByRole("alert")).toBeNull();
});
