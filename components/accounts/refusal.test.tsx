// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { VerdictActions } from "@/components/edit/verdict/keep/verdict-actions";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { judgedRun, outcome } from "@/components/testing/edit-run";
import { draw } from "@/components/testing/render";
import { ACCESS, getMe, keepVersion, type Person } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { LabProvider } from "./lab-provider";

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
});

const bo: Person = { id: "p2", name: "Bo", email: "bo@lab.example", role: "viewer", models: {} };

async function drawActions(person: Partial<Person>, language: "en" | "zh" = "en") {
  server.answer(getMe, () => ({ person: { ...bo, ...person }, admins: ["Ada", "Cy"] }));
  const found = outcome();
  return draw(
    <LabProvider>
      <WorkbenchProvider>
        <VerdictActions run={judgedRun([found])} outcome={found} isGood />
      </WorkbenchProvider>
    </LabProvider>,
    { language },
  );
}

const keep = () => screen.findByRole<HTMLButtonElement>("button", { name: en.edit.keep.keep });

describe("a control that the role does not permit", () => {
  test("is disabled and says which role it needs and who gives it", async () => {
    await drawActions({});
    const says = await screen.findByText("This needs the role Editor; yours is Viewer. Ada, Cy can give it.");
    expect((await keep()).disabled).toBe(true);
    expect((await keep()).getAttribute("aria-describedby")).toBe(says.id);
  });

  test("says so in Chinese", async () => {
    await drawActions({}, "zh");
    expect(
      await screen.findByText("这需要“编辑者”角色；您的角色是“查看者”。可由 Ada, Cy 授予。"),
    ).toBeDefined();
  });

  test("is offered where the role for this model permits it, and keeps without asking for a name", async () => {
    server.answer(keepVersion, () => {
      throw new Error("not asked");
    });
    const { user } = await drawActions({ models: { atlas: "editor" } });
    expect((await keep()).disabled).toBe(false);
    await user.click(await keep());
    const dialog = await screen.findByRole("dialog", { name: en.edit.keep.title });
    expect(within(dialog).queryByRole("textbox", { name: en.edit.keep.author })).toBeNull();
  });

  test("is not offered where the role for this model is lower", async () => {
    await drawActions({ role: "curator", models: { atlas: "viewer" } });
    expect(await screen.findByText(/needs the role Editor; yours is Viewer/)).toBeDefined();
    expect((await keep()).disabled).toBe(true);
  });
});

test("everything that the audit log notes has words", () => {
  const noted = Object.entries(ACCESS).flatMap(([id, rule]) => ("audit" in rule ? [id] : []));
  for (const { audit } of [en.lab, zh.lab])
    expect(Object.keys(audit.actions).sort()).toEqual(
      [...noted, "accounts.connect", "accounts.join", "accounts.sign-in"].sort(),
    );
});
