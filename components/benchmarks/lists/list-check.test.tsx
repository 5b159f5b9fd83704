// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { benchmarks as english } from "@/components/messages/en/shelf/benchmarks";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { listKept, QUESTIONS } from "@/lib/api";
import { fakeServer } from "@/lib/testing/fake-server";
import { PUBLISHED_RECORDS } from "@/lib/testing/published-records";
import { ListCheck } from "./list-check";
import { ListFound } from "./list-found";

beforeEach(() => {
  const server = fakeServer();
  server.answer(listKept, () => ({ lists: [] }));
  fakeBranch(server);
  const piece = { id: 1, text: "a", start: 0, end: 1 };
  // A long text has many tokens, and the last target none.
  server.answer(QUESTIONS.tokens, ({ input }) => ({
    context: 64,
    hasChat: false,
    encodings: input.texts.map((text) =>
      text === "?" ? [] : Array.from({ length: text.length }, () => piece),
    ),
  }));
  server.answer(QUESTIONS.continuations, ({ input }) => ({
    texts: [input.prompts.map(() => " Nordvik Lines, a company")],
  }));
});

async function checked(records: readonly unknown[]) {
  const drawn = await draw(
    <WorkbenchProvider>
      <ListCheck />
    </WorkbenchProvider>,
  );
  const text = JSON.stringify(records);
  await drawn.user.upload(
    document.querySelector("input[type=file]") as HTMLInputElement,
    new File([text], "list.json", { type: "application/json" }),
  );
  return drawn;
}

test("a file says what it was recognised as, by which fields, and what cannot be used", async () => {
  const [record] = PUBLISHED_RECORDS["wikidata-recent"];
  await checked([record, { ...record, target_new: "" }]);
  expect(
    await screen.findByText(/^Recognised as KnowEdit: WikiData recent by the fields subject, target_new/),
  ).toBeDefined();
  expect(screen.getByText(english.list.faults("1"))).toBeDefined();
  expect(screen.getByText(/The operator of Halden Ferry is → Nordvik Lines/)).toBeDefined();
});

test("it says how the model reads the list, and how much of it the model says already", async () => {
  const [record] = PUBLISHED_RECORDS["wikidata-recent"];
  await checked([
    record,
    { ...record, target_new: "?" },
    { ...record, prompt: `${"x".repeat(60)} Halden Ferry is` },
  ]);
  expect(await screen.findByText(english.list.fit.answered(1, 3))).toBeDefined();
  expect(screen.getByText(english.list.fit.noToken(1))).toBeDefined();
  expect(screen.getByText(english.list.fit.tooLong(1))).toBeDefined();
});

test("a list that was drawn has no columns, and nobody is asked to name them", async () => {
  const drawn = { questions: [], faults: [], omitted: [], datasets: ["cases"], records: 0, cases: [] };
  await draw(<ListFound list={{ ...drawn, name: "Drawn", recognised: [] } as never} />);
  expect(screen.getByText("Drawn")).toBeDefined();
  expect(screen.queryByText(english.list.unknown)).toBeNull();
});

test("texts of a list of attacks are folded until they are asked for", async () => {
  const { user } = await checked(PUBLISHED_RECORDS.safeedit);
  expect(await screen.findByText(english.hidden)).toBeDefined();
  expect(screen.queryByText(/I cannot help with that/)).toBeNull();
  await user.click(screen.getByRole("button", { name: english.reveal }));
  expect(screen.getAllByText(/I cannot help with that/).length).toBeGreaterThan(0);
});

test("columns of an unknown table are named by hand, and the list is kept with its terms", async () => {
  const { user } = await checked([
    { land: "Norway", religion: "Lutheran" },
    { land: "Chad", religion: "" },
  ]);
  expect(await screen.findByText(english.list.unknown)).toBeDefined();
  const { mapping, keep } = english.list;
  const read = screen.getByRole("button", { name: mapping.read });
  expect(read.hasAttribute("disabled")).toBe(true);
  await user.type(screen.getByLabelText(mapping.parts.prompt), "The religion of {{land} is");
  await user.type(screen.getByLabelText(mapping.parts.ground_truth), "religion");
  await user.click(read);
  expect(await screen.findByText("The religion of Norway is")).toBeDefined();
  expect(screen.getByText(english.list.faults("1"))).toBeDefined();

  const taken: string[] = [];
  const others = fetch;
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
    if (init?.method !== "POST" || !url.startsWith(listKept.path)) return others(url, init);
    taken.push(url);
    const counts = { records: 2, edits: 0, probes: 0, questions: 1, faults: 1 };
    const terms = { name: "list.json", licence: "CC0", source: null, datasets: ["flat"] };
    return Response.json({ id: "a".repeat(64), createdAt: "2026-01-01T00:00:00.000Z", ...terms, ...counts });
  });
  await user.type(screen.getByLabelText(keep.licence), "CC0");
  await user.click(screen.getByRole("button", { name: keep.action }));
  expect(await screen.findByText(/list\.json is kept as/)).toBeDefined();
  const said = new URL(taken[0], "http://localhost").searchParams;
  expect(said.get("licence")).toBe("CC0");
  expect(JSON.parse(said.get("mapping") ?? "")).toEqual({
    prompt: "The religion of {land} is",
    ground_truth: "religion",
  });
});
