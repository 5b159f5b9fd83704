// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { memo } from "react";
import { expect, test } from "vitest";
import { z } from "zod";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { defineView, useViewState } from "@/lib/client/view-state";
import { fakeServer } from "@/lib/testing/fake-server";
import { useWorkbench, WorkbenchProvider } from "./workbench";

const view = defineView(z.object({ x: z.string().optional() }));

test("what changes elsewhere in the address draws nothing again that only uses the workbench", async () => {
  fakeBranch(fakeServer());
  let drawings = 0;
  const Frame = memo(function Frame() {
    const { head, hrefTo } = useWorkbench();
    drawings++;
    return <p>{`${head?.id ?? "no version"} ${hrefTo("/history", { v: "ver_1" })}`}</p>;
  });
  function Page() {
    const [, update] = useViewState(view);
    return <button onClick={() => update({ x: "rome" })}>choose</button>;
  }
  const { user, search } = await draw(
    <WorkbenchProvider>
      <Frame />
      <Page />
    </WorkbenchProvider>,
    { search: "?b=main&p=server" },
  );
  await screen.findByText(/\/history\?p=server&v=ver_1$/);
  await screen.findByText(/^(?!no version)/, { selector: "p" });
  const before = drawings;
  await user.click(screen.getByRole("button", { name: "choose" }));
  await expect.poll(search).toContain("x=rome");
  expect(drawings).toBe(before);
});
