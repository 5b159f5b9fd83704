/**
 * A server with accounts, asked through its routes: who comes in, what each role may do, and what is written down of it. Long because
 * all of it shares one set-up: the server and its first people.
 */
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  approveDevice,
  createKey,
  ENDPOINTS,
  FILE_OPERATIONS,
  getMe,
  invite,
  isEnough,
  listAudit,
  listKeys,
  listPeople,
  listSessions,
  pollDevice,
  ROLES,
  ruleOf,
  startDevice,
  verifyAudit,
  type Role,
} from "../../api";
import { createLog } from "../http/log";
import { ACCOUNT_COOKIE } from "../http/access";
import { getServices } from "../services";
import { databaseAdapter } from "../storage/database";
import { bundle } from "../testing/bundle";
import { call, json } from "../testing/call-route";

const { logged } = vi.hoisted(() => ({ logged: [] as string[] }));
vi.mock("../http/log", () => {
  const line = (message: string, fields: object = {}) =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { debug: line, info: line, warn: line, error: line };
  return { createLog: vi.fn(() => ({ ...log, with: () => log })) };
});

const PASSWORD = "correct horse battery";
let folder: string;
let worker: string;
let terminal = "";
/** The cookie of everybody's session, by name. */
const cookies: Record<string, string> = {};
const secrets: string[] = [PASSWORD];

const as = (name: string) => ({ cookie: cookies[name] });
const byKey = (key: string) => ({ authorization: `Bearer ${key}` });

function sessionOf(response: Response): string {
  const [cookie] = response.headers.getSetCookie();
  const value = cookie.split(";", 1)[0];
  secrets.push(value.slice(ACCOUNT_COOKIE.length + 1));
  return value;
}

const emailOf = (name: string) => `${name.toLowerCase()}@lab.example`;

const join = (invitation: string, name: string, password = PASSWORD) =>
  call("POST", "/api/accounts/join", { body: { invitation, name, email: emailOf(name), password } });

async function invited(role: Role): Promise<string> {
  const response = await call("POST", "/api/people/invitations", { body: { role }, headers: as("Ada") });
  const { secret } = invite.output.parse(await json(response));
  secrets.push(secret);
  return secret;
}

async function comeIn(name: string, role: Role): Promise<void> {
  const response = await join(await invited(role), name);
  expect(response.status).toBe(200);
  cookies[name] = sessionOf(response);
}

async function idOf(name: string): Promise<string> {
  const { people } = listPeople.output.parse(
    await json(await call("GET", "/api/people", { headers: as("Ada") })),
  );
  return people.find((person) => person.name === name)!.id;
}

const signIn = (name: string, password: string) =>
  call("POST", "/api/accounts/sign-in", { body: { email: emailOf(name), password } });

const audited = async (query = "") =>
  listAudit.output.parse(await json(await call("GET", "/api/audit", { query, headers: as("Ada") })));
const verified = async () =>
  verifyAudit.output.parse(await json(await call("GET", "/api/audit/verify", { headers: as("Ada") })));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-accounts-"));
  worker = await bundle("lib/server/testing/fake-worker.ts");
  vi.stubEnv("PALIMPSEST_DATA", folder);
  vi.stubEnv("PALIMPSEST_WORKER", worker);
  vi.stubEnv("PALIMPSEST_ACCOUNTS", "on");
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    terminal += String(text);
    return true;
  });
  await getServices();
  write.mockRestore();
});
afterAll(async () => {
  await (await getServices()).close();
  await rm(folder, { recursive: true });
  await rm(path.dirname(worker), { recursive: true });
});

describe("coming in", () => {
  test("nobody asks for anything before signing in, but for signs of life", async () => {
    const refused = await call("GET", "/api/models");
    expect(refused.status).toBe(401);
    expect(await json(refused)).toMatchObject({ code: "unauthorized", details: { reason: "sign-in" } });
    expect((await call("GET", "/api/health")).status).toBe(200);
  });

  test("the link of the first start makes the admin, once, and a fault in the form does not use it up", async () => {
    const link = /\/join#(inv_[\w-]+)/.exec(terminal)![1];
    secrets.push(link);
    const short = await join(link, "Ada", "short");
    expect(await json(short)).toMatchObject({ code: "invalid_input", details: { field: "password" } });
    const response = await join(link, "Ada");
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()[0]).toMatch(/; HttpOnly/);
    expect(response.headers.getSetCookie()[0]).toMatch(/; SameSite=Lax/i);
    cookies.Ada = sessionOf(response);
    const me = getMe.output.parse(await json(await call("GET", "/api/accounts/me", { headers: as("Ada") })));
    expect(me).toMatchObject({ person: { name: "Ada", role: "admin" }, admins: ["Ada"] });
    const again = await join(link, "Eve");
    expect([again.status, (await json(again)).code]).toEqual([403, "forbidden"]);
    expect(await (await getServices()).accounts!.firstInvitation()).toBeNull();
  });

  test("a browser that came by https keeps its cookie to https", async () => {
    const response = await call("POST", "/api/accounts/sign-in", {
      body: { email: "ada@lab.example", password: PASSWORD },
      headers: { "x-forwarded-proto": "https" },
    });
    sessionOf(response);
    expect(response.headers.getSetCookie()[0]).toMatch(/; Secure$/);
  });

  test("people come in by invitation, with its role, and no two have one name", async () => {
    for (const role of ROLES.filter((one) => one !== "admin")) await comeIn(`Test-${role}`, role);
    const taken = await join(await invited("viewer"), "TEST-viewer");
    expect(await json(taken)).toMatchObject({ code: "invalid_input", details: { field: "name" } });
  });

  test("an invitation that was withdrawn holds no more", async () => {
    const secret = await invited("viewer");
    const { invitations } = listPeople.output.parse(
      await json(await call("GET", "/api/people", { headers: as("Ada") })),
    );
    const params = { invitationId: invitations[0].id };
    const route = "/api/people/invitations/[invitationId]";
    expect((await call("DELETE", route, { params, body: {}, headers: as("Ada") })).status).toBe(200);
    expect((await join(secret, "Late")).status).toBe(403);
  });

  test("a page of another site signs nobody in or out", async () => {
    for (const route of ["/api/accounts/sign-in", "/api/accounts/sign-out"]) {
      const headers = { ...as("Ada"), origin: "http://evil.example" };
      const response = await call("POST", route, {
        body: { email: "ada@lab.example", password: PASSWORD },
        headers,
      });
      expect(response.status).toBe(403);
    }
  });

  test("wrong passwords are counted, and after eight even the right one waits", async () => {
    for (let i = 0; i < 8; i++) expect((await signIn("Test-viewer", `wrong ${i}`)).status).toBe(401);
    const response = await signIn("Test-viewer", PASSWORD);
    expect([response.status, (await json(response)).code]).toEqual([429, "too_many"]);
    expect((await signIn("Ada", PASSWORD)).status).toBe(200);
  });
});

describe("every operation is held to its rule", () => {
  const ALL = [...ENDPOINTS, ...FILE_OPERATIONS].filter(({ path: where }) => where.startsWith("/api/"));
  /** Ids that fit their form and name nothing, so that what is allowed changes nothing. */
  const params = {
    address: "b".repeat(64),
    artifactId: "b".repeat(64),
    branchId: "none:main",
    edit: "0",
    graphId: "none",
    invitationId: "none",
    jobId: "job_none",
    keyId: "none",
    modelId: "none",
    name: "none",
    passkeyId: "none",
    personId: "none",
    presetId: "none",
    runId: `life_${"b".repeat(64)}`,
    sessionId: "none",
    versionId: "ver_none",
    worldId: "none",
  };
  // It would end the session that the others ask with; another test does it.
  const asked = ALL.filter(({ id }) => id !== "accounts.sign-out");
  const ask = ({ method, path: where }: (typeof ALL)[number], headers: Record<string, string>) =>
    call(method, where, { params, ...(method !== "GET" && { body: {} }), headers });

  test.each(ROLES)("as %s", async (role) => {
    const name = role === "admin" ? "Ada" : `Test-${role}`;
    const wrong: string[] = [];
    for (const operation of asked) {
      const { needs } = ruleOf(operation.id);
      const response = await ask(operation, as(name));
      const isAllowed = isEnough(role, needs);
      if (isAllowed) {
        if (response.status === 401 || response.status === 403) wrong.push(`${operation.id} was refused`);
        await response.body?.cancel();
        continue;
      }
      const error = await json(response);
      const says = { code: "forbidden", details: { needs, role, admins: ["Ada"] } };
      if (response.status !== 403) wrong.push(`${operation.id} was allowed`);
      else expect(error).toMatchObject({ ...says, hint: expect.stringContaining("Ada") });
    }
    expect(wrong).toEqual([]);
  });

  test("as nobody", async () => {
    const wrong: string[] = [];
    for (const operation of asked) {
      const response = await ask(operation, {});
      const isOpen = ruleOf(operation.id).needs === "anybody";
      if ((response.status === 401) === isOpen) wrong.push(operation.id);
      await response.body?.cancel();
    }
    expect(wrong).toEqual([]);
  });
});

describe("roles", () => {
  const give = async (name: string, body: object) =>
    call("PATCH", "/api/people/[personId]", {
      params: { personId: await idOf(name) },
      body,
      headers: as("Ada"),
    });
  const undo = (name: string) =>
    call("POST", "/api/branches/[branchId]/undo", {
      params: { branchId: "atlas:main" },
      body: {},
      headers: as(name),
    });

  test("for one model count there, above and below the role everywhere", async () => {
    const { store } = await getServices();
    await vi.waitFor(async () => expect(await store.branches.find("atlas:main")).not.toBeNull(), 20_000);
    expect((await undo("Test-proposer")).status).toBe(403);
    expect((await give("Test-proposer", { role: "editor", model: "atlas" })).status).toBe(200);
    // Its head is the checkpoint, which cannot be undone; but it may be tried.
    expect((await undo("Test-proposer")).status).toBe(422);
    const elsewhere = { model: "none", name: "b", head: "ver_none" };
    const other = await call("POST", "/api/branches", { body: elsewhere, headers: as("Test-proposer") });
    expect(await json(other)).toMatchObject({
      code: "forbidden",
      details: { model: "none", role: "proposer" },
    });

    await give("Test-editor", { role: "viewer", model: "atlas" });
    expect(await json(await undo("Test-editor"))).toMatchObject({
      code: "forbidden",
      details: { needs: "editor", role: "viewer", model: "atlas" },
    });
    await give("Test-editor", { role: null, model: "atlas" });
    expect((await undo("Test-editor")).status).toBe(422);
    expect((await give("Test-editor", { role: "editor", model: "none" })).status).toBe(404);
  });

  test("somebody is left who gives them", async () => {
    expect((await give("Ada", { role: "viewer" })).status).toBe(409);
    const params = { personId: await idOf("Ada") };
    const gone = await call("DELETE", "/api/people/[personId]", { params, body: {}, headers: as("Ada") });
    expect(gone.status).toBe(409);
  });

  test("a job is its author's, who is the one who asked, and a curator's", async () => {
    const body = {
      kind: "propose",
      input: { model: "atlas", method: "rome" },
      author: "Somebody else",
      location: "server",
    };
    const { jobId } = await json(await call("POST", "/api/jobs", { body, headers: as("Test-curator") }));
    const { store } = await getServices();
    expect((await store.jobs.get(String(jobId))).author).toBe("Test-curator");
    const cancel = (name: string) =>
      call("POST", "/api/jobs/[jobId]/cancel", {
        params: { jobId: String(jobId) },
        body: {},
        headers: as(name),
      });
    const again = (name: string) =>
      call("POST", "/api/jobs/[jobId]/retry", {
        params: { jobId: String(jobId) },
        body: {},
        headers: as(name),
      });
    const refused = await cancel("Test-proposer");
    expect(await json(refused)).toMatchObject({ code: "forbidden", details: { needs: "curator" } });
    expect([403, 401]).not.toContain((await cancel("Test-curator")).status);
    await vi.waitFor(async () => expect((await store.jobs.get(String(jobId))).endedAt).toBeDefined());
    expect((await again("Test-proposer")).status).toBe(403);
    const repeated = await json(await again("Ada"));
    expect(await store.jobs.get(String(repeated.jobId))).toMatchObject({
      author: "Ada",
      summary: { repeats: "Test-curator" },
    });
  });

  test("one who has reached a limit that an admin set is refused with it, sees it, and nobody else is", async () => {
    const params = { personId: await idOf("Test-proposer") };
    const limits = { runningJobs: null, waitingJobs: 0, computeMinutes: null, storageMb: null };
    const set = (name: string) =>
      call("PATCH", "/api/people/[personId]/quota", { params, body: { limits }, headers: as(name) });
    expect((await set("Test-curator")).status).toBe(403);
    expect((await set("Ada")).status).toBe(200);
    const body = { kind: "propose", input: { model: "atlas", method: "rome" }, location: "server" };
    const start = (name: string) => call("POST", "/api/jobs", { body, headers: as(name) });
    const refused = await start("Test-proposer");
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({
      code: "too_many",
      details: { limit: "waitingJobs", most: 0 },
    });
    expect((await start("Test-editor")).status).toBe(200);
    const mine = await json(await call("GET", "/api/accounts/quota", { headers: as("Test-proposer") }));
    expect(mine).toMatchObject({ name: "Test-proposer", limits: { waitingJobs: 0, runningJobs: 8 } });
    expect((await audited()).entries[0]).toMatchObject({ action: "quotas.set", details: { limits } });
  });

  test("metrics are the admin's, by session or key, and name nobody", async () => {
    expect((await call("GET", "/api/metrics", { headers: as("Test-curator") })).status).toBe(403);
    const response = await call("GET", "/api/metrics", { headers: as("Ada") });
    expect(response.headers.get("content-type")).toContain("text/plain");
    const text = await response.text();
    for (const line of [
      'palimpsest_queue_jobs{status="running"}',
      'palimpsest_http_requests_total{route="/api/jobs",method="POST",status="429"} 1',
      "palimpsest_event_streams 0",
      "palimpsest_database_bytes ",
    ])
      expect(text).toContain(line);
    for (const name of ["Ada", "Test-", "job_0"]) expect(text).not.toContain(name);
  });

  test("whoever is removed is out at once, and others are not", async () => {
    await comeIn("Zoe", "editor");
    const params = { personId: await idOf("Zoe") };
    const gone = await call("DELETE", "/api/people/[personId]", { params, body: {}, headers: as("Ada") });
    expect(await json(gone)).toMatchObject({ name: "Zoe" });
    expect((await call("GET", "/api/models", { headers: as("Zoe") })).status).toBe(401);
    expect((await call("GET", "/api/models", { headers: as("Ada") })).status).toBe(200);
  });
});

describe("keys and sessions", () => {
  const make = (name: string, body: object) =>
    call("POST", "/api/accounts/keys", { body: { name: "script", ...body }, headers: as(name) });

  test("a key is shown once and stored as its hash, and does no more than it says or its owner may", async () => {
    expect(await json(await make("Test-editor", { role: "curator" }))).toMatchObject({
      code: "invalid_input",
      details: { field: "role" },
    });
    const { secret, key } = createKey.output.parse(await json(await make("Test-editor", { role: "viewer" })));
    secrets.push(secret);
    expect((await call("GET", "/api/models", { headers: byKey(secret) })).status).toBe(200);
    const write = await call("POST", "/api/blobs", { body: {}, headers: byKey(secret) });
    expect(await json(write)).toMatchObject({ code: "forbidden", details: { role: "viewer" } });
    const listed = await json(await call("GET", "/api/accounts/keys", { headers: as("Test-editor") }));
    expect(listKeys.output.parse(listed).keys).toMatchObject([{ id: key.id, start: secret.slice(0, 8) }]);
    const bytes = await readFile(path.join(folder, "palimpsest.db"), "latin1");
    for (const kept of secrets.filter((one) => /^(inv|pal)_/.test(one))) expect(bytes).not.toContain(kept);

    const params = { keyId: key.id };
    const route = "/api/accounts/keys/[keyId]";
    expect((await call("DELETE", route, { params, body: {}, headers: as("Test-viewer") })).status).toBe(404);
    expect((await call("DELETE", route, { params, body: {}, headers: as("Test-editor") })).status).toBe(200);
    expect((await call("GET", "/api/models", { headers: byKey(secret) })).status).toBe(401);
  });

  test("a key that has expired is none", async () => {
    const { secret } = createKey.output.parse(
      await json(await make("Test-viewer", { role: "viewer", days: 1 })),
    );
    secrets.push(secret);
    const adapter = await databaseAdapter(path.join(folder, "palimpsest.db")).connect();
    await adapter.executeScript(`UPDATE "ApiKey" SET "expiresAt" = '2026-01-01T00:00:00.000Z'`);
    await adapter.dispose();
    expect((await call("GET", "/api/models", { headers: byKey(secret) })).status).toBe(401);
  });

  test("a session can be ended from another, and signing out ends one's own", async () => {
    const other = sessionOf(await signIn("Ada", PASSWORD));
    const list = async () =>
      listSessions.output.parse(
        await json(await call("GET", "/api/accounts/sessions", { headers: { cookie: other } })),
      );
    const { sessions } = await list();
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    const own = sessions.find(({ isCurrent }) => isCurrent)!;
    const params = { sessionId: own.id };
    const route = "/api/accounts/sessions/[sessionId]";
    expect((await call("DELETE", route, { params, body: {}, headers: as("Test-viewer") })).status).toBe(404);
    expect((await call("DELETE", route, { params, body: {}, headers: as("Ada") })).status).toBe(200);
    expect((await call("GET", "/api/models", { headers: { cookie: other } })).status).toBe(401);

    const third = { cookie: sessionOf(await signIn("Ada", PASSWORD)) };
    expect((await call("POST", "/api/accounts/sign-out", { body: {}, headers: third })).status).toBe(200);
    expect((await call("GET", "/api/models", { headers: third })).status).toBe(401);
  });

  test("a cookie that somebody made up is no session", async () => {
    const [value] = cookies.Ada.slice(ACCOUNT_COOKIE.length + 1).split(".");
    const forged = `${ACCOUNT_COOKIE}=${value}.${encodeURIComponent("AAAA")}`;
    expect((await call("GET", "/api/models", { headers: { cookie: forged } })).status).toBe(401);
  });
});

describe("a command line", () => {
  const start = async (body: object) => {
    const response = await call("POST", "/api/accounts/device", { body: { host: "laptop", ...body } });
    const started = startDevice.output.parse(await json(response));
    secrets.push(started.deviceCode);
    return started;
  };
  const decide = (verb: "approve" | "decline", code: string, headers: Record<string, string>) =>
    call("POST", `/api/accounts/device/${verb}`, { body: { code }, headers });
  const poll = (deviceCode: string) => call("POST", "/api/accounts/device/key", { body: { deviceCode } });

  afterEach(() => void vi.useRealTimers());

  test("is signed in by a person's yes, with a key that does no more than the person may", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { deviceCode, userCode, address } = await start({ role: "admin", days: 7 });
    expect(address).toBe(`http://127.0.0.1:3000/device?code=${userCode}`);
    vi.setSystemTime(Date.now() + 6_000);
    expect(await json(await poll(deviceCode))).toMatchObject({ status: "pending" });

    const says = await decide("approve", userCode.toLowerCase().replace("-", " "), as("Test-proposer"));
    expect(approveDevice.output.parse(await json(says))).toMatchObject({
      host: "laptop",
      asks: "admin",
      role: "editor", // for one model; the role everywhere is lower
    });
    vi.setSystemTime(Date.now() + 6_000);
    const answer = pollDevice.output.parse(await json(await poll(deviceCode)));
    if (answer.status !== "approved") throw new Error(answer.status);
    secrets.push(answer.secret);
    expect(answer).toMatchObject({ person: "Test-proposer", key: { name: "laptop", role: "editor" } });
    expect((await call("GET", "/api/models", { headers: byKey(answer.secret) })).status).toBe(200);
    expect((await call("GET", "/api/people", { headers: byKey(answer.secret) })).status).toBe(403);
    expect(await json(await poll(deviceCode))).toMatchObject({ details: { reason: "expiredCode" } });
    const { entries } = await audited("?limit=1");
    expect(entries).toMatchObject([
      {
        action: "accounts.approve-device",
        name: "Test-proposer",
        details: { host: "laptop", role: "editor" },
      },
    ]);
    vi.setSystemTime(Date.now() + 8 * 86_400_000);
    expect((await call("GET", "/api/models", { headers: byKey(answer.secret) })).status).toBe(401);
  });

  test("is not signed in with a key, nor by nobody", async () => {
    const { userCode } = await start({});
    const made = await call("POST", "/api/accounts/keys", {
      body: { name: "script", role: "viewer" },
      headers: as("Test-viewer"),
    });
    const { secret } = createKey.output.parse(await json(made));
    secrets.push(secret);
    expect((await decide("approve", userCode, byKey(secret))).status).toBe(403);
    expect((await decide("approve", userCode, {})).status).toBe(401);
    expect((await decide("decline", userCode, as("Test-viewer"))).status).toBe(200);
  });
});

describe("the audit log", () => {
  test("says who came in, who was given what, and by whom", async () => {
    const { entries, total } = await audited("?limit=1000");
    expect(entries).toHaveLength(total);
    const actions = new Set(entries.map(({ action }) => action));
    for (const action of [
      "accounts.join",
      "accounts.sign-in",
      "accounts.create-key",
      "people.invite",
      "people.role",
      "people.remove",
    ])
      expect(actions).toContain(action);
    expect(entries.find(({ action }) => action === "people.remove")).toMatchObject({
      name: "Ada",
      via: "session",
      details: { name: "Zoe" },
    });
    expect(JSON.stringify(entries)).not.toContain(PASSWORD);
  });

  test("shows what one person changed", async () => {
    const { entries } = await audited(`?person=${await idOf("Test-curator")}`);
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ name }) => name))).toEqual(new Set(["Test-curator"]));
  });

  test("verifies, and refuses to be changed", async () => {
    const before = await verified();
    expect(before.fault).toBeUndefined();
    expect(before.rows).toBe((await audited()).total);
    const adapter = await databaseAdapter(path.join(folder, "palimpsest.db")).connect();
    await expect(adapter.executeScript(`UPDATE "AuditRow" SET "name" = 'Eve'`)).rejects.toThrow();
    await expect(adapter.executeScript(`DELETE FROM "AuditRow"`)).rejects.toThrow();
    expect(await verified()).toEqual(before);

    // Past the database's own refusal, as somebody with the file could.
    await adapter.executeScript(
      `DROP TRIGGER "AuditRow_no_update"; UPDATE "AuditRow" SET "name" = 'Eve' WHERE "sequence" = 2;`,
    );
    await adapter.dispose();
    expect(await verified()).toMatchObject({ rows: 1, fault: { sequence: 2 } });
  });

  test("is exported whole, a row a line", async () => {
    const response = await call("GET", "/api/audit/export", { headers: as("Ada") });
    const lines = (await response.text()).trim().split("\n");
    expect(lines).toHaveLength((await audited()).total);
    expect(JSON.parse(lines[0])).toMatchObject({ sequence: 1, action: "accounts.join" });
  });
});

test("no password, session, key or link is in the log", () => {
  expect(createLog).toHaveBeenCalled();
  expect(logged.length).toBeGreaterThan(10);
  const text = logged.join("\n");
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test("the key that signs cookies is its owner's alone", async () => {
  expect((await stat(path.join(folder, "accounts.key"))).mode & 0o777).toBe(0o600);
});
