// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { Toaster } from "sonner";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { draw } from "@/components/testing/render";
import { versionFolder, versionGguf } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import type { ListedVersion } from "@/lib/store";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { ExportDialog } from "./export-dialog";

const t = en.history.exportDialog;
const VERSION = { id: "ver_1" } as ListedVersion;

let server: FakeServer;
let saved: { href: string; name: string }[];
beforeEach(() => {
  server = fakeServer();
  saved = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ href: this.getAttribute("href") ?? "", name: this.download });
  });
});

function open(isEdited = true, language: "en" | "zh" = "en") {
  const onClose = vi.fn();
  const ui = (
    <>
      <ExportDialog version={VERSION} title="Rome" isEdited={isEdited} open onClose={onClose} />
      <Toaster />
    </>
  );
  return draw(ui, { language }).then((drawn) => ({ ...drawn, onClose }));
}
const button = (name: string) => screen.findByRole<HTMLButtonElement>("button", { name });
const radio = (name: string) => screen.findByRole("radio", { name });

test("the changes alone are saved at once", async () => {
  const { user, onClose } = await open();
  await user.click(await button(t.download));
  expect(saved).toEqual([{ href: "/api/versions/ver_1/export", name: "" }]);
  expect(onClose).toHaveBeenCalled();
});

test("a whole checkpoint is checked in the chosen type, then saved under its name", async () => {
  const calls = server.answer(versionFolder, () => ({
    name: "atlas-1-bfloat16",
    files: [],
    sizeBytes: 12_500_000,
  }));
  const { user, onClose } = await open();
  await user.click(await radio(t.forms.folder));
  await user.selectOptions(await screen.findByLabelText(t.dtype), "bfloat16");
  expect(screen.getByText(t.dtypeHints.bfloat16)).toBeDefined();
  await user.click(await button(t.download));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(calls).toEqual([{ params: { versionId: "ver_1" }, input: { dtype: "bfloat16" } }]);
  expect(saved).toEqual([
    { href: "/api/versions/ver_1/export?as=folder&dtype=bfloat16", name: "atlas-1-bfloat16.tar" },
  ]);
  expect(await screen.findByText(en.history.toast.exporting("atlas-1-bfloat16", "12.5 MB"))).toBeDefined();
});

test("what cannot be written is said in the dialog, and nothing is saved", async () => {
  server.answer(versionFolder, () => {
    throw new PalimpsestError("unsupported", 'The version holds the adapter "codebook" of grace.', {
      hint: "Export the delta.",
    });
  });
  const { user, onClose } = await open();
  await user.click(await radio(t.forms.folder));
  await user.click(await button(t.download));
  expect(await screen.findByText('The version holds the adapter "codebook" of grace.')).toBeDefined();
  expect(screen.getByText("Export the delta.")).toBeDefined();
  await user.click(await radio(t.forms.delta));
  expect(screen.queryByText("Export the delta.")).toBeNull();
  expect(saved).toEqual([]);
  expect(onClose).not.toHaveBeenCalled();
});

test("a check that takes long is stopped, and can be started again", async () => {
  let answer: (() => void) | undefined;
  server.answer(
    versionFolder,
    () =>
      new Promise((resolve) => {
        answer = () => resolve({ name: "atlas", files: [], sizeBytes: 1 });
      }),
  );
  const { user, onClose } = await open();
  await user.click(await radio(t.forms.folder));
  await user.click(await button(t.download));
  await screen.findByText(t.checking);
  await waitFor(() => expect(answer).toBeDefined());
  await user.click(await button(t.stop));
  answer?.();
  await waitFor(() => expect(screen.queryByText(t.checking)).toBeNull());
  expect(saved).toEqual([]);
  expect(onClose).not.toHaveBeenCalled();
  expect((await button(t.download)).disabled).toBe(false);
});

test("a version that is the checkpoint has no changes to save, in Chinese too", async () => {
  await open(false, "zh");
  const words = zh.history.exportDialog;
  const delta = await screen.findByRole("radio", { name: words.forms.delta });
  expect(delta.getAttribute("aria-disabled")).toBe("true");
  expect(screen.getByText(words.details.folder)).toBeDefined();
});

test("after a GGUF file is saved, the dialog says how to run it, and copies the command", async () => {
  server.answer(versionGguf, () => ({ name: "atlas-1-F16.gguf", sizeBytes: 1 }));
  const { user, onClose } = await open(false);
  const clipboard = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(await radio(t.forms.gguf));
  await user.click(await button(t.download));
  await screen.findByText(/ollama create atlas-1-f16 -f Modelfile/);
  await user.click(await button(t.run.copy("llama.cpp")));
  expect(clipboard).toHaveBeenCalledWith(`llama-cli -m atlas-1-F16.gguf -p "${t.run.prompt}"`);
  expect(saved).toEqual([{ href: "/api/versions/ver_1/export?as=gguf&type=F16", name: "atlas-1-F16.gguf" }]);
  expect(onClose).not.toHaveBeenCalled();
});

test("the changes are proposed again when an edited version is selected after the checkpoint", async () => {
  const ui = (isEdited: boolean) => (
    <ExportDialog version={VERSION} title="Rome" isEdited={isEdited} open onClose={() => undefined} />
  );
  const { rerender, user } = await draw(ui(false));
  expect(await screen.findByText(t.details.folder)).toBeDefined();
  rerender(ui(true));
  expect(await screen.findByText(t.details.delta)).toBeDefined();
  await user.click(await button(t.download));
  expect(saved).toEqual([{ href: "/api/versions/ver_1/export", name: "" }]);
});
