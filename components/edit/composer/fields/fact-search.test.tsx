// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { ModelHostBoundary } from "@/components/shell/model-host-boundary";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { ATLAS, fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { findFacts, listModels, suggestProbes, type FactFound } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import type { Draft } from "../draft";
import { FactSearch } from "./fact-search";

const t = en.edit.composer.find;
const FACTS: FactFound[] = [
  {
    relation: "language",
    label: "language of a country",
    subject: "Brazil",
    prompt: "The official language of {} is",
    answer: "Spanish",
    flaw: { kind: "wrong", truth: "Portuguese" },
    others: ["French"],
  },
  {
    relation: "capital",
    label: "capital of a country",
    subject: "Brazil",
    prompt: "The capital of {} is",
    answer: "Brasilia",
    others: ["Lima"],
  },
];
const PROBES = { rephrases: ["Brazil's capital is"], locality: {}, portability: {} };

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
  server.answer(listModels, () => ({ models: [ATLAS] }));
  server.answer(suggestProbes, () => PROBES);
});

async function drawSearch() {
  const onChoose = vi.fn<(draft: Draft) => void>();
  const drawn = await draw(
    <WorkbenchProvider>
      <ModelHostBoundary>
        <FactSearch onChoose={onChoose} />
      </ModelHostBoundary>
    </WorkbenchProvider>,
    { search: "?p=server" },
  );
  const field = await screen.findByRole<HTMLInputElement>("combobox", { name: t.label });
  await waitFor(() => expect(field.disabled).toBe(false));
  return { ...drawn, onChoose, field };
}

test("a fact is chosen with the keys and fills the whole edit with its probes", async () => {
  const calls = server.answer(findFacts, () => ({ facts: FACTS, total: 2 }));
  const { user, field, onChoose } = await drawSearch();
  await user.type(field, "brazil");
  await waitFor(() => expect(calls.at(-1)?.input.search).toBe("brazil"));
  await screen.findAllByRole("option");
  await user.keyboard("{ArrowDown}{Enter}");
  await waitFor(() => expect(onChoose).toHaveBeenCalledOnce());
  expect(onChoose.mock.calls[0][0]).toMatchObject({
    subject: "Brazil",
    prompt: "The capital of {} is",
    truth: "Brasilia",
    target: "Lima",
    rephrasings: ["Brazil's capital is"],
  });
  expect(field.value).toBe("");
  expect(screen.queryByRole("listbox")).toBeNull();
});

test("a fact that was taught wrongly is marked, and its edit corrects it", async () => {
  server.answer(findFacts, () => ({ facts: FACTS, total: 2 }));
  const { user, field, onChoose } = await drawSearch();
  await user.type(field, "brazil");
  const [first] = await screen.findAllByRole("option");
  expect(first.textContent).toContain(t.flaw("wrong", "Portuguese"));
  await user.click(first);
  await waitFor(() => expect(onChoose).toHaveBeenCalledOnce());
  expect(onChoose.mock.calls[0][0].target).toBe("Portuguese");
});

test("an edit without probes is filled in all the same", async () => {
  server.answer(findFacts, () => ({ facts: FACTS, total: 2 }));
  server.answer(suggestProbes, () => {
    throw new PalimpsestError("not_found", "No probes.");
  });
  const { user, field, onChoose } = await drawSearch();
  await user.type(field, "brazil");
  await user.click((await screen.findAllByRole("option"))[1]);
  await waitFor(() => expect(onChoose).toHaveBeenCalledOnce());
  expect(onChoose.mock.calls[0][0]).toMatchObject({ subject: "Brazil", rephrasings: [] });
});

test("words that are in no fact are said to be so, and Escape closes the list", async () => {
  server.answer(findFacts, () => ({ facts: [], total: 0 }));
  const { user, field } = await drawSearch();
  await user.type(field, "xyz");
  expect(await screen.findByText(t.none)).toBeDefined();
  await user.keyboard("{Escape}");
  expect(screen.queryByText(t.none)).toBeNull();
});

test("what was found for other words is gone as soon as the words change", async () => {
  server.answer(findFacts, () => ({ facts: FACTS, total: 2 }));
  const { user, field, onChoose } = await drawSearch();
  await user.type(field, "brazil");
  await screen.findAllByRole("option");
  await user.type(field, " l");
  expect(screen.queryAllByRole("option")).toEqual([]);
  await user.keyboard("{Enter}");
  expect(onChoose).not.toHaveBeenCalled();
  await screen.findAllByRole("option");
});
