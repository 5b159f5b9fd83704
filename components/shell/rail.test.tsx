// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { en } from "@/components/messages/en";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { fakeServer } from "@/lib/testing/fake-server";
import { PLACES } from "./places";
import { Rail } from "./rail";
import { WorkbenchProvider } from "./workbench";

vi.mock("next/navigation", async (original) => ({
  ...(await original<object>()),
  usePathname: () => "/edit",
}));
beforeEach(() => void fakeBranch(fakeServer()));

test("every place stands in the rail, in its order, and leads there", async () => {
  await draw(
    <WorkbenchProvider>
      <Rail />
    </WorkbenchProvider>,
  );
  const links = within(screen.getByRole("navigation", { name: en.shell.rail })).getAllByRole("link");
  expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual(
    PLACES.map(({ id, path }) => [en.places[id].name, path]),
  );
});
