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

test("places that are not built yet stand apart from those that work, and say so", async () => {
  await draw(
    <WorkbenchProvider>
      <Rail />
    </WorkbenchProvider>,
  );
  const rail = screen.getByRole("navigation", { name: en.shell.rail });
  const namesIn = (list: HTMLElement) =>
    within(list)
      .getAllByRole("link")
      .map(({ textContent }) => textContent);
  const [working, planned] = within(rail).getAllByRole("list").map(namesIn);
  const nameOf = ({ id }: (typeof PLACES)[number]) => en.places[id].name;
  expect(working).toEqual(PLACES.filter(({ isPlanned }) => !isPlanned).map(nameOf));
  expect(planned).toEqual(PLACES.filter(({ isPlanned }) => isPlanned).map(nameOf));
  expect(within(rail).getByText(en.shell.planned)).toBeDefined();
});
