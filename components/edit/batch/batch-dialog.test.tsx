// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import { listKept } from "@/lib/api";
import type { EditCase } from "@/lib/data";
import { keepList, memoryArtifacts } from "@/lib/store";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { MOST_EDITS } from "../view-state";
import { BatchDialog } from "./batch-dialog";
import { OwnList } from "./own-list";

const t = en.edit.batch;
const GOOD_LINE = "Norway,The capital of Norway is,Bergen";
const BAD_LINE = "Peru,The capital of Chile is,Lima";
const list = (...lines: string[]) => ["subject,prompt,target_new", ...lines].join("\n");

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  server.answer(listKept, () => ({ lists: [] }));
});

async function drawDialog(count = 1) {
  const onLoad = vi.fn<(cases: readonly EditCase[]) => void>();
  const onAppend = vi.fn<(cases: readonly EditCase[]) => void>();
  const onOpenChange = vi.fn<(open: boolean) => void>();
  const drawn = await draw(<BatchDialog open {...{ onLoad, append: { count, onAppend }, onOpenChange }} />);
  return { ...drawn, onLoad, onAppend, onOpenChange };
}
const paste = (text: string) =>
  fireEvent.change(screen.getByRole("textbox", { name: t.text }), { target: { value: text } });
const button = (name: string) => screen.findByRole<HTMLButtonElement>("button", { name });
const wordsOf = (cases: readonly EditCase[]) =>
  cases.map(({ request }) => [request.subject, request.prompt, request.targetNew]);
const NORWAY = ["Norway", "The capital of {} is", "Bergen"];

test("a pasted list says which lines cannot be used, and takes the rest", async () => {
  const { user, onLoad, onOpenChange } = await drawDialog();
  paste(list(GOOD_LINE, BAD_LINE));
  expect(await screen.findByText(/^Line 3\b/)).toBeDefined();
  expect(screen.getByText(t.faulty(1))).toBeDefined();
  await user.click(await button(t.replace(1)));
  expect(wordsOf(onLoad.mock.calls[0][0])).toEqual([NORWAY]);
  expect(onOpenChange).toHaveBeenCalledWith(false);
});

test("a list of which no line can be used is not taken", async () => {
  const { onLoad } = await drawDialog();
  paste(list(BAD_LINE));
  expect(await screen.findByText(t.faulty(1))).toBeDefined();
  expect((await button(t.replaceNone)).disabled).toBe(true);
  expect((await button(t.append)).disabled).toBe(true);
  expect(onLoad).not.toHaveBeenCalled();
});

test("a file is named in place of its text, read like it, and can be taken away", async () => {
  const { user, onAppend } = await drawDialog();
  const file = new File([list(GOOD_LINE)], "edits.csv", { type: "text/csv" });
  await user.upload(screen.getByLabelText(t.choose, { selector: "input" }), file);
  expect(await screen.findByText("edits.csv")).toBeDefined();
  expect(screen.queryByRole("textbox", { name: t.text })).toBeNull();
  await user.click(await button(t.removeFile));
  expect(screen.getByRole("textbox", { name: t.text })).toBeDefined();

  await user.upload(screen.getByLabelText(t.choose, { selector: "input" }), file);
  // It is read while the page goes on.
  await screen.findByText(t.read(1, 0));
  await user.click(await button(t.append));
  expect(wordsOf(onAppend.mock.calls[0][0])).toEqual([NORWAY]);
});

test("a list may replace as many edits as there may be, but not be added to them", async () => {
  await drawDialog(MOST_EDITS);
  paste(list(GOOD_LINE));
  await screen.findByText(t.read(1, 0));
  expect((await button(t.replace(1))).disabled).toBe(false);
  expect((await button(t.append)).disabled).toBe(true);
});

test("a list that takes the place of facts of the world is used, and put behind nothing", async () => {
  const onChange = vi.fn<(cases: readonly EditCase[] | null) => void>();
  const { user } = await draw(<OwnList cases={null} most={2} onChange={onChange} />);
  await user.click(screen.getByRole("button", { name: en.edit.ownList.open }));
  expect(await screen.findByText(t.description(2))).toBeDefined();
  paste(list(GOOD_LINE));
  await user.click(await button(t.use(1)));
  expect(wordsOf(onChange.mock.calls[0][0] ?? [])).toEqual([NORWAY]);
  expect(screen.queryByRole("button", { name: t.append })).toBeNull();
});

test("a list that is kept is opened by its name, up to the edits that there may be", async () => {
  const files = memoryArtifacts();
  const bytes = new TextEncoder().encode(list(GOOD_LINE, "Peru,The capital of Peru is,Cusco"));
  const { kept } = await keepList(files, { name: "capitals", bytes });
  server.answer(listKept, () => ({ lists: [kept] }));
  const others = fetch;
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) =>
    url === `/api/artifacts/${kept.id}/file`
      ? new Response((await files.get(kept.id)) as Uint8Array<ArrayBuffer>)
      : others(url, init),
  );
  const onChange = vi.fn<(cases: readonly EditCase[] | null) => void>();
  const { user } = await draw(<OwnList cases={null} most={1} onChange={onChange} />);
  await user.click(screen.getByRole("button", { name: en.edit.ownList.open }));
  await user.selectOptions(await screen.findByRole("combobox", { name: t.kept.label }), kept.id);
  await user.click(await button(t.use(1)));
  expect(wordsOf(onChange.mock.calls[0][0] ?? [])).toEqual([NORWAY]);
});
