// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { Toaster } from "sonner";
import { beforeEach, expect, test } from "vitest";
import { draw } from "@/components/testing/render";
import { endSession, listSessions } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { useQueryOf } from "@/lib/client/queries/query";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { TakeBack } from "./take-back";

let server: FakeServer;
let sessions: string[];
beforeEach(() => {
  server = fakeServer();
  sessions = ["one"];
  server.answer(listSessions, () => ({
    sessions: sessions.map((id) => ({
      id,
      userAgent: id,
      createdAt: "2026-01-01T00:00:00.000Z",
      expiresAt: "2026-02-01T00:00:00.000Z",
      isCurrent: false,
    })),
  }));
});

function Sessions() {
  const { data } = useQueryOf(listSessions, {});
  return (
    <>
      {data?.sessions.map(({ id }) => (
        <TakeBack
          key={id}
          endpoint={endSession}
          call={{ params: { sessionId: id } }}
          label="End"
          icon={null}
          done="It has ended."
        />
      ))}
      <Toaster />
    </>
  );
}

test("what was taken back is said, although its row has gone", async () => {
  server.answer(endSession, ({ params }) => {
    sessions = [];
    return { ended: params.sessionId };
  });
  const { user } = await draw(<Sessions />);
  await user.click(await screen.findByRole("button", { name: "End" }));
  expect(await screen.findByText("It has ended.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "End" })).toBeNull();
});

test("what could not be taken back is said beside it", async () => {
  server.answer(endSession, () => {
    throw new PalimpsestError("not_found", "It is gone.");
  });
  const { user } = await draw(<Sessions />);
  await user.click(await screen.findByRole("button", { name: "End" }));
  expect(await screen.findByText("It is gone.")).toBeDefined();
  expect(screen.getByRole("button", { name: "End" })).toBeDefined();
});
