// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { ATLAS, fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { listModels } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { useTour } from "./use-tour";

let server: FakeServer;
beforeEach(() => {
  localStorage.clear();
  server = fakeServer();
  fakeBranch(server);
  server.answer(listModels, () => ({ models: [ATLAS] }));
});
afterEach(() => history.replaceState(null, "", "?"));

function Shown() {
  const { story, isTold, open, leave } = useTour();
  return (
    <>
      <output>{`${isTold ? "told" : "not told"}, ${story ?? "composer"}`}</output>
      <button onClick={leave}>leave</button>
      <button onClick={() => open(2)}>open</button>
    </>
  );
}

/** The page at this address, once it knows its model. */
async function visit(search = "") {
  history.replaceState(null, "", search === "" ? "?" : search);
  const drawn = await draw(
    <WorkbenchProvider>
      <Shown />
    </WorkbenchProvider>,
    { search },
  );
  const shows = () => screen.getByRole("status").textContent;
  return { ...drawn, shows };
}

test("a first visit begins with the first story, and the next one after it was left with the composer", async () => {
  const first = await visit();
  await waitFor(() => expect(first.shows()).toBe("told, 1"));
  await first.user.click(screen.getByRole("button", { name: "leave" }));
  await waitFor(() => expect(first.shows()).toBe("told, composer"));
});

test("who has left the stories gets the composer, and can open them again", async () => {
  localStorage.setItem("palimpsest-tour", "left");
  const page = await visit();
  await waitFor(() => expect(page.shows()).toBe("told, composer"));
  await page.user.click(screen.getByRole("button", { name: "open" }));
  await waitFor(() => expect(page.shows()).toBe("told, 2"));
});

test("a link to an edit or a run opens what it names, also on a first visit", async () => {
  const page = await visit("?job=job_1");
  await waitFor(() => expect(page.shows()).toBe("told, composer"));
});

test("the place of work is no such link", async () => {
  const page = await visit("?p=server");
  await waitFor(() => expect(page.shows()).toBe("told, 1"));
});

test("a model of one's own has no stories", async () => {
  server.answer(listModels, () => ({ models: [{ ...ATLAS, source: "folder" as const }] }));
  const page = await visit("?story=3");
  await waitFor(() => expect(page.shows()).toBe("not told, composer"));
});
