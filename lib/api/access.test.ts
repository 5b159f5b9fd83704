import { describe, expect, test } from "vitest";
import { ACCESS, isEnough, lesser, ROLES, ruleOf } from "./access";
import { ENDPOINTS } from "./endpoints";
import { FILE_OPERATIONS } from "./files";

const OPERATIONS = [...ENDPOINTS, ...FILE_OPERATIONS];

test("every operation of the contract has a rule, and no rule is of another", () => {
  expect(Object.keys(ACCESS).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
});

test("an operation without a rule is the admin's", () => {
  expect(ruleOf("versions.burn")).toEqual({ needs: "admin" });
});

/** Parameters that name a record of one model, and what they name. */
const RECORDS = {
  modelId: "model",
  branchId: "branch",
  versionId: "version",
  jobId: "job",
  runId: "run",
  presetId: "preset",
} as const;

describe("a record is found by its id, so that the role for its model counts", () => {
  const named = OPERATIONS.flatMap(({ id, path }) =>
    [...path.matchAll(/\[(\w+)\]/g)].flatMap(([, field]) =>
      field in RECORDS ? [{ id, field: field as keyof typeof RECORDS }] : [],
    ),
  );
  // A state of a run is kept on a branch, which says where the change goes.
  test.each(named.filter(({ id }) => id !== "lifelong.keep"))("$id by its $field", ({ id, field }) => {
    expect(ruleOf(id).about).toEqual([RECORDS[field], field]);
  });
});

test("nothing but signing in and the signs of life is for those without an account", () => {
  const open = OPERATIONS.filter(({ id }) => ruleOf(id).needs === "anybody").map(({ id }) => id);
  expect(open.sort()).toEqual([
    "accounts.device",
    "accounts.device-key",
    "accounts.join",
    "accounts.passkey-challenge",
    "accounts.passkey-sign-in",
    "accounts.provider-finish",
    "accounts.provider-start",
    "accounts.sign-in",
    "health",
    "ready",
  ]);
});

test("whoever may only look changes nothing but an own session or key", () => {
  const writes = OPERATIONS.filter(
    ({ id, method }) => method !== "GET" && ruleOf(id).needs === "viewer" && ruleOf(id).audit !== undefined,
  );
  expect(writes.map(({ id }) => id).sort()).toEqual([
    "accounts.add-passkey",
    "accounts.approve-device",
    "accounts.create-key",
    "accounts.end-session",
    "accounts.remove-key",
    "accounts.remove-passkey",
    "chat.completions",
  ]);
});

test("roles are in order, and nobody has none", () => {
  for (const [i, role] of ROLES.entries())
    for (const [j, needs] of ROLES.entries()) expect(isEnough(role, needs)).toBe(i >= j);
  expect(isEnough(undefined, "viewer")).toBe(false);
  expect(isEnough(undefined, "anybody")).toBe(true);
  expect([lesser("editor", "admin"), lesser("admin", "viewer")]).toEqual(["editor", "viewer"]);
});
