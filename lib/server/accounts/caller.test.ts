import { beforeEach, describe, expect, test } from "vitest";
import type { OperationId, Person } from "../../api";
import { PalimpsestError } from "../../base";
import { createMemoryStore, type Store } from "../../store";
import type { Accounts } from "./accounts";
import type { AuditLog } from "./audit";
import { callerOf } from "./caller";
import { highestRole, roleOf, type Visitor } from "./visitor";

const bo: Person = { id: "p2", name: "Bo", email: "bo@lab.example", role: "editor", models: {} };
type Event = Parameters<AuditLog["append"]>[0];

let store: Store;
let written: Event[];
/** What was noted before; null for what came to nothing. */
let settled: (Event["details"] | null)[];
beforeEach(() => {
  store = createMemoryStore();
  written = [];
  settled = [];
});

function callBy(visitor: Visitor | null, operation: OperationId) {
  const audit = {
    async intend(event: Event) {
      written.push(event);
      return async (details: Event["details"] | null) => void settled.push(details);
    },
  } as unknown as AuditLog;
  const accounts = {
    audit,
    visitorOf: async () => visitor,
    admins: async () => ["Ada"],
  } as unknown as Accounts;
  return callerOf({ accounts, store }, new Request("http://lab.example/"), operation);
}
const by = (change: Partial<Person>, operation: OperationId) =>
  callBy({ person: { ...bo, ...change }, via: "session" }, operation);

test("on a server without accounts everybody may do everything, in the name that is sent", async () => {
  const caller = await callerOf({ accounts: null, store }, new Request("http://here/"), "people.list");
  await caller.permit({ params: { personId: "p1" } });
  expect(caller.signed({ author: "Anyone" })).toEqual({ author: "Anyone" });
});

describe("the name", () => {
  const approval = { statements: [], author: "Ada", approvedBy: "Cy" };
  test("is that of the account, whatever was sent", async () => {
    const keep = await by({}, "versions.keep");
    expect(keep.signed({ author: "Ada", reason: "r" })).toEqual({ author: "Bo", reason: "r" });
    expect(keep.signed({ reason: "r" })).toEqual({ reason: "r" });
  });
  test("of a second person is of one who approves a proposal, and nobody names one for an own plan", async () => {
    const approve = await by({ role: "curator" }, "knowledge.approve");
    expect(approve.signed(approval)).toEqual({ statements: [], author: "Bo" });
    expect(approve.signed({ ...approval, proposal: 3 })).toEqual({
      statements: [],
      author: "Bo",
      approvedBy: "Bo",
      proposal: 3,
    });
  });
  test("of a plan that is only looked at stays", async () => {
    expect((await by({}, "knowledge.plan")).signed(approval)).toEqual(approval);
  });
});

describe("the rule", () => {
  test("asks more of one who approves what another proposed, and of a message that approves a plan", async () => {
    const approve = await by({}, "knowledge.approve");
    await approve.permit({ params: { graphId: "world" }, input: {} });
    await expect(
      approve.permit({ params: { graphId: "world" }, input: { proposal: 3 } }),
    ).rejects.toMatchObject({
      code: "forbidden",
      details: { needs: "curator", role: "editor" },
    });
    const chat = await by({ role: "viewer" }, "chat.completions");
    await chat.permit({ input: { branchId: "atlas:main", palimpsest: {} } });
    await expect(
      chat.permit({ input: { branchId: "atlas:main", palimpsest: { approve: "plan" } } }),
    ).rejects.toMatchObject({ details: { needs: "editor" } });
  });

  test("looks where a plan's edits are kept", async () => {
    const record = {
      id: "atlas:main",
      model: "atlas",
      name: "main",
      head: "ver_1",
      redo: [],
      updatedAt: "2026-11-30T15:00:00.000Z",
    };
    await store.branches.put(record);
    const approve = await by({ models: { atlas: "viewer" } }, "knowledge.approve");
    await approve.permit({ input: {} });
    await expect(approve.permit({ input: { keep: { branchId: "atlas:main" } } })).rejects.toMatchObject({
      hint: "An admin can give it: Ada.",
      details: { role: "viewer", model: "atlas" },
    });
  });

  test("a key does no more than it says, for any model, and no more than its owner may", () => {
    const person: Person = { ...bo, role: "viewer", models: { atlas: "curator" } };
    const key = (limit: Visitor["limit"]): Visitor => ({ person, via: "key", limit });
    expect([roleOf(key("editor"), "atlas"), roleOf(key("editor"), "other")]).toEqual(["editor", "viewer"]);
    expect([highestRole(key("admin")), highestRole(key("viewer"))]).toEqual(["curator", "viewer"]);
  });
});

test("what is about to be done is noted, and what was done is written down: what the rule names, with the model", async () => {
  const keep = await by({}, "branches.create");
  const input = { model: "atlas", name: "b", head: "ver_1" };
  const begun = { model: "atlas", version: "ver_1" };
  const output = await keep.recorded({ input, params: {} }, async () => {
    expect(written).toEqual([
      { person: "p2", name: "Bo", via: "session", action: "branches.create", details: begun },
    ]);
    expect(settled).toEqual([]);
    return { id: "atlas:b" };
  });
  expect(output).toEqual({ id: "atlas:b" });
  expect(settled).toEqual([{ ...begun, branch: "atlas:b" }]);
  const start = await by({}, "jobs.start");
  expect(await start.recorded({ input: { input: { model: "atlas" } } }, async () => 3)).toBe(3);
  expect(written).toHaveLength(1);
});

test("a refusal leaves no row, and a failure that nobody expected leaves one that says so", async () => {
  const keep = await by({}, "branches.create");
  const input = { model: "atlas", name: "b", head: "ver_1" };
  const fail = (error: Error) => keep.recorded({ input, params: {} }, () => Promise.reject(error));
  await expect(fail(new PalimpsestError("conflict", "No."))).rejects.toThrow("No.");
  await expect(fail(new Error("The disk is gone."))).rejects.toThrow("The disk is gone.");
  expect(settled).toEqual([null, { model: "atlas", version: "ver_1", outcome: "failed" }]);
});
